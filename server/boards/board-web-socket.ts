import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { Deliverable, Deliveries } from './deliveries.ts'
import { acknowledgedFrame } from './frames.ts'
import { framed, LARGEST_HEAD, writeHead } from './framing.ts'

/** RFC 6455; what ws closes with when a frame is beyond `maxPayload` */
const MESSAGE_TOO_BIG = 1009

/** Bytes. What is sent together in pieces smaller than this is copied into one: that costs less than a write of many. */
const SMALL = 16 * 1024

/** A server-side WebSocket as boards need it. */
export class BoardWebSocket extends WebSocket implements Deliverable {
  #deliveries: Deliveries | null = null
  #unanswered = 0
  #backlog = 0
  /** messages given, and not delivered yet */
  #messages: Uint8Array[] = []
  #bytes = 0
  /** cumulative, and not among the messages yet */
  #acknowledged: number | null = null

  /** Who says when it delivers; to be called before anything is sent. */
  deliverBy(deliveries: Deliveries): void {
    this.#deliveries = deliveries
  }

  /** A client that sent too much would retry with the same on 1009; ours tells it to stop. */
  override close(code?: number, reason?: string | Buffer): void {
    this.deliver()
    super.close(code === MESSAGE_TOO_BIG ? CLOSE.tooLarge : code, reason)
  }

  /** bytes not yet taken by the network */
  get undelivered(): number {
    return this.#bytes + this.bufferedAmount
  }

  /** Sends a binary message at the end of this turn, after everything before it. */
  post(message: Uint8Array): void {
    this.#tellAcknowledged()
    this.#put(message)
  }

  /** Says that the client's frames up to `count` are on disk: with the next message, or a little later alone. */
  acknowledge(count: number): void {
    const isNew = this.#acknowledged === null
    this.#acknowledged = count
    if (isNew) this.#deliveries?.later(this)
  }

  deliver(): void {
    this.#tellAcknowledged()
    const messages = this.#messages
    const [first] = messages
    // Nothing is put by what follows.
    this.#messages = []
    this.#bytes = 0
    const stream = this.#stream
    if (this.readyState !== this.OPEN || !stream || !first) return
    if (messages.length === 1) stream.write(framed(first))
    else writeTogether(stream, messages)
  }

  #tellAcknowledged(): void {
    const count = this.#acknowledged
    if (count === null) return
    this.#acknowledged = null
    this.#deliveries?.wentOut(this)
    this.#put(acknowledgedFrame(count))
  }

  #put(message: Uint8Array): void {
    this.#messages.push(message)
    this.#bytes += message.byteLength
    if (this.#messages.length === 1) this.#deliveries?.soon(this)
  }

  /** The one place that knows the private field of ws it takes. */
  get #stream(): Duplex | null {
    return (this as unknown as { readonly _socket: Duplex | null })._socket
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

function writeTogether(stream: Duplex, messages: readonly Uint8Array[]): void {
  const size = messages.reduce((sum, { byteLength }) => sum + byteLength + LARGEST_HEAD, 0)
  if (size > SMALL) {
    stream.cork()
    for (const message of messages) stream.write(framed(message))
    stream.uncork()
    return
  }
  const bytes = Buffer.allocUnsafe(size)
  let end = 0
  for (const message of messages) {
    end = writeHead(bytes, end, message.byteLength)
    bytes.set(message, end)
    end += message.byteLength
  }
  stream.write(bytes.subarray(0, end))
}
