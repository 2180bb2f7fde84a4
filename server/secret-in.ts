import { isId, type CommunityId, type WorkshopId } from '#shared/ids.ts'
import type { Grant, WorkshopGrant } from './storage/ports.ts'

/** Which of a browser's two cookies is meant; a browser may hold a seat and the facilitation of one workshop. */
export type As = WorkshopGrant['role']

export function isAs(text: unknown): text is As {
  return text === 'participant' || text === 'facilitator'
}

/** The cookie a browser keeps a secret in. */
export function cookieName(as: As, workshopId: WorkshopId): string {
  return `${as === 'participant' ? 'ys' : 'yf'}_${workshopId}`
}

/** The cookie a keeper's browser keeps their secret in. */
export function keeperCookie(communityId: CommunityId): string {
  return `yk_${communityId}`
}

/** The cookie of whatever a secret opens. */
export function cookieOf(grant: Grant): string {
  return grant.role === 'keeper' ? keeperCookie(grant.communityId) : cookieName(grant.role, grant.workshopId)
}

/** Where a request may carry its secret; each field as it came over the wire. */
export interface Credentials {
  /** named outright: `auth.token` of a socket */
  readonly token?: unknown
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
  readonly as?: unknown
}

/** The secret a request means: an outright token, a bearer token, or a cookie: the one `as` names, else seat first. */
export function secretIn(credentials: Credentials, workshopId: WorkshopId): string | null {
  const kinds: readonly As[] = isAs(credentials.as) ? [credentials.as] : ['participant', 'facilitator']
  return secretAmong(
    credentials,
    kinds.map((kind) => cookieName(kind, workshopId)),
  )
}

/** The secret with which a request wants to be a community's keeper. */
export function keeperSecretIn(
  credentials: Omit<Credentials, 'as'>,
  communityId: CommunityId,
): string | null {
  return secretAmong(credentials, [keeperCookie(communityId)])
}

/** Workshops looked at: more than anybody has open seats in, and few enough to look up at every joining. */
const MOST_SEATS = 60

/** The seats that a browser holds, with their secrets; none of them is believed yet. */
export function seatSecretsIn(
  cookie: string | undefined,
): readonly { readonly workshopId: WorkshopId; readonly secret: string }[] {
  const seats = (cookie ?? '').split(';').flatMap((pair) => {
    const [key = '', secret] = pair.trim().split('=', 2)
    const id = key.startsWith('ys_') ? key.slice('ys_'.length) : ''
    return secret && isId(id) ? [{ workshopId: id as WorkshopId, secret }] : []
  })
  return seats.slice(0, MOST_SEATS)
}

function secretAmong(credentials: Credentials, cookies: readonly string[]): string | null {
  if (typeof credentials.token === 'string' && credentials.token !== '') return credentials.token
  const bearer = /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  for (const name of cookies) {
    const secret = cookieValue(credentials.cookie ?? '', name)
    if (secret !== null) return secret
  }
  return null
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}
