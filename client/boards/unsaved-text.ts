import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { readBoard } from '#shared/boards/read-board.ts'

/** The origin of edits that come as updates from an editor's own document and yet are this person's. */
export const BY_HAND = Symbol('by hand')

type Deep = { readonly path: readonly (string | number)[] }
type Cause = { readonly local: boolean }

/** Remembers which texts this person has touched since the server last had everything on disk. */
export class UnsavedText {
  readonly #board: BoardDoc
  readonly #cards = new Set<string>()
  readonly #clusters = new Set<string>()
  #summary = false

  constructor(board: BoardDoc) {
    this.#board = board
    board.cards.observeDeep((events, cause) => noteTexts(this.#cards, events, cause, 'text'))
    board.clusters.observeDeep((events, cause) => noteTexts(this.#clusters, events, cause, 'title'))
    board.summary.observeDeep((_events, { local, origin }) => {
      if (local || origin === BY_HAND) this.#summary = true
    })
  }

  get any(): boolean {
    return this.#summary || this.#cards.size > 0 || this.#clusters.size > 0
  }

  /** The touched texts as they stand here now, blank ones left out. */
  texts(): string[] {
    const { cards, clusters, summary } = readBoard(this.#board)
    const texts = [
      ...cards.filter((card) => this.#cards.has(card.id)).map((card) => card.text),
      ...clusters.filter((cluster) => this.#clusters.has(cluster.id)).map((cluster) => cluster.title),
      ...(this.#summary ? [summary] : []),
    ]
    return texts.filter((text) => text.trim() !== '')
  }

  clear(): void {
    this.#cards.clear()
    this.#clusters.clear()
    this.#summary = false
  }
}

/** Path of an edit inside a shared text: its owner's id, then the field. */
function noteTexts(touched: Set<string>, events: readonly Deep[], { local }: Cause, field: string): void {
  if (!local) return
  for (const { path } of events) if (path.length >= 2 && path[1] === field) touched.add(String(path[0]))
}
