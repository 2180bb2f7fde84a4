import WebSocket from 'ws'
import { io, type Socket } from 'socket.io-client'

/**
 * A person's connection to a room, as any program may make it: HTTP, socket.io-client and the commands of
 * ARCHITECTURE.md section 4. Nothing here knows the server's or the client's code.
 */

/** Sees every byte the server sends to `who`: HTTP bodies, Socket.IO packets, board frames. */
export type Tap = (who: string, bytes: Uint8Array) => void

export interface Target {
  /** e.g. `http://127.0.0.1:3000` */
  readonly baseUrl: string
  readonly tap: Tap
}

export interface Refusal {
  readonly code: string
  readonly message: string
}

export type Reply =
  { readonly ok: true; readonly seq: number } | { readonly ok: false; readonly error: Refusal }

export type Command = { readonly type: string } & Readonly<Record<string, unknown>>

/** How long one answer may take. */
const PATIENCE_MS = 10_000
/** How long a program waits that was told it is too fast. */
const BREATH_MS = 300
const BREATHS = 40

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Asks until `look` gives something other than `null`; says what was waited for when it never does. */
export async function eventually<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await pause(25)
  }
}

export interface Ask {
  readonly who: string
  readonly token?: string
  readonly body?: unknown
}

/** One HTTP exchange; a body makes it a POST. Refusals throw with their code, being too fast waits. */
export async function ask(target: Target, path: string, { who, token, body }: Ask): Promise<string> {
  for (let breath = 0; ; breath++) {
    const response = await fetch(new URL(path, target.baseUrl), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    target.tap(who, bytes)
    const text = new TextDecoder().decode(bytes)
    if (response.ok) return text
    if (response.status !== 429 || breath === BREATHS) throw new Error(`${path}: ${response.status} ${text}`)
    await pause(BREATH_MS)
  }
}

export async function askJson<T>(target: Target, path: string, request: Ask): Promise<T> {
  return JSON.parse(await ask(target, path, request)) as T
}

let commands = 0

/** Somebody in the room, seated or facilitating, with one socket. */
export class RoomLink {
  readonly who: string
  readonly #socket: Socket

  private constructor(who: string, socket: Socket) {
    this.who = who
    this.#socket = socket
  }

  /** Resolves once the room has sent its snapshot. */
  static async open(target: Target, workshopId: string, who: string, token: string): Promise<RoomLink> {
    const socket = io(target.baseUrl, {
      query: { w: workshopId },
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    })
    socket.io.engine.on('packet', ({ data }) => {
      if (data !== undefined) target.tap(who, Buffer.from(data as string | Uint8Array))
    })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${who}: no snapshot`)), PATIENCE_MS)
      const settle = (act: () => void) => {
        clearTimeout(timer)
        act()
      }
      socket.once('workshop:snapshot', () => settle(resolve))
      socket.once('connect_error', (error) => settle(() => reject(error)))
    }).catch((error: unknown) => {
      socket.disconnect()
      throw error
    })
    return new RoomLink(who, socket)
  }

  /** Gives a command and answers the reply, refusals included. Retries with the same id are safe: it acts once. */
  async give(command: Command): Promise<Reply> {
    const commandId = `sim-${process.pid}-${++commands}`
    for (let breath = 0; ; breath++) {
      const reply = (await this.#socket
        .timeout(PATIENCE_MS)
        .emitWithAck('workshop:command', { commandId, command })) as Reply
      if (reply.ok || reply.error.code !== 'too_fast' || breath === BREATHS) return reply
      await pause(BREATH_MS)
    }
  }

  /** Gives a command that has to be accepted. */
  async must(command: Command): Promise<void> {
    const reply = await this.give(command)
    if (!reply.ok) {
      throw new Error(`${this.who}: ${JSON.stringify(command)} was refused: ${JSON.stringify(reply.error)}`)
    }
  }

  close(): void {
    this.#socket.disconnect()
  }
}

/** The `ws` socket a board provider uses, with every frame shown to the tap first. */
export function tappedWebSocket({ tap }: Target, who: string): typeof globalThis.WebSocket {
  class TappedWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      this.on('message', (data) => tap(who, Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer)))
    }
  }
  return TappedWebSocket as unknown as typeof globalThis.WebSocket
}
