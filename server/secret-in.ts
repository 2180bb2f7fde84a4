import type { WorkshopId } from '#shared/ids.ts'
import type { Grant } from './storage/ports.ts'

/** Which of a browser's two cookies is meant; a browser may hold a seat and the facilitation of one workshop. */
export type As = Grant['role']

export function isAs(text: unknown): text is As {
  return text === 'participant' || text === 'facilitator'
}

/** The cookie a browser keeps a secret in. */
export function cookieName(as: As, workshopId: WorkshopId): string {
  return `${as === 'participant' ? 'ys' : 'yf'}_${workshopId}`
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
  if (typeof credentials.token === 'string' && credentials.token !== '') return credentials.token
  const bearer = /^Bearer +(\S+)$/i.exec(credentials.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const kinds: readonly As[] = isAs(credentials.as) ? [credentials.as] : ['participant', 'facilitator']
  for (const kind of kinds) {
    const secret = cookieValue(credentials.cookie ?? '', cookieName(kind, workshopId))
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
