import { WebSocket } from 'ws'
import { CLOSE } from '#shared/protocol/board-frames.ts'

/** RFC 6455; what ws closes with when a frame is beyond `maxPayload` */
const MESSAGE_TOO_BIG = 1009

/** A server-side WebSocket as boards need it. */
export class BoardWebSocket extends WebSocket {
  #unanswered = 0
  #backlog = 0

  /** A client that sent too much would retry with the same on 1009; ours tells it to stop. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === MESSAGE_TOO_BIG ? CLOSE.tooLarge : code, reason)
  }

  /** The peer gave a sign of life. */
  alive(): void {
    this.#unanswered = 0
  }

  /** To be called every few seconds: hangs up when what waits for the peer has not become less since the last call. */
  checkDraining(): void {
    const backlog = this.bufferedAmount
    if (this.#backlog > 0 && backlog >= this.#backlog) this.terminate()
    this.#backlog = backlog
  }

  /** Asks for a sign of life; hangs up when the last question is still unanswered. */
  probe(): void {
    if (this.#unanswered > 0) return this.terminate()
    this.#unanswered++
    if (this.readyState === this.OPEN) this.ping()
  }
}
