import * as Y from 'yjs'
import { isId } from '../ids.ts'
import type { BoardDoc, Place } from './board-doc.ts'
import { isEstimated, readEstimates, type Estimates } from './estimates.ts'
import { isPlain, plainLines, summaryBlocks, type SummaryBlock } from './summary-blocks.ts'

/** A board as plain data, in display order, before it is joined with what the state knows of each card. */
export interface BoardContent {
  readonly cards: readonly ContentCard[]
  readonly clusters: readonly ContentCluster[]
  readonly links: readonly ContentLink[]
  /** plain text, paragraphs separated by `\n` */
  readonly summary: string
  /** with its lists, links and emphasis; absent where the plain text says all there is */
  readonly richSummary?: readonly SummaryBlock[]
}

export interface ContentCard {
  readonly id: string
  readonly text: string
  /** `null`, or the id of a cluster that exists */
  readonly clusterId: string | null
  readonly order: number
  readonly part: string | null
  /** absent while nothing has been judged */
  readonly estimates?: Estimates
}

/**
 * The part a reply's text plays; as a part of a solution it is none. It lets those who know only documents tell replies
 * from cards, for counting. What may be shown as what the state decides.
 */
export const REPLY_PART = 'reply'

export function isReply({ part }: Pick<ContentCard, 'part'>): boolean {
  return part === REPLY_PART
}

export interface ContentCluster {
  readonly id: string
  readonly title: string
  readonly order: number
}

/** `from` lies on this board, `to` on an earlier one. */
export interface ContentLink {
  readonly from: string
  readonly to: string
}

/**
 * Reads a document defensively: values of the wrong type are left out, so a damaged board still opens. Clusters come
 * by order; cards by order, whichever cluster they lie in, so that the cards of one cluster are in order too. Equal
 * orders (two people dropped at one place at once) are settled by id, the same for everybody.
 */
export function readBoard({ cards, clusters, links, summary }: BoardDoc): BoardContent {
  const content = {
    clusters: mapsIn(clusters).map(([id, cluster]) => readCluster(id, cluster)),
    cards: mapsIn(cards).map(([id, card]) => readCard(id, card, clusters)),
  }
  const blocks = summaryBlocks(summary)
  return {
    cards: content.cards.sort(byOrder),
    clusters: content.clusters.sort(byOrder),
    links: [...links.keys()]
      .sort()
      .flatMap((key) => linkOf(key) ?? [])
      .filter(({ from }) => cards.has(from)),
    summary: plainLines(blocks).join('\n'),
    ...(isPlain(blocks) ? {} : { richSummary: blocks }),
  }
}

/** Where a card lies; a card whose cluster is gone, or whose place does not read, is loose. */
export function placeOf(card: Y.Map<unknown>, clusters: BoardDoc['clusters']): Place {
  const { cluster, order } = fieldsOf(card.get('place'))
  const known = typeof cluster === 'string' && clusters.get(cluster) instanceof Y.Map
  return { cluster: known ? cluster : null, order: rank(order) }
}

export function byOrder(a: { readonly id: string; readonly order: number }, b: typeof a): number {
  return a.order - b.order || (a.id < b.id ? -1 : 1)
}

export function readCard(id: string, card: Y.Map<unknown>, clusters: BoardDoc['clusters']): ContentCard {
  const { cluster, order } = placeOf(card, clusters)
  const part = card.get('part')
  const estimates = readEstimates((key) => card.get(key))
  return {
    id,
    text: plainText(card.get('text')),
    clusterId: cluster,
    order,
    part: typeof part === 'string' ? part : null,
    ...(isEstimated(estimates) ? { estimates } : {}),
  }
}

export function readCluster(id: string, cluster: Y.Map<unknown>): ContentCluster {
  return { id, title: plainText(cluster.get('title')), order: rank(cluster.get('order')) }
}

function mapsIn(map: Y.Map<Y.Map<unknown>>): [string, Y.Map<unknown>][] {
  return [...map.entries()].filter(([id, value]) => isId(id) && value instanceof Y.Map)
}

export function linkOf(key: string): ContentLink | null {
  const [from, to, ...rest] = key.split('>')
  if (from === undefined || to === undefined || rest.length > 0) return null
  return isId(from) && isId(to) ? { from, to } : null
}

/** Only the plain kind: an XmlText would answer with tags. */
function plainText(value: unknown): string {
  return value instanceof Y.Text && !(value instanceof Y.XmlText) ? value.toJSON() : ''
}

function rank(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Partial<Record<string, unknown>>) : {}
}
