import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { moveCard, setPart } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import type { Lane, Place, Wall, WallCard } from './wall.ts'

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

/** Puts a card into a place, before another card or at the end. Everything else about the card stays. */
export function putCard(
  board: BoardDoc,
  card: Pick<WallCard, 'id' | 'clusterId' | 'part'>,
  place: Place,
  beforeId: CardId | null,
  { byPart, origin }: { readonly byPart: boolean; readonly origin: unknown },
): void {
  board.doc.transact(() => {
    const clusterId = byPart ? card.clusterId : place.kind === 'cluster' ? place.id : null
    if (byPart) {
      const part = place.kind === 'part' ? place.part : null
      if (part !== card.part) setPart(board, card.id, part)
    }
    moveCard(board, card.id, { clusterId, beforeId })
  }, origin)
}
