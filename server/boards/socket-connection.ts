import type { Viewer } from '#shared/domain/slice.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { Log, Runtime } from '../runtime.ts'
import type { BoardConnection } from './board-connection.ts'
import type { BoardHost } from './board-host.ts'
import type { BoardWebSocket } from './board-web-socket.ts'
import { readFrame, refusedFrame, type ClientFrame } from './frames.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'

/** Somebody typing sends five frames a second; a pasted or undone board may send some hundreds at once. */
const FRAMES: Allowance = { burst: 400, perSecond: 100 }
/** bytes of edits */
const BYTES: Allowance = { burst: 4 * 1024 * 1024, perSecond: 1024 * 1024 }
/** Answering a newcomer costs the whole board. */
const QUESTIONS: Allowance = { burst: 5, perSecond: 0.5 }
/** Clients repeat what they hear of others, so a lively board brings a lot; beyond this it is dropped unread. */
const AWARENESS: Allowance = { burst: 600, perSecond: 300 }
/** A client whose edit was refused sends a few more that build on it before it knows. */
const STRIKES = 20
/** bytes not yet taken by the network; who is this far behind is better off asking again for what it lacks */
const BACKLOG = 4 * 1024 * 1024

/** One WebSocket that has been let in to a board: its limits, and its frames as calls to the host. */
export class SocketConnection implements BoardConnection {
  readonly viewer: Viewer
  readonly #socket: BoardWebSocket
  readonly #log: Log
  readonly #frames: TokenBucket
  readonly #bytes: TokenBucket
  readonly #questions: TokenBucket
  readonly #awareness: TokenBucket
  #edits = 0
  #strikes = 0

  constructor(socket: BoardWebSocket, viewer: Viewer, { runtime, log }: { runtime: Runtime; log: Log }) {
    this.viewer = viewer
    this.#socket = socket
    this.#log = log
    this.#frames = new TokenBucket(FRAMES, runtime)
    this.#bytes = new TokenBucket(BYTES, runtime)
    this.#questions = new TokenBucket(QUESTIONS, runtime)
    this.#awareness = new TokenBucket(AWARENESS, runtime)
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > BACKLOG) return this.#socket.terminate()
    this.#socket.send(frame)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** Hands every frame from now on to `host`. Whatever a client sends, this does not throw. */
  listen(host: BoardHost): void {
    this.#socket.on('message', (data, isBinary) => {
      if (this.#socket.readyState !== this.#socket.OPEN) return
      try {
        if (!isBinary || !(data instanceof Uint8Array) || !this.#hear(host, data)) this.#strike()
      } catch (error) {
        this.#log.error({ ...host.at, err: error }, 'board frame failed')
        this.close(CLOSE.later, 'internal')
      }
    })
  }

  /** `false` when the frame is malformed. */
  #hear(host: BoardHost, data: Uint8Array): boolean {
    const frame = readFrame(data)
    if (frame === null) return false
    if (frame.kind === 'edit') this.#edits++
    if (frame.kind === 'awareness') return !this.#awareness.take() || host.hear(this, frame.payload)
    if (!this.#mayPass(frame)) return this.#slowDown()
    switch (frame.kind) {
      case 'ask':
        return host.answer(this, frame.stateVector)
      case 'edit': {
        const taken = host.receive(this, { ...frame, count: this.#edits })
        return taken.ok || taken.error !== 'malformed'
      }
      case 'askAwareness':
        host.greet(this)
        return true
      case 'ignored':
        return true
    }
  }

  #mayPass(frame: ClientFrame): boolean {
    if (!this.#frames.take()) return false
    if (frame.kind === 'edit') return this.#bytes.take(frame.update.byteLength)
    return frame.kind !== 'ask' || this.#questions.take()
  }

  /** The client comes back after a while and sends everything once more. */
  #slowDown(): true {
    this.send(refusedFrame('too_fast', this.#edits))
    this.close(CLOSE.tooFast, 'too fast')
    return true
  }

  #strike(): void {
    if (++this.#strikes >= STRIKES) this.close(CLOSE.malformed, 'malformed')
  }
}
