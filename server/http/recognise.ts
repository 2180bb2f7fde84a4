import type { Request, Response } from 'express'
import * as v from 'valibot'
import { isId, type ParticipantId, type PersonId, type WorkshopId } from '#shared/ids.ts'
import { seatSecretsIn } from '../secret-in.ts'
import type { Seat } from '../storage/ports.ts'
import { refuseSecret, type AboutWorkshop, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'

const earlierSchema = v.object({
  workshopId: v.pipe(v.string(), v.check(isId)),
  token: v.pipe(v.string(), v.nonEmpty()),
})

/** The seats in other workshops of its community which a browser proves to hold by their cookies. What opens nothing is passed over. */
export async function seatsHeld(
  deps: HttpDeps,
  about: AboutWorkshop,
  cookie: string | undefined,
): Promise<readonly Seat[]> {
  const held = seatSecretsIn(cookie).map(({ workshopId, secret }) => seatOf(deps, about, workshopId, secret))
  return (await Promise.all(held)).flatMap((seat) => seat ?? [])
}

/**
 * What a request to take a seat proves of earlier seats: by its cookies, and by the `earlierSeat` that a program names.
 * `null` when that one is nobody's in this community, and then the request is answered: no seat is taken by mistake.
 */
export async function seatsProven(
  deps: HttpDeps,
  about: AboutWorkshop,
  req: Request,
  res: Response,
): Promise<readonly Seat[] | null> {
  const held = await seatsHeld(deps, about, req.headers.cookie)
  const { earlierSeat } = (req.body ?? {}) as { readonly earlierSeat?: unknown }
  if (earlierSeat === undefined) return held
  const named = v.safeParse(earlierSchema, earlierSeat)
  if (!named.success) {
    refuse(req, res, { code: 'malformed', detail: 'expected earlierSeat {workshopId, token}' })
    return null
  }
  const { workshopId, token } = named.output
  const seat = await seatOf(deps, about, workshopId as WorkshopId, token)
  if (seat !== null) return [...held, seat]
  await refuseSecret(deps, req, res, token)
  return null
}

/**
 * Whoever took this seat is the one who has those. Joining never fails for it: somebody who is not recognised is new, as
 * everybody is whose seats would make them two people.
 */
export async function recognise(
  { storage, runtime, log }: HttpDeps,
  { record, room }: AboutWorkshop,
  participantId: ParticipantId,
  seats: readonly Seat[],
): Promise<void> {
  if (seats.length === 0) return
  const workshopId = record.id
  try {
    const own = { workshopId, participantId }
    if (await storage.people.unite([own, ...seats], runtime.ids.id() as PersonId)) await room.recall()
  } catch (error) {
    log.warn({ workshopId, err: error }, 'somebody is not recognised')
  }
}

async function seatOf(
  { storage, keyring }: HttpDeps,
  { record }: AboutWorkshop,
  workshopId: WorkshopId,
  secret: string,
): Promise<Seat | null> {
  const { communityId } = record
  if (communityId === undefined || workshopId === record.id) return null
  if ((await storage.workshops.get(workshopId))?.communityId !== communityId) return null
  const grant = (await keyring.key(workshopId, secret))?.grant
  return grant?.role === 'participant' ? { workshopId, participantId: grant.participantId } : null
}
