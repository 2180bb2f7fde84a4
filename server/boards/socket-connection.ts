import type { Viewer } from '#shared/domain/slice.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { Log, Machine } from '../runtime.ts'
import type { BoardConnection } from './board-connection.ts'
import type { BoardHost } from './board-host.ts'
import type { BoardWebSocket } from './board-web-socket.ts'
import type { Budget } from './budgets.ts'
import { readFrame, refusedFrame } from './frames.ts'
import type { Turns, Waiting } from './turns.ts'

/**
 * Bytes not yet taken by the network. Whoever is this far behind is better off asking again for what it lacks; the
 * largest board must fit.
 */
const BACKLOG = 1024 * 1024
const LARGEST_ANSWER = 8 * 1024 * 1024

/** `costly`: malformed, and the board had to be built anew */
type Heard = 'fine' | 'malformed' | 'costly'

interface Options {
  readonly viewer: Viewer
  readonly budget: Budget
  readonly turns: Turns
  readonly machine: Machine
  readonly log: Log
}

/** One WebSocket that has been let in to a board: its limits, and its frames as calls to the host. */
export class SocketConnection implements BoardConnection, Waiting {
  readonly viewer: Viewer
  readonly #socket: BoardWebSocket
  readonly #log: Log
  readonly #budget: Budget
  readonly #turns: Turns
  readonly #machine: Machine
  #host: BoardHost | null = null
  /** what came when there was no time for it; the rest waits in the network */
  #waiting: (Uint8Array | null)[] = []
  #edits = 0

  constructor(socket: BoardWebSocket, { viewer, budget, turns, machine, log }: Options) {
    this.viewer = viewer
    this.#socket = socket
    this.#log = log
    this.#budget = budget
    this.#turns = turns
    this.#machine = machine
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
    this.#waiting = []
    this.#socket.close(code, reason)
  }

  /** The same person has more connections than anybody needs, and this is the oldest. */
  replaced(): void {
    this.close(CLOSE.replaced, 'replaced')
  }

  /** Hands every frame from now on to `host`. Whatever a client sends, this does not throw. */
  listen(host: BoardHost): void {
    this.#host = host
    this.#socket.on('message', (data, isBinary) => {
      this.#socket.alive()
      if (this.#socket.readyState !== this.#socket.OPEN) return
      const frame = isBinary && data instanceof Uint8Array ? data : null
      if (this.#waiting.length === 0 && this.#turns.open && !this.#mustRest) this.#deal(host, frame)
      else this.#wait(frame)
    })
  }

  /** Deals with the oldest frame that waits. */
  serve(): 'more' | 'rest' | 'done' {
    if (this.#waiting.length > 0 && this.#mustRest) return 'rest'
    const frame = this.#waiting.shift()
    if (frame !== undefined && this.#host !== null) this.#deal(this.#host, frame)
    if (this.#waiting.length > 0) return 'more'
    this.#socket.resume()
    return 'done'
  }

  /** Only where others would wait for it. */
  get #mustRest(): boolean {
    return this.#turns.crowded && !this.#budget.hasTime
  }

  #wait(frame: Uint8Array | null): void {
    this.#waiting.push(frame)
    if (this.#waiting.length > 1) return
    this.#socket.pause()
    this.#turns.enqueue(this)
  }

  #deal(host: BoardHost, frame: Uint8Array | null): void {
    const began = this.#machine.clock.now()
    try {
      const heard = frame === null ? 'malformed' : this.#hear(host, frame)
      if (heard !== 'fine') this.#strike(heard)
    } catch (error) {
      this.#log.error({ ...host.at, err: error }, 'board frame failed')
      this.close(CLOSE.later, 'internal')
    }
    const took = this.#machine.clock.now() - began
    this.#budget.worked(took)
    this.#turns.spend(took)
  }

  #hear(host: BoardHost, data: Uint8Array): Heard {
    const frame = readFrame(data)
    if (frame === null) return 'malformed'
    if (frame.kind === 'edit') this.#edits++
    if (!this.#budget.allows(frame)) {
      if (frame.kind !== 'awareness' && frame.kind !== 'askAwareness') this.#slowDown()
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
