import { parseCommand, type CommandInput } from '#shared/domain/commands.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { CommandMessage, CommandReply } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'
import { localKeys, readLocalJson, writeLocal } from './local-store.ts'
import { newId } from './new-id.ts'

interface Options {
  /** one per workshop and role; entries of all tabs lie under it */
  readonly key: string
  /** of the state that is on screen: a command belongs to the one it was given in, also after a reload (F-09) */
  readonly generation: () => string | undefined
  /** sends once; rejects when no answer came (offline, too late) */
  readonly transmit: (message: CommandMessage) => Promise<CommandReply>
  readonly onChange: (pending: readonly CommandMessage[]) => void
  /** a refusal nobody can show any more: the page was reloaded since, or the whole screen is gone */
  readonly onOrphanRefused: (message: CommandMessage, reply: CommandReply & { ok: false }) => void
}

interface Entry {
  readonly storageKey: string
  readonly message: CommandMessage
  /** it lies in this browser's storage, so it would survive the page */
  readonly kept: boolean
}

/** Answers that say "not now": the command stays and is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['too_fast', 'unavailable'])
const FIRST_RETRY: Millis = 500
const LONGEST_RETRY: Millis = 8_000

/**
 * Commands from the moment they are given until the server has answered. They survive reloads, go out one at a
 * time in the order they were given, and take effect once: the same `commandId` is sent until an answer comes.
 */
export class Outbox {
  readonly #options: Options
  readonly #waiting = new Map<string, (reply: CommandReply) => void>()
  #entries: readonly Entry[]
  #online = false
  #sending = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #count = 0
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#entries = stored(options.key)
    if (this.#entries.length > 0) this.#changed()
  }

  get pending(): readonly CommandMessage[] {
    return this.#entries.map((entry) => entry.message)
  }

  /** Whether something would be lost with the page: this browser keeps nothing, and the server has not answered. */
  get loses(): boolean {
    return this.#entries.some(({ kept }) => !kept)
  }

  /** Resolves with the server's answer, however long the network is away; never rejects. */
  send(command: CommandInput): Promise<CommandReply> {
    const message = { commandId: newId(), generation: this.#options.generation(), command }
    const storageKey = `${this.#options.key}.${orderMark(this.#count++)}.${message.commandId}`
    const kept = writeLocal(storageKey, JSON.stringify(message))
    this.#entries = [...this.#entries, { storageKey, message, kept }]
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
  abandon(answer: (message: CommandMessage) => CommandReply): void {
    this.close()
    for (const { storageKey, message } of this.#entries) {
      const reply = answer(message)
      this.#settle(storageKey, message, reply, { orphaned: true })
    }
  }

  /** What has not been answered stays stored for the next visit. */
  close(): void {
    this.#closed = true
    this.#online = false
    clearTimeout(this.#retry)
  }

  async #flush(): Promise<void> {
    if (this.#sending || this.#retry !== undefined) return
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
      this.#settle(first.storageKey, first.message, reply)
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

  #settle(storageKey: string, message: CommandMessage, reply: CommandReply, { orphaned = false } = {}): void {
    writeLocal(storageKey, null)
    this.#entries = this.#entries.filter((entry) => entry.storageKey !== storageKey)
    this.#changed()
    const waiting = this.#waiting.get(message.commandId)
    this.#waiting.delete(message.commandId)
    waiting?.(reply)
    if (!reply.ok && (orphaned || !waiting)) this.#options.onOrphanRefused(message, reply)
  }

  #changed(): void {
    this.#options.onChange(this.pending)
  }
}

/** Sorts as text in the order the commands were given, also between tabs. */
function orderMark(count: number): string {
  return `${String(Date.now()).padStart(15, '0')}${String(count).padStart(5, '0')}`
}

function stored(key: string): Entry[] {
  return localKeys(`${key}.`)
    .sort()
    .flatMap((storageKey) => {
      const message = readMessage(readLocalJson(storageKey))
      if (message) return [{ storageKey, message, kept: true }]
      writeLocal(storageKey, null)
      return []
    })
}

function readMessage(kept: unknown): CommandMessage | null {
  if (typeof kept !== 'object' || kept === null || !('commandId' in kept) || !('command' in kept)) return null
  const { commandId, command, generation } = kept as Record<string, unknown>
  if (typeof commandId !== 'string' || !parseCommand(command).ok) return null
  const madeIn = typeof generation === 'string' ? generation : undefined
  return { commandId, generation: madeIn, command: command as CommandInput }
}
