import { createHash } from 'node:crypto'
import { Router } from 'express'
import * as v from 'valibot'
import { parseCommand, type Command } from '#shared/domain/commands.ts'
import { isId, type ParticipantId, type WorkshopId } from '#shared/ids.ts'
import { BRING_LIMITS, type Brought, type BroughtPeople } from '#shared/protocol/people.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { inWords, isTransient, localeFrom, type Refusal } from '../rooms/refusal.ts'
import type { Room } from '../rooms/room.ts'
import type { Grant } from '../storage/ports.ts'
import { baseUrl, fromViewer, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'
import { seatUrl } from './links.ts'

const { people: AT_ONCE, key: KEY } = BRING_LIMITS
/** How many people cost a facilitator as much as one command: a whole room is brought in within its allowance. */
const PER_COMMAND = 10

const peopleBody = v.object({ people: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(AT_ONCE)) })
/** With less than 16 characters it would be guessed, and it leads to the link of whoever was brought under it. */
const keyed = v.object({ key: v.pipe(v.string(), v.minLength(KEY.shortest), v.check(isId)) })

/** Facilitators bring people in who signed up elsewhere. Each gets a seat and a link of their own; no cookie is touched. */
export function peopleRoutes(deps: HttpDeps): Router {
  const router = Router({ mergeParams: true })

  router.post('/people', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { room, viewer } = from
    const who = { workshopId: room.workshopId, participantId: viewer.participantId }
    if (viewer.role !== 'facilitator') {
      deps.audit.note('request.refused', { ...who, code: 'forbidden' })
      return refuse(req, res, { code: 'forbidden' })
    }
    const body = v.safeParse(peopleBody, req.body)
    if (!body.success) {
      return refuse(req, res, { code: 'malformed', detail: `expected {people}, 1 to ${AT_ONCE} of them` })
    }
    const { people } = body.output
    if (!deps.meter.take(room, from.key, Math.ceil(people.length / PER_COMMAND))) {
      deps.audit.note('limit.hit', { ...who, code: 'commands' })
      return refuse(req, res, { code: 'too_fast' })
    }

    // As in `POST …/seats` the secrets first, and then the seats in the order of the request.
    const ready = await Promise.all(people.map((person) => prepare(deps, room.workshopId, person)))
    const seated = await Promise.all(ready.map(async (one) => (one.ok ? seat(deps, room, one.value) : one)))
    // The disk failed under some: those who are in stay in, and the same request once more answers for all of them.
    const failed = seated.find((one) => !one.ok && isTransient(one.error))
    if (failed && !failed.ok) return refuse(req, res, failed.error)
    const refused = seated.flatMap((one) => (one.ok ? [] : one.error.code))
    for (const code of refused) deps.audit.note('command.refused', { ...who, command: 'seat.take', code })
    if (refused.length < seated.length) deps.audit.note('people.brought', { ...who, seq: room.seq })

    const base = baseUrl(deps.config, req)
    const locale = localeFrom(req.get('accept-language'))
    const told = seated.map((one, index): Brought => {
      const key = keyOf(people[index])
      if (!one.ok) return { ok: false, key, error: inWords(one.error, locale) }
      const { grant, token } = one.value
      const { workshopId, participantId } = grant
      return { ok: true, key: key ?? '', participantId, seatUrl: seatUrl(base, workshopId, token) }
    })
    res.json({ people: told } satisfies BroughtPeople)
  })

  return router
}

/** Somebody whose secret is made, and whose seat is not yet taken. */
interface Prepared {
  readonly command: Command
  readonly grant: Extract<Grant, { role: 'participant' }>
  readonly token: string
}

async function prepare(
  { keyring }: HttpDeps,
  workshopId: WorkshopId,
  person: unknown,
): Promise<Result<Prepared, Refusal>> {
  const key = keyOf(person)
  if (key === null) {
    const detail = `expected {key, name, answers?}; a key is an id of ${KEY.shortest} characters or more`
    return err({ code: 'malformed', detail })
  }
  const participantId = seatFor(workshopId, key)
  const { name, answers } = person as { readonly name?: unknown; readonly answers?: unknown }
  const command = parseCommand({ type: 'seat.take', participantId, name, answers, letIn: true })
  if (!command.ok) return err({ code: 'malformed', detail: command.error })
  const grant = { role: 'participant', workshopId, participantId } as const
  return ok({ command: command.value, grant, token: await keyring.mint(grant) })
}

async function seat(
  { keyring }: HttpDeps,
  room: Room,
  { command, grant, token }: Prepared,
): Promise<Result<Prepared, Refusal>> {
  const taken = await room.dispatch({ command, actor: { role: 'system' }, commandId: null })
  if (taken.ok) return ok({ command, grant, token })
  // Where the seat stands from an earlier request, or the disk may have it, its links stay good.
  if (!isTransient(taken.error) && room.viewer(grant) === null) await keyring.revokeSeat(grant)
  return taken
}

/**
 * The same key in the same workshop is the same seat, so a request that was sent twice makes nobody twice. Nobody can
 * name a seat that was not brought under a key: 96 bits of a hash, as many as an id has by chance.
 */
function seatFor(workshopId: WorkshopId, key: string): ParticipantId {
  const hash = createHash('sha256').update(`${workshopId} ${key}`).digest('base64url')
  return hash.slice(0, 16) as ParticipantId
}

function keyOf(person: unknown): string | null {
  const parsed = v.safeParse(keyed, person)
  return parsed.success ? parsed.output.key : null
}
