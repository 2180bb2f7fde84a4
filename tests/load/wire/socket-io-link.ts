import { ThinSocket } from './thin-socket.ts'

interface LinkOptions {
  readonly port: number
  readonly query?: Readonly<Record<string, string>>
  readonly auth?: Readonly<Record<string, unknown>>
  /** every event, as the text of its packet: `["name",…]` */
  readonly onEvent?: (packet: string) => void
  readonly onClose?: () => void
}

/** As much of a Socket.IO client as receiving events takes, over a WebSocket alone. */
export class SocketIoLink {
  readonly #socket: ThinSocket
  readonly #options: LinkOptions
  /** resolves when the server has let us in */
  readonly joined: Promise<void>
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    this.joined = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    this.joined.catch(() => undefined)
    const query = new URLSearchParams({ ...options.query, EIO: '4', transport: 'websocket' })
    this.#socket = new ThinSocket({
      port: options.port,
      path: `/socket.io/?${query.toString()}`,
      onMessage: (payload) => this.#hear(payload),
      onClose: () => {
        this.#settle?.reject(new Error('closed before it was joined'))
        options.onClose?.()
      },
    })
    this.#socket.opened.catch((error: unknown) =>
      this.#settle?.reject(error instanceof Error ? error : new Error(String(error))),
    )
  }

  emit(name: string, ...args: readonly unknown[]): void {
    this.#socket.sendText(`42${JSON.stringify([name, ...args])}`)
  }

  close(): void {
    this.#socket.close()
  }

  #hear(payload: Buffer): void {
    const [engine, packet] = [payload[0], payload[1]].map((code) => String.fromCharCode(code ?? 0))
    if (engine === '0') this.#socket.sendText(`40${JSON.stringify(this.#options.auth ?? {})}`)
    else if (engine === '2') this.#socket.sendText('3')
    else if (engine === '4' && packet === '0') {
      this.#settle?.resolve()
      this.#settle = null
    } else if (engine === '4' && packet === '4') this.#settle?.reject(new Error(payload.toString()))
    else if (engine === '4' && packet === '2') this.#options.onEvent?.(payload.toString('utf8', 2))
  }
}
