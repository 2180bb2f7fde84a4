import type { IncomingMessage } from 'node:http'
import { isBoardName, isId, type TeamId, type WorkshopId } from '#shared/ids.ts'
import type { BoardAddress } from '../rooms/ports.ts'
import { secretIn } from '../secret-in.ts'

/** `/boards/<workshopId>/<teamId>/<board>`; `null` when there can be no such board. */
export function boardAddress(request: IncomingMessage): BoardAddress | null {
  const [root, workshopId, teamId, board, ...rest] = urlOf(request)?.pathname.slice(1).split('/') ?? []
  if (root !== 'boards' || !workshopId || !teamId || !board || rest.length > 0) return null
  if (!isId(workshopId) || !isId(teamId) || !isBoardName(board)) return null
  return { workshopId: workshopId as WorkshopId, teamId: teamId as TeamId, board }
}

/** The secret a request brings: `?token=` (programs), or as everywhere; `?as=` names the cookie that is meant. */
export function secretOf(request: IncomingMessage, workshopId: WorkshopId): string | null {
  const query = urlOf(request)?.searchParams
  const { authorization, cookie } = request.headers
  return secretIn({ token: query?.get('token'), authorization, cookie, as: query?.get('as') }, workshopId)
}

function urlOf({ url }: IncomingMessage): URL | null {
  try {
    return new URL(url ?? '', 'http://board')
  } catch {
    return null
  }
}
