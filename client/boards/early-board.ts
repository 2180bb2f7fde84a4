import { createDecoder, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { boardPicture } from '#shared/boards/board-picture.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'

/** What was there before the document. */
export interface Ahead {
  readonly early: EarlyBoard
  readonly picture: BoardContent | null
}

/** A socket, and what came over it before anybody could take it in. */
export interface Opened {
  readonly socket: WebSocket
  /** it is open, and the board has been asked for */
  readonly asked: boolean
  readonly said: readonly MessageEvent[]
}

/** "What do you have?", of who has nothing yet: an empty state vector. */
export const ASK_ALL: Uint8Array<ArrayBuffer> = new Uint8Array([FRAME.sync, SYNC.step1, 1, 0])

/**
 * The connection of a board whose document cannot be made yet, since Yjs is still to be fetched: it asks for the board, reads the
 * first picture of what comes, and keeps all of it for the document. It sends nothing else and does not dial again.
 */
export class EarlyBoard {
  readonly #socket: WebSocket
  readonly #onPicture: (content: BoardContent) => void
  #taken = false
  #asked = false
  #said: MessageEvent[] = []

  /** `onPicture` is called at most once, and not when it takes a document to read the board. */
  constructor(url: string, onPicture: (content: BoardContent) => void) {
    this.#onPicture = onPicture
    this.#socket = new WebSocket(url)
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.addEventListener('open', this.#ask)
    this.#socket.addEventListener('message', this.#hear)
  }

  /** Hands the connection over to whoever goes on with it, once; `null` where there is none any more. */
  take(): Opened | null {
    if (this.#taken) return null
    this.#taken = true
    this.#socket.removeEventListener('open', this.#ask)
    this.#socket.removeEventListener('message', this.#hear)
    const { readyState } = this.#socket
    if (readyState !== WebSocket.CONNECTING && readyState !== WebSocket.OPEN) return null
    const said = this.#said
    this.#said = []
    return { socket: this.#socket, asked: this.#asked, said }
  }

  /** Hangs up, unless somebody has taken the connection. */
  close(): void {
    this.take()?.socket.close()
  }

  readonly #ask = (): void => {
    this.#asked = true
    this.#socket.send(ASK_ALL)
  }

  readonly #hear = (event: MessageEvent): void => {
    this.#said.push(event)
    if (syncOf(event)?.kind !== SYNC.step2) return
    const updates = this.#said.flatMap((said) => syncOf(said)?.update ?? [])
    const picture = boardPicture(updates)
    if (picture !== null) this.#onPicture(picture)
  }
}

/** What a frame says of the document; `null` for any other. */
function syncOf({
  data,
}: MessageEvent): { readonly kind: number; readonly update: Uint8Array | null } | null {
  if (typeof data === 'string') return null
  const bytes = createDecoder(new Uint8Array(data as ArrayBuffer))
  if (readVarUint(bytes) !== FRAME.sync) return null
  const kind = readVarUint(bytes)
  return { kind, update: kind === SYNC.step1 ? null : readVarUint8Array(bytes) }
}
