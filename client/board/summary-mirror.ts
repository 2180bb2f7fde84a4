import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Millis } from '#shared/time.ts'
import { BY_HAND } from '../boards/unsaved-text.ts'

/** Whoever composes longer than this is reading; the others' words come in, and may cost a conversion. */
const LONGEST_HOLD: Millis = 30_000

/**
 * The summary as one editor sees it: a document of its own that keeps up with the board's. While an input method
 * composes, nothing passes between the two (IME rule 3): a change from outside would take the composed text from under
 * the input method, and others would see half-written syllables. Afterwards both have everything, merged by Yjs.
 */
export class SummaryMirror {
  readonly #board: BoardDoc
  readonly #own = boardDoc(new Y.Doc())
  #incoming: Uint8Array[] = []
  #outgoing: Uint8Array[] = []
  #holding = false
  #bound: ReturnType<typeof setTimeout> | undefined

  constructor(board: BoardDoc) {
    this.#board = board
    Y.applyUpdate(this.#own.doc, Y.encodeStateAsUpdate(board.doc), this)
    board.doc.on('update', this.#onShared)
    this.#own.doc.on('update', this.#onOwn)
  }

  get summary(): Y.XmlFragment {
    return this.#own.summary
  }

  get holding(): boolean {
    return this.#holding
  }

  hold(): void {
    this.#holding = true
    this.#bound ??= setTimeout(() => this.release(), LONGEST_HOLD)
  }

  /** What was composed goes out at once, and what waited comes in. */
  release(): void {
    clearTimeout(this.#bound)
    this.#bound = undefined
    this.#holding = false
    this.commit()
    const incoming = this.#incoming.splice(0)
    if (incoming.length > 0) Y.applyUpdate(this.#own.doc, Y.mergeUpdates(incoming), this)
  }

  /** What was composed so far goes out, for the page may not come back; what waits goes on waiting. */
  commit(): void {
    const outgoing = this.#outgoing.splice(0)
    if (outgoing.length > 0) Y.applyUpdate(this.#board.doc, Y.mergeUpdates(outgoing), BY_HAND)
  }

  close(): void {
    clearTimeout(this.#bound)
    this.commit()
    this.#board.doc.off('update', this.#onShared)
    this.#own.doc.destroy()
  }

  readonly #onShared = (update: Uint8Array, origin: unknown): void => {
    if (origin === BY_HAND) return
    if (this.#holding) this.#incoming.push(update)
    else Y.applyUpdate(this.#own.doc, update, this)
  }

  readonly #onOwn = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.#outgoing.push(update)
    if (!this.#holding) this.commit()
  }
}
