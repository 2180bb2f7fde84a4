import type { IncomingMessage } from 'node:http'
import { isBoardName, isId, type TeamId, type WorkshopId } from '#shared/ids.ts'
import type { BoardAddress } from '../rooms/ports.ts'

/** `/boards/<workshopId>/<teamId>/<board>`; `null` when there can be no such board. */
export function boardAddress(request: IncomingMessage): BoardAddress | null {
  const [root, workshopId, teamId, board, ...rest] = urlOf(request)?.pathname.slice(1).split('/') ?? []
  if (root !== 'boards' || !workshopId || !teamId || !board || rest.length > 0) return null
  if (!isId(workshopId) || !isId(teamId) || !isBoardName(board)) return null
  return { workshopId: workshopId as WorkshopId, teamId: teamId as TeamId, board }
}

/**
 * The secret a request brings: `?token=` or a bearer token (programs), else a cookie: the one `?as=` names, otherwise
 * the seat's before the facilitator's.
 */
export function secretOf(request: IncomingMessage, workshopId: WorkshopId): string | null {
  const query = urlOf(request)?.searchParams
  const outright = query?.get('token') || /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (outright) return outright
  const seat = `ys_${workshopId}`
  const facilitation = `yf_${workshopId}`
  const as = query?.get('as')
  const names = as === 'participant' ? [seat] : as === 'facilitator' ? [facilitation] : [seat, facilitation]
  const cookies = cookiesOf(request)
  return names.map((name) => cookies.get(name)).find((value) => value !== undefined) ?? null
}

/** Browsers say which page opens a socket; cookies must not work for somebody else's. Programs say nothing. */
export function isSameOrigin({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true
  try {
    return new URL(headers.origin).host === headers.host
  } catch {
    return false
  }
}

function urlOf({ url }: IncomingMessage): URL | null {
  try {
    return new URL(url ?? '', 'http://board')
  } catch {
    return null
  }
}

function cookiesOf({ headers }: IncomingMessage): Map<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2))
  return new Map(pairs.flatMap(([name, value]) => (name && value ? [[name, value] as const] : [])))
}
