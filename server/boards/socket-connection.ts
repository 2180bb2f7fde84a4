import type { Viewer } from '#shared/domain/slice.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { Log } from '../runtime.ts'
import type { BoardConnection } from './board-connection.ts'
import type { BoardHost } from './board-host.ts'
import type { BoardWebSocket } from './board-web-socket.ts'
import type { Budget } from './budgets.ts'
import { readFrame, refusedFrame } from './frames.ts'

/**
 * Bytes not yet taken by the network. Whoever is this far behind is better off asking again for what it lacks; the
 * largest board must fit.
 */
const BACKLOG = 1024 * 1024
const LARGEST_ANSWER = 8 * 1024 * 1024

/** `costly`: malformed, and the board had to be built anew */
type Heard = 'fine' | 'malformed' | 'costly'

/** One WebSocket that has been let in to a board: its limits, and its frames as calls to the host. */
export class SocketConnection implements BoardConnection {
  readonly viewer: Viewer
  readonly #socket: BoardWebSocket
  readonly #log: Log
  readonly #budget: Budget
  #edits = 0

  constructor(socket: BoardWebSocket, { viewer, budget, log }: { viewer: Viewer; budget: Budget; log: Log }) {
    this.viewer = viewer
    this.#socket = socket
    this.#log = log
    this.#budget = budget
    budget.enter(this)
    socket.on('close', () => budget.leave(this))
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const backlog = this.#socket.undelivered
    const most = frame.byteLength > BACKLOG ? LARGEST_ANSWER : BACKLOG
    // Not a goodbye: it would wait behind all the rest.
    if (backlog > 0 && backlog + frame.byteLength > most) return this.#socket.terminate()
    this.#socket.post(frame)
  }

  acknowledge(count: number): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.acknowledge(count)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** The same person has more connections than anybody needs, and this is the oldest. */
  replaced(): void {
    this.close(CLOSE.replaced, 'replaced')
  }

  /** Hands every frame from now on to `host`. Whatever a client sends, this does not throw. */
  listen(host: BoardHost): void {
    this.#socket.on('message', (data, isBinary) => {
      this.#socket.alive()
      if (this.#socket.readyState !== this.#socket.OPEN) return
      try {
        const heard = isBinary && data instanceof Uint8Array ? this.#hear(host, data) : 'malformed'
        if (heard !== 'fine') this.#strike(heard)
      } catch (error) {
        this.#log.error({ ...host.at, err: error }, 'board frame failed')
        this.close(CLOSE.later, 'internal')
      }
    })
  }

  #hear(host: BoardHost, data: Uint8Array): Heard {
    const frame = readFrame(data)
    if (frame === null) return 'malformed'
    if (frame.kind === 'edit') this.#edits++
    if (!this.#budget.allows(frame)) {
      if (frame.kind !== 'awareness') this.#slowDown()
      return 'fine'
    }
    switch (frame.kind) {
      case 'ask':
        return host.answer(this, frame.stateVector) ? 'fine' : 'malformed'
      case 'edit': {
        const taken = host.receive(this, { ...frame, count: this.#edits })
        if (taken.ok || taken.error.reason !== 'malformed') return 'fine'
        return taken.error.costly ? 'costly' : 'malformed'
      }
      case 'awareness':
        return host.hear(this, frame.payload) ? 'fine' : 'malformed'
      case 'askAwareness':
        host.greet(this)
        return 'fine'
      case 'ignored':
        return 'fine'
    }
  }

  /** The client comes back after a while and sends everything once more. */
  #slowDown(): void {
    this.send(refusedFrame('too_fast', this.#edits))
    this.close(CLOSE.tooFast, 'too fast')
  }

  #strike(heard: 'malformed' | 'costly'): void {
    if (!this.#budget.forgives(heard === 'costly')) this.close(CLOSE.malformed, 'malformed')
  }
}
