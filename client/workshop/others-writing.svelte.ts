import type { WritingMessage } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'

const NOBODY: WritingMessage = { cards: 0, drafts: 0 }
/** The server says every three seconds that somebody writes; after three times without a word nobody does. */
const FORGOTTEN: Millis = 10_000

/** How many others write, as the server said last. */
export class OthersWriting implements WritingMessage {
  #message = $state.raw<WritingMessage>(NOBODY)
  #forgotten: ReturnType<typeof setTimeout> | undefined

  get cards(): number {
    return this.#message.cards
  }

  get drafts(): number {
    return this.#message.drafts
  }

  heard(message: WritingMessage): void {
    clearTimeout(this.#forgotten)
    this.#forgotten = setTimeout(() => (this.#message = NOBODY), FORGOTTEN)
    this.#message = message
  }

  close(): void {
    clearTimeout(this.#forgotten)
  }
}
