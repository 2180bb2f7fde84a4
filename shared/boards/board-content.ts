import { isId } from '../ids.ts'
import { isEstimated, readEstimates, type Estimates } from './estimates.ts'
import type { SummaryBlock } from './summary-blocks.ts'

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

export const EMPTY_BOARD: BoardContent = { cards: [], clusters: [], links: [], summary: '' }

/**
 * The part a reply's text plays; as a part of a solution it is none. It lets those who know only documents tell replies
 * from cards, for counting. What may be shown as what the state decides.
 */
export const REPLY_PART = 'reply'

export function isReply({ part }: Pick<ContentCard, 'part'>): boolean {
  return part === REPLY_PART
}

/** What a document holds under a key; anybody may have written it. */
export type Field = (key: string) => unknown

/** A card of whatever its document holds beside the text; values of the wrong type are left out. */
export function contentCard(
  id: string,
  text: string,
  field: Field,
  hasCluster: (id: string) => boolean,
): ContentCard {
  const { cluster, order } = placeIn(field('place'), hasCluster)
  const part = field('part')
  const estimates = readEstimates(field)
  return {
    id,
    text,
    clusterId: cluster,
    order,
    part: typeof part === 'string' ? part : null,
    ...(isEstimated(estimates) ? { estimates } : {}),
  }
}

export function contentCluster(id: string, title: string, field: Field): ContentCluster {
  return { id, title, order: rank(field('order')) }
}

/** A card whose cluster is gone, or whose place does not read, is loose. */
export function placeIn(
  place: unknown,
  hasCluster: (id: string) => boolean,
): { readonly cluster: string | null; readonly order: number } {
  const { cluster, order } = fieldsOf(place)
  return { cluster: typeof cluster === 'string' && hasCluster(cluster) ? cluster : null, order: rank(order) }
}

/** Equal orders (two people dropped at one place at once) are settled by id, the same for everybody. */
export function byOrder(a: { readonly id: string; readonly order: number }, b: typeof a): number {
  return a.order - b.order || (a.id < b.id ? -1 : 1)
}

/** The links that lead from a card which is there, by key, the same for everybody. */
export function contentLinks(
  keys: Iterable<string>,
  hasCard: (id: string) => boolean,
): readonly ContentLink[] {
  return [...keys]
    .sort()
    .flatMap((key) => linkOf(key) ?? [])
    .filter(({ from }) => hasCard(from))
}

function linkOf(key: string): ContentLink | null {
  const [from, to, ...rest] = key.split('>')
  if (from === undefined || to === undefined || rest.length > 0) return null
  return isId(from) && isId(to) ? { from, to } : null
}

function rank(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Partial<Record<string, unknown>>) : {}
}
