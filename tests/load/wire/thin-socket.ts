import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export interface ThinSocketOptions {
  readonly port: number
  /** with its query */
  readonly path: string
  readonly onMessage: (payload: Buffer) => void
  readonly onClose?: (code: number) => void
}

/**
 * A WebSocket client (RFC 6455) that does next to nothing, so that the load costs less than the servers it measures:
 * no events, no extensions, no checks of what a server may send. It masks, as browsers must.
 */
export class ThinSocket {
  readonly #socket: Socket
  readonly #options: ThinSocketOptions
  readonly #mask = randomBytes(4)
  readonly opened: Promise<void>
  #settleOpened: { resolve: () => void; reject: (error: Error) => void } | null = null
  #upgraded = false
  #chunks: Buffer[] = []
  #have = 0
  /** bytes without which there is nothing to read */
  #need = 2
  #fragments: Buffer[] = []
  #closeCode = 1006
  #closed = false

  constructor(options: ThinSocketOptions) {
    this.#options = options
    this.opened = new Promise((resolve, reject) => (this.#settleOpened = { resolve, reject }))
    this.#socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true }, () => {
      this.#socket.write(
        `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      )
    })
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.#socket.on('error', (error) => this.#settleOpened?.reject(error))
    this.#socket.on('close', () => {
      this.#closed = true
      this.#settleOpened?.reject(new Error(`closed before it was open: ${options.path.split('?')[0] ?? ''}`))
      options.onClose?.(this.#closeCode)
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  send(payload: Uint8Array): void {
    this.#write(OPCODE.binary, payload)
  }

  sendText(text: string): void {
    this.#write(OPCODE.text, Buffer.from(text))
  }

  close(): void {
    this.#socket.destroy()
  }

  #write(opcode: number, payload: Uint8Array): void {
    if (this.#closed) return
    const length = payload.byteLength
    const head = length < 126 ? 6 : length < 65_536 ? 8 : 14
    const frame = Buffer.allocUnsafe(head + length)
    frame[0] = 0x80 | opcode
    if (length < 126) frame[1] = 0x80 | length
    else if (length < 65_536) {
      frame[1] = 0x80 | 126
      frame.writeUInt16BE(length, 2)
    } else {
      frame[1] = 0x80 | 127
      frame.writeUInt32BE(0, 2)
      frame.writeUInt32BE(length, 6)
    }
    const mask = this.#mask
    mask.copy(frame, head - 4)
    for (let index = 0; index < length; index++)
      frame[head + index] = (payload[index] as number) ^ (mask[index & 3] as number)
    this.#socket.write(frame)
  }

  #take(chunk: Buffer): void {
    if (this.#have === 0) {
      if (chunk.length >= this.#need) return this.#read(chunk)
      this.#chunks = [chunk]
      this.#have = chunk.length
      return
    }
    this.#chunks.push(chunk)
    this.#have += chunk.length
    if (this.#have < this.#need) return
    const whole = Buffer.concat(this.#chunks, this.#have)
    this.#chunks = []
    this.#have = 0
    this.#read(whole)
  }

  #read(bytes: Buffer): void {
    let at = this.#upgraded ? 0 : this.#readUpgrade(bytes)
    this.#need = 2
    while (at >= 0 && bytes.length - at >= 2) {
      const small = (bytes[at + 1] as number) & 0x7f
      const head = small < 126 ? 2 : small === 126 ? 4 : 10
      if (bytes.length - at < head) {
        this.#need = head
        break
      }
      const length =
        small < 126 ? small : small === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6)
      if (bytes.length - at < head + length) {
        this.#need = head + length
        break
      }
      this.#frame(bytes[at] as number, bytes.subarray(at + head, at + head + length))
      at += head + length
    }
    if (at < 0) at = 0
    if (at < bytes.length) {
      this.#chunks = [bytes.subarray(at)]
      this.#have = bytes.length - at
    }
  }

  /** Where the frames begin; -1 while the answer is not complete. */
  #readUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n')
    if (end === -1) return -1
    if (!bytes.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
      this.#settleOpened?.reject(new Error(bytes.toString('latin1', 0, Math.min(end, 200))))
      this.#socket.destroy()
      return bytes.length
    }
    this.#upgraded = true
    this.#settleOpened?.resolve()
    this.#settleOpened = null
    return end + 4
  }

  #frame(first: number, payload: Buffer): void {
    const opcode = first & 0x0f
    if (opcode === OPCODE.ping) return this.#write(OPCODE.pong, payload)
    if (opcode === OPCODE.close) {
      this.#closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
      this.#socket.end()
      return
    }
    if (opcode === OPCODE.pong) return
    const last = (first & 0x80) !== 0
    if (last && this.#fragments.length === 0) return this.#options.onMessage(payload)
    this.#fragments.push(Buffer.from(payload))
    if (!last) return
    const whole = Buffer.concat(this.#fragments)
    this.#fragments = []
    this.#options.onMessage(whole)
  }
}
