import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { byOrder } from '#shared/boards/board-content.ts'
import { readCard, readCluster } from '#shared/boards/read-board.ts'
import { summaryText } from '#shared/boards/summary-text.ts'
import { isId } from '#shared/ids.ts'

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

  /** The touched texts as they stand here now, blank ones left out. Reads no others: it is asked for at every key. */
  texts(): string[] {
    const { cards, clusters, summary } = this.#board
    const texts = [
      ...readAll(cards, this.#cards, (id, card) => readCard(id, card, clusters)).map(({ text }) => text),
      ...readAll(clusters, this.#clusters, readCluster).map(({ title }) => title),
      ...(this.#summary ? [summaryText(summary)] : []),
    ]
    return texts.filter((text) => text.trim() !== '')
  }

  clear(): void {
    this.#cards.clear()
    this.#clusters.clear()
    this.#summary = false
  }
}

/** Those of `ids` that are still there, in the order in which they are shown. */
function readAll<Content extends { readonly id: string; readonly order: number }>(
  source: Y.Map<Y.Map<unknown>>,
  ids: ReadonlySet<string>,
  read: (id: string, value: Y.Map<unknown>) => Content,
): Content[] {
  const there = [...ids].flatMap((id) => {
    const value = source.get(id)
    return isId(id) && value instanceof Y.Map ? [read(id, value)] : []
  })
  return there.sort(byOrder)
}

/** Path of an edit inside a shared text: its owner's id, then the field. */
function noteTexts(touched: Set<string>, events: readonly Deep[], { local }: Cause, field: string): void {
  if (!local) return
  for (const { path } of events) if (path.length >= 2 && path[1] === field) touched.add(String(path[0]))
}
