import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { ClockReply } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'
import { Liveness } from './liveness.ts'
import { Redial, retryHint } from './redial.ts'
import type { WorkshopSocket } from './socket.ts'
import { onWake } from './wake.ts'

interface Options {
  readonly socket: WorkshopSocket
  /** since when a command waits for its answer, or the state for its first word; `null` when nothing does */
  readonly owedSince: () => Millis | null
  /** the line was asked whether it still carries anything after a sleep, and it does */
  readonly onAwake: () => void
}

/** Longer than the transport's own five seconds: the workshop has to let one in, too. */
const CONNECT_WITHIN: Millis = 8_000
const ANSWER_WITHIN: Millis = 2_000

/** Keeps a workshop's socket connected: when to try again, and whether what looks connected is. */
export class SocketLine {
  readonly #socket: WorkshopSocket
  readonly #redial: Redial
  readonly #liveness: Liveness
  readonly #stopWaking: () => void
  #restarted = false

  constructor({ socket, owedSince, onAwake }: Options) {
    this.#socket = socket
    this.#redial = new Redial({
      dial: () => socket.connect(),
      hangUp: () => socket.disconnect(),
      within: CONNECT_WITHIN,
    })
    this.#liveness = new Liveness({
      ask: () => {
        this.ask()
          .then(() => this.#liveness.answered())
          .then(onAwake, () => undefined)
      },
      dead: () => {
        socket.disconnect()
        this.#redial.lost()
      },
      owedSince,
    })
    socket.io.on('open', () => socket.io.engine.on('packet', () => this.#liveness.heard()))
    socket.on('connect', () => {
      this.#redial.opened()
      this.#liveness.opened()
    })
    socket.on('disconnect', (_reason, details) => this.#lost(details))
    this.#stopWaking = onWake(() => {
      this.#liveness.probe()
      this.#redial.wake()
    })
  }

  /** Whether the server said goodbye to be started again: it may come back as another version. */
  get restarted(): boolean {
    return this.#restarted
  }

  ask(): Promise<ClockReply> {
    return this.#socket.timeout(ANSWER_WITHIN).emitWithAck('clock:ask')
  }

  connect(): void {
    this.#redial.now()
  }

  /** An attempt has failed; the next one comes by itself. */
  failed(): void {
    this.#redial.lost()
  }

  progressed(): void {
    this.#restarted = false
    this.#liveness.progressed()
  }

  close(): void {
    this.#redial.stop()
    this.#liveness.closed()
    this.#stopWaking()
    this.#socket.disconnect()
  }

  #lost(details: unknown): void {
    this.#liveness.closed()
    const { code, reason } = closeOf(details)
    if (code === CLOSE.restarting) this.#restarted = true
    this.#redial.lost(retryHint(reason))
  }
}

/** The WebSocket's own goodbye, where Socket.IO lets it through; long polling has none. */
function closeOf(details: unknown): { readonly code?: unknown; readonly reason?: unknown } {
  if (typeof details !== 'object' || details === null || !('context' in details)) return {}
  const { context } = details
  return typeof context === 'object' && context !== null ? context : {}
}
