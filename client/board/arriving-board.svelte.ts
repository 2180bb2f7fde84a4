import { EMPTY_BOARD, type BoardContent } from '#shared/boards/board-content.ts'
import type { Millis } from '#shared/time.ts'
import type { BoardClient } from '../boards/board-client.svelte.ts'
import { boardUrl, type BoardOptions, type BoardStatus } from '../boards/board-options.ts'
import { EarlyBoard } from '../boards/early-board.ts'
import { insist, whenAtRest } from '../ui/later.ts'
import type { DeskClient } from './desk-options.ts'
import { documentParts, fetchDocuments } from './documents.ts'

/** A board that has not come by then may take long, and what its document needs is not to wait for it. */
const LONG: Millis = 1_000
/** After the first picture, however busy the browser is. */
const SOON: Millis = 150

/**
 * A live board from its first picture on: that is read off the wire as soon as it comes. Yjs is fetched behind it, and
 * the document is made of the same bytes, over the same connection. Who has Yjs already begins with the document.
 */
export class ArrivingBoard implements DeskClient {
  readonly #options: BoardOptions
  readonly #early: EarlyBoard | null
  #picture = $state.raw<BoardContent | null>(null)
  #live = $state.raw<BoardClient | null>(null)
  #callOff: () => void = () => {}
  #closed = false

  constructor(options: BoardOptions) {
    this.#options = options
    const parts = documentParts()
    this.#early = parts === null ? new EarlyBoard(boardUrl(options), (picture) => this.#show(picture)) : null
    if (parts !== null) this.#live = new parts.BoardClient(options)
    else {
      const late = setTimeout(() => void this.#comeWhole(), LONG)
      this.#callOff = () => clearTimeout(late)
    }
  }

  get board() {
    return this.#live?.whole ? this.#live.board : null
  }

  get provider() {
    return this.#live?.whole ? this.#live.provider : null
  }

  get content(): BoardContent {
    return this.#live?.content ?? this.#picture ?? EMPTY_BOARD
  }

  get shown(): boolean {
    return this.#live?.shown ?? this.#picture !== null
  }

  get status(): BoardStatus {
    return this.#live?.status ?? 'connecting'
  }

  get peers() {
    return this.#live?.peers ?? []
  }

  get replaced(): boolean {
    return this.#live?.replaced ?? false
  }

  cardText(cardId: string) {
    return this.#live?.whole ? this.#live.cardText(cardId) : null
  }

  clusterTitle(clusterId: string) {
    return this.#live?.whole ? this.#live.clusterTitle(clusterId) : null
  }

  unsavedTexts(): string[] {
    return this.#live?.unsavedTexts() ?? []
  }

  setEditing(editing: Parameters<BoardClient['setEditing']>[0]): void {
    this.#live?.setEditing(editing)
  }

  setHolding(cardIds: readonly string[]): void {
    this.#live?.setHolding(cardIds)
  }

  /** Stops showing at once; see `BoardClient.close` for what is not saved yet. */
  close(): void {
    this.#closed = true
    this.#callOff()
    this.#early?.close()
    this.#live?.close()
  }

  #show(picture: BoardContent): void {
    this.#picture = picture
    this.#callOff()
    this.#callOff = whenAtRest(() => void this.#comeWhole(), SOON)
  }

  async #comeWhole(): Promise<void> {
    const { BoardClient: Client } = await insist(fetchDocuments)
    if (this.#closed || this.#live !== null || this.#early === null) return
    this.#live = new Client(this.#options, { early: this.#early, picture: this.#picture })
  }
}
