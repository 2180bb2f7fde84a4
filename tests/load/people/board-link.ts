import type { Contestant } from '../contestants.ts'
import { ThinSocket } from '../wire/thin-socket.ts'
import { EMPTY_UPDATE } from '../wire/updates.ts'

/** Our own frames, of which only these two matter to a load (shared/protocol/board-frames.ts). */
const OWN = { acknowledged: 100, refused: 101 } as const

export interface BoardLinkOptions {
  readonly port: number
  readonly contestant: Contestant
  readonly board: string
  readonly token: string | null
  readonly stateVector: Uint8Array
  /** `answer`: what the server says is everything that was lacking */
  readonly onUpdate: (update: Uint8Array, answer: boolean) => void
  /** what this client has beyond `stateVector`; left out: nothing */
  readonly beyond?: (stateVector: Uint8Array) => Uint8Array
}

/** One connection to one board, spoken in the dialect of its server. */
export class BoardLink {
  readonly #socket: ThinSocket
  readonly #options: BoardLinkOptions
  /** resolves when the server has said it sent everything; at once where nothing is remembered */
  readonly synced: Promise<void>
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null
  #edits = 0
  #acknowledged = 0
  #refusals = 0
  #presence = 0
  #closeCode: number | null = null
  #left = false

  constructor(options: BoardLinkOptions) {
    this.#options = options
    const { contestant, board, token, port } = options
    const { dialect } = contestant
    this.synced = new Promise((resolve, reject) => (this.#settle = { resolve, reject }))
    // Whoever does not wait for it learns of a lost connection from `fault`.
    this.synced.catch(() => undefined)
    this.#socket = new ThinSocket({
      port,
      path: dialect.path(board, token),
      onMessage: (message) => this.#hear(message),
      onClose: (code) => {
        this.#closeCode = code
        this.#settle?.reject(new Error(`closed with ${code} before it was synced`))
      },
    })
    this.#socket.opened.then(
      () => {
        for (const frame of dialect.hello(board)) this.#socket.send(frame)
        if (contestant.remembers) this.#socket.send(dialect.ask(board, options.stateVector))
        else this.#synced()
      },
      (error: unknown) => this.#settle?.reject(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** sync frames sent that a server may acknowledge */
  get edits(): number {
    return this.#edits
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  get presence(): number {
    return this.#presence
  }

  /** What went wrong, in words; null when nothing did. */
  get fault(): string | null {
    if (this.#refusals > 0) return `${this.#refusals} edits refused`
    if (this.#closeCode !== null && !this.#left) return `connection lost (${this.#closeCode})`
    return null
  }

  edit(update: Uint8Array): void {
    const { contestant, board } = this.#options
    this.#edits++
    this.#socket.send(contestant.dialect.update(board, update))
  }

  wave(payload: Uint8Array): void {
    const { contestant, board } = this.#options
    this.#socket.send(contestant.dialect.presence(board, payload))
  }

  leave(): void {
    this.#left = true
    this.#socket.close()
  }

  #synced(): void {
    this.#settle?.resolve()
    this.#settle = null
  }

  #hear(message: Buffer): void {
    const { contestant, board, onUpdate, beyond } = this.#options
    const heard = contestant.dialect.hear(message)
    switch (heard.kind) {
      case 'update':
        return onUpdate(heard.bytes, false)
      case 'answer':
        onUpdate(heard.bytes, true)
        return this.#synced()
      case 'presence':
        this.#presence++
        return
      case 'ask':
        this.#edits++
        this.#socket.send(contestant.dialect.answer(board, beyond?.(heard.bytes) ?? EMPTY_UPDATE))
        return
      case 'other':
        if (contestant.name !== 'ours') return
        if (heard.type === OWN.acknowledged) this.#acknowledged = numberIn(heard.bytes)
        else if (heard.type === OWN.refused) this.#refusals++
    }
  }
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, index) => sum + (byte & 0x7f) * 128 ** index, 0)
}
