import type { CardId } from '#shared/ids.ts'
import type { Lane, Wall, WallCard } from './wall.ts'

/** A card's place on the wall, exact enough to put it back. */
export interface Spot {
  readonly card: WallCard
  readonly lane: Lane
  /** the card behind it; `null` for the last one */
  readonly beforeId: CardId | null
}

export function spotOf(wall: Wall, cardId: CardId): Spot | null {
  for (const lane of wall.lanes) {
    const at = lane.cards.findIndex((card) => card.id === cardId)
    const card = lane.cards[at]
    if (card) return { card, lane, beforeId: lane.cards[at + 1]?.id ?? null }
  }
  return null
}
