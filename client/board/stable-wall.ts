import type { Lane, Wall, WallCard } from './wall.ts'

/**
 * The wall `now` with every card and lane that reads as it did `before` replaced by what it was: what is the same object
 * is not drawn again, and of 500 cards one changes at a time.
 */
export function stableWall(before: Wall | null, now: Wall): Wall {
  if (before === null) return now
  const cards = new Map<string, WallCard>()
  for (const lane of before.lanes) for (const card of lane.cards) cards.set(card.id, card)
  for (const card of before.drafts) cards.set(card.id, card)
  const kept = (card: WallCard): WallCard => {
    const was = cards.get(card.id)
    return was !== undefined && sameFields(was, card, SAME_LIST) ? was : card
  }
  const lanes = new Map(before.lanes.map((lane) => [lane.key, lane]))
  return {
    ...now,
    lanes: sameList(
      before.lanes,
      now.lanes.map((lane): Lane => {
        const was = lanes.get(lane.key)
        const next = { ...lane, cards: lane.cards.map(kept) }
        if (was === undefined) return next
        const same = sameList(was.cards, next.cards)
        return was.title === next.title && same === was.cards ? was : { ...next, cards: same }
      }),
    ),
    drafts: sameList(before.drafts, now.drafts.map(kept)),
  }
}

/** `before` when the two hold the same things. */
function sameList<Item>(before: readonly Item[], now: readonly Item[]): readonly Item[] {
  return before.length === now.length && before.every((item, index) => item === now[index]) ? before : now
}

const SAME_LIST = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && sameList(a, b) === a)

function sameFields(a: WallCard, b: WallCard, same: (a: unknown, b: unknown) => boolean): boolean {
  const fields = Object.keys(b) as (keyof WallCard)[]
  return fields.length === Object.keys(a).length && fields.every((field) => same(a[field], b[field]))
}
