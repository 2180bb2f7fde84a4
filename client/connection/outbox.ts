import type { CommandInput } from '#shared/domain/commands.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { CommandMessage, CommandReply } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'
import { dropCommand, keepCommand, keptCommands, type KeptCommand } from './kept-commands.ts'
import { newId } from './new-id.ts'
import { guardLeaving } from './wake.ts'

/** What has no answer yet, oldest first. */
export interface Outgoing {
  readonly pending: readonly CommandMessage[]
  /** all of it lies on this device, so it would survive the page */
  readonly kept: boolean
}

interface Options {
  /** one per workshop and role; entries of all tabs lie under it */
  readonly key: string
  /** of the state that is on screen: a command belongs to the one it was given in, also after a reload (F-09) */
  readonly generation: () => string | undefined
  /** sends once; rejects when no answer came (offline, too late) */
  readonly transmit: (message: CommandMessage) => Promise<CommandReply>
  readonly onChange: (outgoing: Outgoing) => void
  /** a refusal nobody can show any more: the page was reloaded since, or the whole screen is gone */
  readonly onOrphanRefused: (message: CommandMessage, reply: CommandReply & { ok: false }) => void
}

interface Entry extends KeptCommand {
  readonly kept: boolean
}

type Answer = (message: CommandMessage) => CommandReply

/** Answers that say "not now": the command stays and is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['too_fast', 'unavailable'])
const FIRST_RETRY: Millis = 500
const LONGEST_RETRY: Millis = 8_000
/** Nothing of this page is sent before what earlier pages have left; but no database may hold it up for longer. */
const LONGEST_LOOK: Millis = 3_000

/**
 * Commands from the moment they are given until the server has answered. They survive reloads where the device keeps
 * anything, go out one at a time in the order they were given, and take effect once: the same `commandId` is sent until
 * an answer comes, by whichever tab.
 */
export class Outbox {
  readonly #options: Options
  readonly #waiting = new Map<string, (reply: CommandReply) => void>()
  /** by key: writings on the way to the device, which an answer must not overtake */
  readonly #writing = new Map<string, Promise<unknown>>()
  readonly #stopGuarding: () => void
  #entries: readonly Entry[] = []
  #looked = false
  #online = false
  #sending = false
  #look: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #count = 0
  #closed = false
  #lastWord: Answer | null = null

  constructor(options: Options) {
    this.#options = options
    this.#stopGuarding = guardLeaving(() => !this.outgoing.kept)
    this.#look = setTimeout(() => this.#lookedFor(), LONGEST_LOOK)
    void keptCommands(`${options.key}.`).then((found) => this.#takeUp(found))
  }

  get outgoing(): Outgoing {
    const pending = this.#entries.map((entry) => entry.message)
    return { pending, kept: this.#entries.every(({ kept }) => kept) }
  }

  /** Resolves with the server's answer, however long the network is away; never rejects. */
  send(command: CommandInput): Promise<CommandReply> {
    const message = { commandId: newId(), generation: this.#options.generation(), command }
    const key = `${this.#options.key}.${orderMark(this.#count++)}.${message.commandId}`
    this.#entries = [...this.#entries, { key, message, kept: false }]
    this.#writing.set(
      key,
      keepCommand({ key, message }).then((kept) => this.#written(key, kept)),
    )
    this.#changed()
    const answered = new Promise<CommandReply>((resolve) => this.#waiting.set(message.commandId, resolve))
    void this.#flush()
    return answered
  }

  /** Told by the connection; going online sends what waits, from the oldest on. */
  setOnline(online: boolean): void {
    this.#online = online
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#failures = 0
    void this.#flush()
  }

  /** Nothing will be sent any more: everything pending gets this answer instead, and is not kept. */
  abandon(answer: Answer): void {
    this.close()
    this.#lastWord = answer
    this.#giveUp(answer)
  }

  /** What has not been answered stays on the device for the next visit. */
  close(): void {
    this.#closed = true
    this.#online = false
    clearTimeout(this.#look)
    clearTimeout(this.#retry)
    this.#stopGuarding()
  }

  #takeUp(found: readonly KeptCommand[]): void {
    // closed without a last word: it all stays where it is
    if (this.#closed && this.#lastWord === null) return
    const own = new Set(this.#entries.map(({ key }) => key))
    const earlier = found.filter(({ key }) => !own.has(key)).map((one) => ({ ...one, kept: true }))
    this.#entries = [...earlier, ...this.#entries]
    if (earlier.length > 0) this.#changed()
    if (this.#lastWord !== null) this.#giveUp(this.#lastWord)
    else this.#lookedFor()
  }

  #lookedFor(): void {
    clearTimeout(this.#look)
    this.#looked = true
    void this.#flush()
  }

  #written(key: string, kept: boolean): void {
    this.#writing.delete(key)
    if (!kept || !this.#entries.some((entry) => entry.key === key)) return
    this.#entries = this.#entries.map((entry) => (entry.key === key ? { ...entry, kept } : entry))
    this.#changed()
  }

  async #flush(): Promise<void> {
    if (!this.#looked || this.#sending || this.#retry !== undefined) return
    this.#sending = true
    while (this.#online && !this.#closed) {
      const first = this.#entries[0]
      if (!first) break
      const reply = await this.#options.transmit(first.message).catch(() => null)
      if (reply === null || (!reply.ok && PASSING.has(reply.error.code))) {
        this.#tryLater()
        break
      }
      this.#failures = 0
      // abandoned while the answer was on its way
      if (this.#closed) break
      this.#settle(first, reply)
    }
    this.#sending = false
  }

  #tryLater(): void {
    if (!this.#online || this.#closed) return
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures++)
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      void this.#flush()
    }, wait)
  }

  #giveUp(answer: Answer): void {
    for (const entry of this.#entries) this.#settle(entry, answer(entry.message), { orphaned: true })
  }

  #settle({ key, message }: KeptCommand, reply: CommandReply, { orphaned = false } = {}): void {
    void Promise.resolve(this.#writing.get(key)).then(() => dropCommand(key))
    this.#entries = this.#entries.filter((entry) => entry.key !== key)
    this.#changed()
    const waiting = this.#waiting.get(message.commandId)
    this.#waiting.delete(message.commandId)
    waiting?.(reply)
    if (!reply.ok && (orphaned || !waiting)) this.#options.onOrphanRefused(message, reply)
  }

  #changed(): void {
    this.#options.onChange(this.outgoing)
  }
}

/** Sorts as text in the order the commands were given, also between tabs. */
function orderMark(count: number): string {
  return `${String(Date.now()).padStart(15, '0')}${String(count).padStart(5, '0')}`
}
