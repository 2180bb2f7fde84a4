import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import type { BoardSocket } from '../../server/boards/board-socket.ts'
import { Line, type ModelTime } from './model-time.ts'
import type { Millis } from '#shared/time.ts'

const OPCODE = { binary: 2, close: 8, ping: 9, pong: 10 } as const

/** The server's end of a TCP connection that exists in memory only. */
class ServerEnd extends Duplex {
  readonly #wrote: (bytes: Buffer) => void
  readonly #gone: () => void

  constructor(wrote: (bytes: Buffer) => void, gone: () => void) {
    super()
    this.#wrote = wrote
    this.#gone = gone
  }

  override _read(): void {
    // bytes are pushed when they arrive
  }

  override _write(chunk: Buffer, _encoding: unknown, done: () => void): void {
    this.#wrote(chunk)
    done()
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this.#wrote(Buffer.concat(chunks.map(({ chunk }) => chunk)))
    done()
  }

  override _final(done: () => void): void {
    this.#gone()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#gone()
    done(error)
  }

  setTimeout(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }
}

interface Options {
  readonly time: ModelTime
  readonly socket: BoardSocket
  /** path and query */
  readonly url: string
  readonly latency: () => Millis
  readonly heard: (frame: Uint8Array) => void
  /** once, however it ends; 1006 when nobody said goodbye */
  readonly closed: (code: number) => void
}

/**
 * A board connection through the real door: the server speaks WebSocket as over TCP, here are the bytes of the other
 * side. Frames arrive in order, late, or, when the connection is cut, not at all.
 */
export class ModelWire {
  readonly #options: Options
  readonly #up: Line
  readonly #down: Line
  readonly #server: ServerEnd
  #unread: Buffer = Buffer.alloc(0)
  #upgraded = false
  #over = false

  constructor(options: Options) {
    const { time, latency } = options
    this.#options = options
    this.#up = new Line(time, latency)
    this.#down = new Line(time, latency)
    this.#server = new ServerEnd(
      (bytes) => this.#receive(bytes),
      () => this.#down.deliver(() => this.#end(1006)),
    )
    this.#server.on('error', () => undefined)
    this.#up.deliver(() =>
      options.socket.handleUpgrade(upgradeRequest(options.url), this.#server, Buffer.alloc(0)),
    )
  }

  send(frame: Uint8Array): void {
    this.#sendAs(OPCODE.binary, frame)
  }

  /** A goodbye; frames sent before it arrive. */
  close(): void {
    if (this.#over) return
    this.#over = true
    this.#down.cut()
    this.#push(encodeFrame(OPCODE.close, Buffer.from([3, 232])))
    this.#up.deliver(() => void this.#server.destroy())
  }

  /** The network is gone. This side knows now, the server when `noticed` has passed; what is on its way is lost. */
  cut(noticed: Millis): void {
    if (this.#over) return
    this.#over = true
    this.#up.cut()
    this.#down.cut()
    this.#options.time.after(noticed, () => void this.#server.destroy())
  }

  /** The server's process has died: its machine says so at once. */
  serverDied(): void {
    this.#server.destroy()
    this.#end(1006)
  }

  #sendAs(opcode: number, payload: Uint8Array): void {
    if (!this.#over) this.#push(encodeFrame(opcode, payload))
  }

  #push(bytes: Buffer): void {
    this.#up.deliver(() => {
      if (!this.#server.destroyed) this.#server.push(bytes)
      this.#options.time.stir()
    })
  }

  #receive(bytes: Buffer): void {
    this.#options.time.stir()
    if (this.#over) return
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    if (!this.#upgraded) {
      const end = this.#unread.indexOf('\r\n\r\n')
      if (end === -1) return
      this.#upgraded = true
      this.#unread = this.#unread.subarray(end + 4)
    }
    for (;;) {
      const frame = decodeFrame(this.#unread)
      if (frame === null) return
      this.#unread = this.#unread.subarray(frame.size)
      this.#down.deliver(() => this.#hear(frame.opcode, frame.payload))
    }
  }

  #hear(opcode: number, payload: Buffer): void {
    if (this.#over) return
    if (opcode === OPCODE.binary) this.#options.heard(new Uint8Array(payload))
    else if (opcode === OPCODE.ping) this.#sendAs(OPCODE.pong, payload)
    else if (opcode === OPCODE.close) {
      this.#sendAs(OPCODE.close, payload)
      this.#up.deliver(() => void this.#server.destroy())
      this.#end(payload.length >= 2 ? payload.readUInt16BE(0) : 1005)
    }
  }

  #end(code: number): void {
    if (this.#over) return
    this.#over = true
    this.#down.cut()
    this.#options.closed(code)
  }
}

function upgradeRequest(url: string): IncomingMessage {
  return {
    method: 'GET',
    url,
    headers: {
      host: 'model',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'bW9kZWxtb2RlbG1vZGVsIQ==',
      'sec-websocket-version': '13',
    },
    socket: { remoteAddress: '127.0.0.1' },
  } as unknown as IncomingMessage
}

/** Masked, as a client must, with a mask of zeros, which leaves the payload as it is. */
function encodeFrame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const bytes = Buffer.alloc(2 + size + 4 + length)
  bytes[0] = 0x80 | opcode
  bytes[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127)
  if (size === 2) bytes.writeUInt16BE(length, 2)
  if (size === 8) bytes.writeBigUInt64BE(BigInt(length), 2)
  bytes.set(payload, 2 + size + 4)
  return bytes
}

function decodeFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 2) return null
  const short = (bytes[1] as number) & 0x7f
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  if (bytes.length < head) return null
  const length = head === 2 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < head + length) return null
  return {
    opcode: (bytes[0] as number) & 0x0f,
    payload: bytes.subarray(head, head + length),
    size: head + length,
  }
}
