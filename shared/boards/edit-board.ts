import * as Y from 'yjs'
import { isId } from '../ids.ts'
import type { BoardDoc, Place } from './board-doc.ts'
import type { Estimate, Level } from './estimates.ts'
import { byOrder } from './board-content.ts'
import { placeOf } from './read-board.ts'
import { replaceSummary } from './summary-text.ts'

/** A card as the server puts it on a board. */
export interface CardSeed {
  readonly id: string
  readonly text: string
  readonly part: string | null
}

/**
 * Each edit is one transaction. `origin` is handed to Yjs (undo, "was it me"). Ids must exist; if not, nothing happens.
 * What would change nothing writes nothing: a document keeps a trace of every write for ever.
 */
export function addCard(board: BoardDoc, seed: CardSeed, origin?: unknown): void {
  const { doc, cards } = board
  if (!isId(seed.id) || cards.has(seed.id)) return
  doc.transact(() => {
    const card = new Y.Map<unknown>()
    card.set('text', new Y.Text(seed.text))
    card.set('place', { cluster: null, order: lastOrder(placed(board)) + 1 } satisfies Place)
    if (seed.part !== null) card.set('part', seed.part)
    cards.set(seed.id, card)
  }, origin)
}

/** Takes the card off, with the links of this board that touch it. */
export function removeCard({ doc, cards, links }: BoardDoc, cardId: string, origin?: unknown): void {
  if (!cards.has(cardId)) return
  doc.transact(() => {
    cards.delete(cardId)
    for (const key of [...links.keys()]) if (key.split('>').includes(cardId)) links.delete(key)
  }, origin)
}

/**
 * Moves a card into a cluster (`null`: loose), before the card `beforeId`, or to the end: also when `beforeId` has
 * just left that cluster. The place is one value under one key, so a card is somewhere exactly once whoever moves it.
 */
export function moveCard(
  board: BoardDoc,
  cardId: string,
  to: { clusterId: string | null; beforeId?: string | null },
  origin?: unknown,
): void {
  const card = board.cards.get(cardId)
  if (!(card instanceof Y.Map) || !hasCluster(board, to.clusterId)) return
  const all = placed(board).filter(({ cluster }) => cluster === to.clusterId)
  const others = all.filter(({ id }) => id !== cardId)
  const found = others.findIndex(({ id }) => id === to.beforeId)
  const index = found === -1 ? others.length : found
  if (all[index]?.id === cardId) return
  board.doc.transact(() => {
    const order = orderAt(others, index)
    if (order !== null) {
      card.set('place', { cluster: to.clusterId, order } satisfies Place)
      return
    }
    // The gap is used up (some fifty moves to one spot, or two cards at one order): everybody here gets a new number.
    const ids = others.map(({ id }) => id)
    ids.splice(index, 0, cardId)
    for (const [rank, id] of ids.entries()) putAt(board, id, { cluster: to.clusterId, order: rank + 1 })
  }, origin)
}

/** A new cluster at the end holding the given cards, in this order; the caller minted `clusterId`. */
export function addCluster(
  board: BoardDoc,
  clusterId: string,
  title: string,
  cardIds: readonly string[],
  origin?: unknown,
): void {
  const { doc, clusters } = board
  if (!isId(clusterId) || clusters.has(clusterId)) return
  doc.transact(() => {
    const cluster = new Y.Map<unknown>()
    cluster.set('title', new Y.Text(title))
    cluster.set('order', lastOrder(clusterRanks(board)) + 1)
    clusters.set(clusterId, cluster)
    for (const [rank, id] of [...new Set(cardIds)].entries()) {
      putAt(board, id, { cluster: clusterId, order: rank + 1 })
    }
  }, origin)
}

/** Removes the cluster; its cards become loose, in their order, after those that are. */
export function removeCluster(board: BoardDoc, clusterId: string, origin?: unknown): void {
  if (!board.clusters.has(clusterId)) return
  board.doc.transact(() => {
    const cards = placed(board)
    const start = lastOrder(cards.filter(({ cluster }) => cluster === null)) + 1
    const freed = cards.filter(({ cluster }) => cluster === clusterId)
    for (const [rank, { id }] of freed.entries()) putAt(board, id, { cluster: null, order: start + rank })
    board.clusters.delete(clusterId)
  }, origin)
}

/** Links `from` (a later board's card, e.g. a challenge) to `to` (an earlier board's, e.g. an ideal). Links live in the board of `from`. */
export function setLink(
  { doc, cards, links }: BoardDoc,
  from: string,
  to: string,
  on: boolean,
  origin?: unknown,
): void {
  const key = `${from}>${to}`
  if (links.has(key) === on) return
  if (on && (!cards.has(from) || !isId(to) || from === to)) return
  doc.transact(() => {
    if (on) links.set(key, true)
    else links.delete(key)
  }, origin)
}

export function setPart(
  { doc, cards }: BoardDoc,
  cardId: string,
  part: string | null,
  origin?: unknown,
): void {
  const card = cards.get(cardId)
  if (!(card instanceof Y.Map) || (card.get('part') ?? null) === part) return
  doc.transact(() => {
    if (part === null) card.delete('part')
    else card.set('part', part)
  }, origin)
}

/** Judges a solution by one measure; `null` takes the judgement back. */
export function setEstimate(
  { doc, cards }: BoardDoc,
  cardId: string,
  estimate: Estimate,
  level: Level | null,
  origin?: unknown,
): void {
  const card = cards.get(cardId)
  if (!(card instanceof Y.Map) || (card.get(estimate) ?? null) === level) return
  doc.transact(() => {
    if (level === null) card.delete(estimate)
    else card.set(estimate, level)
  }, origin)
}

/** Replaces the summary by plain text, one paragraph a line (programs and tests; people edit it in the editor). */
export function writeSummary({ doc, summary }: BoardDoc, text: string, origin?: unknown): void {
  doc.transact(() => replaceSummary(summary, text), origin)
}

interface Ranked {
  readonly id: string
  readonly order: number
}

function placed({ cards, clusters }: BoardDoc): (Ranked & Place)[] {
  return [...cards.entries()]
    .flatMap(([id, card]) => (card instanceof Y.Map ? { id, ...placeOf(card, clusters) } : []))
    .sort(byOrder)
}

function clusterRanks({ clusters }: BoardDoc): Ranked[] {
  return [...clusters.entries()].map(([id, cluster]) => {
    const order: unknown = cluster instanceof Y.Map ? cluster.get('order') : null
    return { id, order: typeof order === 'number' && Number.isFinite(order) ? order : 0 }
  })
}

function lastOrder(ranked: readonly Ranked[]): number {
  return ranked.reduce((last, { order }) => Math.max(last, order), 0)
}

/** A number between the neighbours of `index`; `null` when doubles have none left there. */
function orderAt(others: readonly Ranked[], index: number): number | null {
  const before = others[index - 1]?.order
  const after = others[index]?.order
  if (before === undefined) return after === undefined ? 1 : below(after)
  if (after === undefined) return above(before)
  const middle = before + (after - before) / 2
  return before < middle && middle < after ? middle : null
}

function below(order: number): number | null {
  return order - 1 < order ? order - 1 : null
}

function above(order: number): number | null {
  return order + 1 > order ? order + 1 : null
}

function hasCluster({ clusters }: BoardDoc, clusterId: string | null): boolean {
  return clusterId === null || clusters.get(clusterId) instanceof Y.Map
}

function putAt({ cards }: BoardDoc, cardId: string, place: Place): void {
  const card = cards.get(cardId)
  if (card instanceof Y.Map) card.set('place', place)
}
