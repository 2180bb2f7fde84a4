import { Router, type Request, type Response } from 'express'
import * as v from 'valibot'
import { fitsStatus } from '#shared/domain/policy.ts'
import { fitsIn } from '#shared/domain/slices/roster.ts'
import { idSchema } from '#shared/domain/field-schemas.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { KNOCK_LIMITS, type AnsweredKnocks, type KnockReply } from '#shared/protocol/knocks.ts'
import { normaliseLine } from '#shared/text.ts'
import { knockLimit } from '../address-limit.ts'
import { networkOf } from '../client-address.ts'
import type { Knock } from '../rooms/knock-book.ts'
import { isTransient, type Refusal } from '../rooms/refusal.ts'
import type { Room } from '../rooms/room.ts'
import { secretIn } from '../secret-in.ts'
import { aboutWorkshop, fromFacilitator, type AboutWorkshop, type HttpDeps } from './context.ts'
import { keepSecret } from './cookies.ts'
import { refuse } from './errors.ts'
import { recognise, seatsHeld } from './recognise.ts'
import { seatAsked, takeSeat } from './take-seat.ts'

const answerBody = v.object({
  answer: v.picklist(['admit', 'decline']),
  ids: v.pipe(v.array(idSchema<ParticipantId>()), v.minLength(1), v.maxLength(KNOCK_LIMITS.waiting)),
})
/** How many answers cost a facilitator as much as one command, as for people who are brought in. */
const PER_COMMAND = 10

/** Asking to come in where newcomers wait for a facilitator, and the facilitators' answers. */
export function knockRoutes(deps: HttpDeps): Router {
  const { audit, config, keyring, knocks, meter, runtime } = deps
  const router = Router({ mergeParams: true })
  const news = knockLimit()

  router.post('/knocks', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (!about) return
    const reply = (answer: KnockReply) => void res.json(answer)
    const { authorization, cookie } = req.headers
    const workshopId = about.record.id
    const secret = secretIn({ authorization, cookie, as: 'participant' }, workshopId)
    // Who waits asks every few seconds, and costs no look at the disk.
    const heard = secret === null ? null : knocks.hear(workshopId, keyring.hashOf(secret))
    if (heard?.standing === 'waiting') return reply({ standing: 'waiting', since: heard.since })
    if (heard) return reply({ standing: 'declined' })

    const participantId = await seatOf(about, secret)
    if (participantId !== null) {
      await recognise(deps, about, participantId, await seatsHeld(deps, about, cookie))
      return reply({ standing: 'in', participantId })
    }
    if (about.room.state.door !== 'guarded') {
      const taken = await takeSeat(deps, about, req, res)
      if (taken) reply({ standing: 'in', participantId: taken.participantId, taken })
      return
    }
    await knock(about, req, res)
  })

  /** Somebody who has not asked yet. A fresh secret in any case: one that is sent along may open something elsewhere. */
  async function knock({ record, room }: AboutWorkshop, req: Request, res: Response): Promise<void> {
    const asked = seatAsked(deps, req, res)
    if (asked === null) return
    const { participantId } = asked
    const { state } = room
    const status = fitsStatus(state.status, 'seat.take')
    if (!status.ok) return refuse(req, res, { code: status.error })
    const fits = fitsIn(asked, state)
    if (!fits.ok) return refuse(req, res, fits.error)
    const { secret, hash } = keyring.fresh()
    const since = runtime.clock.now()
    const mayWait = await news.take(req.ip)
    const added =
      mayWait &&
      knocks.add(record.id, hash, {
        id: participantId,
        name: normaliseLine(asked.name),
        since,
        asked,
        network: networkOf(req.ip ?? 'unknown'),
      })
    if (!added) {
      audit.note('limit.hit', { workshopId: record.id, code: 'knocks' })
      return refuse(req, res, { code: 'knocks_full' })
    }
    keepSecret(config, req, res, { role: 'participant', workshopId: record.id, participantId }, secret)
    res.json({ standing: 'waiting', since, seatToken: secret } satisfies KnockReply)
  }

  router.post('/knocks/answer', async (req, res) => {
    const from = await fromFacilitator(deps, req, res)
    if (!from) return
    const { room, viewer } = from
    const { workshopId } = room
    const body = v.safeParse(answerBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {answer, ids}' })
    const { answer, ids } = body.output
    if (!meter.take(room, from.key, Math.ceil(ids.length / PER_COMMAND))) {
      audit.note('limit.hit', { workshopId, participantId: viewer.participantId, code: 'commands' })
      return refuse(req, res, { code: 'too_fast' })
    }
    const answered =
      answer === 'decline'
        ? ids.map((id) => (knocks.decline(workshopId, id) ? null : undefined))
        : await Promise.all(
            ids.map((id) => knocks.admit(workshopId, id, (one, hash) => seat(room, one, hash))),
          )
    const done = ids.filter((_, index) => answered[index] === null)
    for (const participantId of done)
      audit.note(answer === 'admit' ? 'knock.admitted' : 'knock.declined', { workshopId, participantId })
    const refusal = answered.find((one) => one !== null && one !== undefined)
    if (refusal) return refuse(req, res, refusal)
    res.json({ answered: done.length } satisfies AnsweredKnocks)
  })

  /** Gives somebody who waits their seat, which their secret then opens; answers what was in the way. */
  async function seat(room: Room, { asked }: Knock, hash: string): Promise<Refusal | null> {
    const grant = {
      role: 'participant',
      workshopId: room.workshopId,
      participantId: asked.participantId,
    } as const
    await keyring.enrol(hash, grant)
    const taken = await room.dispatch({
      command: { ...asked, letIn: true },
      actor: { role: 'system' },
      commandId: null,
    })
    if (taken.ok) return null
    if (!isTransient(taken.error)) await keyring.revokeSeat(grant)
    return taken.error
  }

  /** The seat a secret opens; `null` when none does. */
  async function seatOf(
    { record, room }: AboutWorkshop,
    secret: string | null,
  ): Promise<ParticipantId | null> {
    const key = await keyring.key(record.id, secret)
    const viewer = key && room.viewer(key.grant)
    return viewer && viewer.role !== 'visitor' ? viewer.participantId : null
  }

  return router
}
