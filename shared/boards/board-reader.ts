import * as Y from 'yjs'
import type { BoardDoc } from './board-doc.ts'
import {
  byOrder,
  contentLinks,
  EMPTY_BOARD,
  type BoardContent,
  type ContentCard,
  type ContentCluster,
} from './board-content.ts'
import { readCard, readCluster } from './read-board.ts'
import { isId } from '../ids.ts'
import { summaryText } from './summary-text.ts'

type Deep = {
  readonly path: readonly (string | number)[]
  readonly target: unknown
  readonly keys: ReadonlyMap<string, unknown>
}

/**
 * Reads a document again and again, each time only what has changed since: what has not is the very same object as
 * before, lists included, so whoever shows them need not look inside. Answers what `readBoard` answers.
 */
export class BoardReader {
  readonly #board: BoardDoc
  readonly #cards = new Map<string, ContentCard>()
  readonly #clusters = new Map<string, ContentCluster>()
  #content: BoardContent = EMPTY_BOARD
  #staleCards: Set<string> | 'all' = 'all'
  #staleClusters: Set<string> | 'all' = 'all'
  #staleLinks = true
  #staleSummary = true

  constructor(board: BoardDoc) {
    this.#board = board
    board.cards.observeDeep(this.#onCards)
    board.clusters.observeDeep(this.#onClusters)
    board.links.observe(this.#onLinks)
    board.summary.observeDeep(this.#onSummary)
  }

  read(): BoardContent {
    const { cards, clusters, links, summary } = this.#board
    const before = this.#content
    const changed = {
      clusters: this.#refresh(this.#clusters, clusters, this.#staleClusters, readCluster),
      cards: this.#refresh(this.#cards, cards, this.#staleCards, (id, card) => readCard(id, card, clusters)),
    }
    this.#content = {
      cards: changed.cards ? inOrder(this.#cards, before.cards) : before.cards,
      clusters: changed.clusters ? inOrder(this.#clusters, before.clusters) : before.clusters,
      links: this.#staleLinks ? contentLinks(links.keys(), (id) => cards.has(id)) : before.links,
      summary: this.#staleSummary ? summaryText(summary) : before.summary,
    }
    this.#staleCards = new Set()
    this.#staleClusters = new Set()
    this.#staleLinks = this.#staleSummary = false
    return this.#content
  }

  close(): void {
    const { cards, clusters, links, summary } = this.#board
    cards.unobserveDeep(this.#onCards)
    clusters.unobserveDeep(this.#onClusters)
    links.unobserve(this.#onLinks)
    summary.unobserveDeep(this.#onSummary)
  }

  /** Whether anything in `known` is another now. */
  #refresh<Known>(
    known: Map<string, Known>,
    source: Y.Map<Y.Map<unknown>>,
    stale: ReadonlySet<string> | 'all',
    read: (id: string, value: Y.Map<unknown>) => Known,
  ): boolean {
    if (stale === 'all') known.clear()
    const ids = stale === 'all' ? [...source.keys()] : stale
    let any = stale === 'all'
    for (const id of ids) {
      const value = source.get(id)
      any = true
      if (isId(id) && value instanceof Y.Map) known.set(id, read(id, value))
      else known.delete(id)
    }
    return any
  }

  readonly #onCards = (events: readonly Deep[]): void => {
    for (const id of touched(events)) if (this.#staleCards !== 'all') this.#staleCards.add(id)
    // whether a link counts hangs on its card being there
    if (events.some(({ path }) => path.length === 0)) this.#staleLinks = true
  }

  readonly #onClusters = (events: readonly Deep[]): void => {
    for (const id of touched(events)) if (this.#staleClusters !== 'all') this.#staleClusters.add(id)
    // a card is loose when its cluster is gone
    if (events.some(({ path }) => path.length === 0)) this.#staleCards = 'all'
  }

  readonly #onLinks = (): void => {
    this.#staleLinks = true
  }

  readonly #onSummary = (): void => {
    this.#staleSummary = true
  }
}

/** All of them in display order: as they lay before, where each still has the order it had, which spares the sorting. */
function inOrder<Known extends { readonly id: string; readonly order: number }>(
  known: ReadonlyMap<string, Known>,
  before: readonly Known[],
): readonly Known[] {
  const now = before.flatMap((old) => {
    const still = known.get(old.id)
    return still?.order === old.order ? [still] : []
  })
  const unmoved = now.length === before.length && now.length === known.size
  return unmoved ? now : [...known.values()].sort(byOrder)
}

/** The entries of a root that events of it or inside it concern. */
function touched(events: readonly Deep[]): string[] {
  return events.flatMap(({ path: [first], keys }) =>
    first === undefined ? [...keys.keys()] : [String(first)],
  )
}
