import type { Request, Response } from 'express'
import { parseCommand } from '#shared/domain/commands.ts'
import type { TakeSeat } from '#shared/domain/slices/roster.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import { baseUrl, type AboutWorkshop, type HttpDeps } from './context.ts'
import { keepSecret } from './cookies.ts'
import { refuse } from './errors.ts'
import { seatUrl } from './links.ts'
import { recognise, seatsProven } from './recognise.ts'

/** The seat a request asks for, under a new id; `null` when it is not readable, and then the request is answered. */
export function seatAsked({ runtime }: HttpDeps, req: Request, res: Response): TakeSeat | null {
  const participantId = runtime.ids.id() as ParticipantId
  // whether somebody is let in is a facilitator's to say
  const asked = { ...(req.body as object), type: 'seat.take', participantId, letIn: undefined }
  const command = parseCommand(asked)
  if (command.ok && command.value.type === 'seat.take') return command.value
  refuse(req, res, { code: 'malformed', ...(command.ok ? {} : { detail: command.error }) })
  return null
}

/** Takes the seat a request asks for, and keeps its secret in the browser; `null` when it is refused, and then the request is answered. */
export async function takeSeat(
  deps: HttpDeps,
  about: AboutWorkshop,
  req: Request,
  res: Response,
): Promise<TakenSeat | null> {
  const { config, keyring } = deps
  const workshopId = about.record.id
  const command = seatAsked(deps, req, res)
  if (command === null) return null
  const earlier = await seatsProven(deps, about, req, res)
  if (earlier === null) return null

  // The secret first: a seat without one could never be used, a secret without a seat opens nothing.
  const { participantId } = command
  const grant = { role: 'participant', workshopId, participantId } as const
  const seatToken = await keyring.mint(grant)
  const taken = await about.room.dispatch({ command, actor: { role: 'system' }, commandId: null })
  if (!taken.ok) {
    await keyring.revokeSeat(grant)
    refuse(req, res, taken.error)
    return null
  }
  await recognise(deps, about, participantId, earlier)
  keepSecret(config, req, res, grant, seatToken)
  return { participantId, seatToken, seatUrl: seatUrl(baseUrl(config, req), workshopId, seatToken) }
}
