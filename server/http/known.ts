import { Router, type Request, type Response } from 'express'
import * as v from 'valibot'
import { COMMUNITY_LIMITS } from '#shared/domain/community.ts'
import {
  acquaintance,
  earlierSeats,
  type EarlierSeat,
  type ReadWorkshop,
} from '#shared/domain/earlier-people.ts'
import { isSame } from '#shared/domain/one-person.ts'
import { isId, type ParticipantId, type WorkshopId } from '#shared/ids.ts'
import type { KnownPerson } from '#shared/protocol/people.ts'
import { readRoom } from '../rooms/room-file.ts'
import type { Room } from '../rooms/room.ts'
import type { WorkshopRecord } from '../storage/ports.ts'
import { fromViewer, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'

const id = v.pipe(v.string(), v.check(isId))
const bodySchema = v.object({ earlier: v.nullable(v.object({ workshopId: id, participantId: id })) })

interface About {
  readonly record: WorkshopRecord
  readonly room: Room
  readonly here: { readonly workshopId: WorkshopId; readonly participantId: ParticipantId }
  readonly name: string
}

/** Facilitators of a community's workshop say who somebody was in an earlier one, and take it back. Nobody else learns of it. */
export function knownRoutes(deps: HttpDeps): Router {
  const { storage, registry, audit } = deps
  const router = Router({ mergeParams: true })

  router.get('/people/:participantId/known', async (req, res) => {
    const about = await aboutPerson(deps, req, res)
    if (about) res.json(await known(deps, about))
  })

  router.post('/people/:participantId/known', async (req, res) => {
    const about = await aboutPerson(deps, req, res)
    if (!about) return
    const body = v.safeParse(bodySchema, req.body)
    if (!body.success)
      return refuse(req, res, {
        code: 'malformed',
        detail: 'expected {earlier: {workshopId, participantId} | null}',
      })
    const { here, room } = about
    const { earlier } = body.output
    if (earlier === null) await storage.people.unconfirm(here)
    else {
      const there = await earlierSeat(deps, about, earlier as About['here'])
      if (there === null) return refuse(req, res, { code: 'earlier_unknown' })
      if (!(await storage.people.confirm(here, there))) return refuse(req, res, { code: 'not_one_person' })
    }
    audit.note(earlier === null ? 'person.unconfirmed' : 'person.confirmed', here)
    // other workshops may know the same person
    registry.recallAll()
    await room.recall()
    res.json(await known(deps, about))
  })

  return router
}

/** Whom a facilitator's request is about; `null` when it is answered. */
async function aboutPerson(deps: HttpDeps, req: Request, res: Response): Promise<About | null> {
  const from = await fromViewer(deps, req, res)
  if (!from) return null
  const { record, room, viewer, key } = from
  const who = { workshopId: record.id, participantId: viewer.participantId }
  if (viewer.role !== 'facilitator') {
    deps.audit.note('request.refused', { ...who, code: 'forbidden' })
    refuse(req, res, { code: 'forbidden' })
    return null
  }
  if (!deps.meter.take(room, key)) {
    deps.audit.note('limit.hit', { ...who, code: 'commands' })
    refuse(req, res, { code: 'too_fast' })
    return null
  }
  const participantId = req.params.participantId as ParticipantId
  const seated = room.state.participants.some((one) => one.id === participantId)
  const name = seated ? (room.people[participantId] ?? null) : null
  if (name === null) {
    refuse(req, res, { code: 'participant_unknown' })
    return null
  }
  return { record, room, here: { workshopId: record.id, participantId }, name }
}

async function known(deps: HttpDeps, { record, room, here, name }: About): Promise<KnownPerson> {
  const { storage } = deps
  const { communityId } = record
  const records =
    communityId === undefined
      ? []
      : await storage.workshops.ofCommunity(communityId, COMMUNITY_LIMITS.workshopsShown)
  const earlier: ReadWorkshop[] = []
  // one after another: each is a whole workshop in memory, and nobody waits for more than a list
  for (const { id: workshopId } of records.filter((one) => one.id !== record.id)) {
    const workshop = await read(deps, workshopId)
    if (workshop !== null) earlier.push(workshop)
  }
  const said = await storage.people.confirmed(here)
  const { openedAt } = room.state.agenda
  return {
    ...acquaintance({ ...here, name, openedAt }, earlier),
    confirmed: said && (await earlierSeat(deps, { record, room }, said)),
  }
}

/** Somebody who took part in an earlier workshop of the same community; `null` for everybody else, as if they were not there. */
async function earlierSeat(
  deps: HttpDeps,
  { record, room }: Pick<About, 'record' | 'room'>,
  seat: About['here'],
): Promise<EarlierSeat | null> {
  const { communityId } = record
  if (communityId === undefined || seat.workshopId === record.id) return null
  if ((await deps.storage.workshops.get(seat.workshopId))?.communityId !== communityId) return null
  const workshop = await read(deps, seat.workshopId)
  const seats = workshop === null ? [] : earlierSeats(workshop, room.state.agenda.openedAt)
  return seats.find((one) => isSame(one, seat)) ?? null
}

/** An earlier workshop, from disk; one that does not read is left out and logged. */
async function read(
  { storage, log, runtime }: HttpDeps,
  workshopId: WorkshopId,
): Promise<ReadWorkshop | null> {
  try {
    const stored = await readRoom(workshopId, { storage, log, clock: runtime.clock })
    if (stored === null) return null
    const { state, people } = stored
    return { workshopId, state, people, elsewhere: await storage.people.elsewhere(workshopId) }
  } catch (error) {
    log.error({ workshopId, err: error }, 'an earlier workshop does not read')
    return null
  }
}
