import { byOrder, isReply, type BoardContent, type ContentCard } from './board-content.ts'
import { sameValue } from './same-content.ts'

/** What bringing a board back would change, in numbers a person can weigh. See `restoreBoard`. */
export interface BoardChanges {
  /** cards whose words become what they were */
  readonly reworded: number
  /** cards that go back to where they lay: another cluster, or loose */
  readonly moved: number
  /** cards that stay where they lie, or clusters, go back to the order they had */
  readonly reordered: boolean
  /** clusters that were there then and are not now; and the other way round */
  readonly clustersBack: number
  readonly clustersGone: number
  /** clusters whose title becomes what it was */
  readonly retitled: number
  /** links that come back and that go */
  readonly links: number
  readonly summary: boolean
  /** cards written since, which stay */
  readonly newer: number
  /** cards taken off since, which stay off */
  readonly takenOff: number
}

/** Replies are left out: nobody rewords or moves them, newer ones stay, and those taken off stay off. */
export function boardChanges(is: BoardContent, was: BoardContent): BoardChanges {
  return changesOf(withoutReplies(is), withoutReplies(was))
}

function withoutReplies(content: BoardContent): BoardContent {
  return { ...content, cards: content.cards.filter((card) => !isReply(card)) }
}

function changesOf(now: BoardContent, then: BoardContent): BoardChanges {
  const was = new Map(then.cards.map((card) => [card.id, card]))
  const is = new Map(now.cards.map((card) => [card.id, card]))
  const both = now.cards.flatMap((card) => {
    const before = was.get(card.id)
    return before ? [{ card, before }] : []
  })
  const titles = new Map(now.clusters.map(({ id, title }) => [id, title]))
  const clusterIds = new Set(then.clusters.map(({ id }) => id))
  return {
    reworded: both.filter(({ card, before }) => card.text !== before.text).length,
    moved: both.filter(({ card, before }) => card.clusterId !== before.clusterId || card.part !== before.part)
      .length,
    reordered: isReordered(now, then, was),
    clustersBack: then.clusters.filter(({ id }) => !titles.has(id)).length,
    clustersGone: now.clusters.filter(({ id }) => !clusterIds.has(id)).length,
    retitled: then.clusters.filter(({ id, title }) => titles.has(id) && titles.get(id) !== title).length,
    links: linksChanged(now, then, was, is),
    summary: now.summary !== then.summary || !sameValue(now.richSummary, then.richSummary),
    newer: now.cards.filter(({ id }) => !was.has(id)).length,
    takenOff: then.cards.filter(({ id }) => !is.has(id)).length,
  }
}

/** Whether bringing the board back would change nothing that can be seen. */
export function changesNothing(changes: BoardChanges): boolean {
  const { reworded, moved, reordered, clustersBack, clustersGone, retitled, links, summary } = changes
  return !summary && !reordered && reworded + moved + clustersBack + clustersGone + retitled + links === 0
}

/** Newer cards keep their place, and may come to lie before or after others for that. */
function isReordered(now: BoardContent, then: BoardContent, was: ReadonlyMap<string, ContentCard>): boolean {
  const staying = now.cards.filter(({ id, clusterId }) => (was.get(id)?.clusterId ?? clusterId) === clusterId)
  const cards = staying.map((card) => ({ ...card, order: was.get(card.id)?.order ?? card.order }))
  const clusters = then.clusters.filter(({ id }) => now.clusters.some((cluster) => cluster.id === id))
  const kept = now.clusters.filter(({ id }) => clusters.some((cluster) => cluster.id === id))
  return !sameIds(inPlaces(staying), inPlaces(cards)) || !sameIds(kept, clusters)
}

function inPlaces(cards: readonly ContentCard[]): readonly ContentCard[] {
  const place = ({ clusterId }: ContentCard) => clusterId ?? ''
  return cards.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : byOrder(a, b)))
}

function sameIds(some: readonly { id: string }[], others: readonly { id: string }[]): boolean {
  return some.every(({ id }, index) => others[index]?.id === id)
}

type Cards = ReadonlyMap<string, unknown>

function linksChanged(now: BoardContent, then: BoardContent, was: Cards, is: Cards): number {
  const key = ({ from, to }: BoardContent['links'][number]) => `${from}>${to}`
  const [before, after] = [new Set(then.links.map(key)), new Set(now.links.map(key))]
  const back = then.links.filter(
    (link) => !after.has(key(link)) && is.has(link.from) && (is.has(link.to) || !was.has(link.to)),
  )
  const gone = now.links.filter((link) => !before.has(key(link)) && was.has(link.from))
  return back.length + gone.length
}
