import type { ClientToServerEvents, ClockReply, CommandReply } from '#shared/protocol/socket.ts'
import type { Log, Runtime } from '../runtime.ts'
import { parseCommandMessage } from '../rooms/command-message.ts'
import { bugOrDisk, inWords, localeFrom, type Refusal } from '../rooms/refusal.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'
import type { Connection } from './socket-types.ts'

/** Far above what hands can do, an outbox coming back after a tunnel included (reliability.md S-14). */
const COMMANDS: Allowance = { perSecond: 10, burst: 40 }

interface HandlerDeps {
  readonly registry: RoomRegistry
  readonly runtime: Runtime
  readonly log: Log
}

/** Everything a client may say on its connection. */
export function handleWorkshop(connection: Connection, deps: HandlerDeps): void {
  const { clock } = deps.runtime
  const commands = new TokenBucket(COMMANDS, deps.runtime)
  const questions = new TokenBucket(COMMANDS, deps.runtime)
  const locale = localeFrom(connection.handshake.headers['accept-language'])
  const refused = (refusal: Refusal): CommandReply => ({ ok: false, error: inWords(refusal, locale) })

  answer(connection, 'workshop:command', deps.log, refused, async (message): Promise<CommandReply> => {
    if (!commands.take()) return refused({ code: 'too_fast' })
    const parsed = parseCommandMessage(message)
    if (!parsed.ok) return refused(parsed.error)
    const { workshopId, grant } = connection.data
    const room = await deps.registry.getRoom(workshopId)
    const actor = room?.viewer(grant)
    if (!room || !actor) return refused({ code: 'unauthorised' })
    const outcome = await room.dispatch({ ...parsed.value, actor })
    return outcome.ok ? { ok: true, seq: outcome.value.seq } : refused(outcome.error)
  })

  answer(connection, 'clock:ask', deps.log, refused, (): ClockReply | CommandReply =>
    questions.take() ? { now: clock.now(), rate: clock.rate } : refused({ code: 'too_fast' }),
  )
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
