import type { ClientToServerEvents, ClockReply, CommandReply } from '#shared/protocol/socket.ts'
import type { Log, Runtime } from '../runtime.ts'
import { LIMITS } from '#shared/text.ts'
import type { Audit } from '../audit.ts'
import type { CommandMeter } from '../rooms/command-meter.ts'
import type { Keyring } from '../rooms/keyring.ts'
import { parseCommandMessage } from '../rooms/command-message.ts'
import { bugOrDisk, inWords, localeFrom, type Refusal, type WireRefusal } from '../rooms/refusal.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'
import type { Connection } from './socket-types.ts'
import type { WritingNews } from './writing-news.ts'

/** A client asks five times to set its clock, and after every sleep. */
const QUESTIONS: Allowance = { perSecond: 10, burst: 40 }
/** A page says it when somebody begins and stops, and every four seconds in between; four tabs at most. */
const WRITING: Allowance = { perSecond: 2, burst: 12 }
/** Messages beyond their allowance that a connection may send before it is closed: no outbox holds that many. */
const PATIENCE = 400

interface HandlerDeps {
  readonly registry: RoomRegistry
  readonly runtime: Runtime
  readonly log: Log
  readonly audit: Audit
  readonly keyring: Pick<Keyring, 'holds'>
  readonly meter: CommandMeter
  readonly writing: Pick<WritingNews, 'note'>
  /** says why and hangs up */
  readonly sendAway: (why: WireRefusal) => void
}

/** Everything a client may say on its connection. */
export function handleWorkshop(connection: Connection, deps: HandlerDeps): void {
  const { audit, keyring, meter, runtime } = deps
  const { workshopId, key } = connection.data
  const questions = new TokenBucket(QUESTIONS, runtime)
  const signs = new TokenBucket(WRITING, runtime)
  const locale = localeFrom(connection.handshake.headers['accept-language'])
  const refused = (refusal: Refusal): CommandReply => ({ ok: false, error: inWords(refusal, locale) })
  const who = {
    workshopId,
    ...(key.grant.role === 'participant' ? { participantId: key.grant.participantId } : {}),
  }
  let excess = 0
  const tooFast = (code: 'commands' | 'questions'): CommandReply => {
    audit.note('limit.hit', { ...who, code })
    if (++excess === PATIENCE) deps.sendAway({ code: 'too_fast' })
    return refused({ code: 'too_fast' })
  }

  answer(connection, 'workshop:command', deps.log, refused, async (message): Promise<CommandReply> => {
    const room = await deps.registry.getRoom(workshopId)
    const actor = room?.viewer(key.grant)
    if (!room || !actor || !keyring.holds(key)) return refused({ code: 'unauthorised' })
    if (!meter.take(room, key)) return tooFast('commands')
    if (isTooLarge(message)) {
      audit.note('limit.hit', { ...who, code: 'message' })
      return refused({ code: 'too_large' })
    }
    const parsed = parseCommandMessage(message)
    if (!parsed.ok) return refused(parsed.error)
    const outcome = await room.dispatch({ ...parsed.value, actor })
    if (outcome.ok) return { ok: true, seq: outcome.value.seq }
    audit.note('command.refused', { ...who, command: parsed.value.command.type, code: outcome.error.code })
    return refused(outcome.error)
  })

  // A sign too many is passed over: the next one says the same.
  answer(connection, 'workshop:writing', deps.log, refused, async (kind): Promise<null> => {
    if ((kind !== null && kind !== 'card' && kind !== 'draft') || !signs.take()) return null
    const room = await deps.registry.getRoom(workshopId)
    const viewer = room?.viewer(key.grant)
    if (!room || !viewer || viewer.role === 'visitor' || !keyring.holds(key)) return null
    const { participantId } = viewer
    if (participantId !== null) deps.writing.note(room, participantId, kind, connection)
    return null
  })

  answer(connection, 'clock:ask', deps.log, refused, (): ClockReply | CommandReply =>
    questions.take() ? { now: runtime.clock.now(), rate: runtime.clock.rate } : tooFast('questions'),
  )
}

/** Whether a message is beyond what one may be; `maxHttpBufferSize` bounds what this costs. */
function isTooLarge(message: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(message) ?? '') > LIMITS.message
}

/**
 * The one wrapper around every handler (reliability.md F-25): whatever the arguments are, nothing throws into Socket.IO and
 * whoever asked with a callback is answered. The callback is the last argument; without one the answer is dropped.
 */
function answer<Reply>(
  connection: Connection,
  event: keyof ClientToServerEvents,
  log: Log,
  refused: (refusal: Refusal) => CommandReply,
  handler: (message: unknown) => Reply | Promise<Reply>,
): void {
  const listener = (...args: unknown[]) => {
    const last = args.at(-1)
    const reply =
      typeof last === 'function' ? (last as (answer: Reply | CommandReply) => void) : () => undefined
    Promise.resolve()
      .then(() => handler(args[0]))
      .catch((error: unknown) => {
        log.error({ workshopId: connection.data.workshopId, event, err: error }, 'a handler threw')
        return refused(bugOrDisk(error))
      })
      .then(reply)
      .catch((error: unknown) => log.error({ event, err: error }, 'an answer could not be sent'))
  }
  connection.on(event, listener as ClientToServerEvents[typeof event])
}
