import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { moveCard, setPart } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import type { Place, WallCard } from './wall.ts'

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
