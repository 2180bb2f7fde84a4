import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { CLOSE } from '#shared/protocol/board-frames.ts'

/** RFC 6455; what ws closes with when a frame is beyond `maxPayload` */
const MESSAGE_TOO_BIG = 1009

/** What goes to several people is framed once, and forgotten with the bytes it was made of. */
const framed = new WeakMap<Uint8Array, Buffer>()

/** A server-side WebSocket as boards need it. */
export class BoardWebSocket extends WebSocket {
  #unanswered = 0
  #backlog = 0

  /** A client that sent too much would retry with the same on 1009; ours tells it to stop. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === MESSAGE_TOO_BIG ? CLOSE.tooLarge : code, reason)
  }

  /**
   * Sends one binary message. Like `send`, but a message for a whole team is framed once and written in one piece, which
   * is a tenth cheaper (performance.md, section 9.9). The one place that knows the private field of ws it takes.
   */
  sendShared(message: Uint8Array): void {
    const { _socket: stream } = this as unknown as { readonly _socket: Duplex | null }
    if (this.readyState !== this.OPEN || !stream) return
    let bytes = framed.get(message)
    if (!bytes) framed.set(message, (bytes = inFrame(message)))
    stream.write(bytes)
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

/** RFC 6455, section 5.2: a final binary frame, not masked. */
function inFrame(message: Uint8Array): Buffer {
  const size = message.byteLength
  const headSize = size < 126 ? 2 : size < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headSize + size)
  frame[0] = 0x82
  frame[1] = size < 126 ? size : size < 65_536 ? 126 : 127
  if (headSize === 4) frame.writeUInt16BE(size, 2)
  if (headSize === 10) frame.writeBigUInt64BE(BigInt(size), 2)
  frame.set(message, headSize)
  return frame
}
