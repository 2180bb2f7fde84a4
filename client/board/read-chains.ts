import type { CardId } from '#shared/ids.ts'

/** How a board that is read beside the live one takes part in its chains. */
export interface ReadChains {
  /** cards of the live board may be linked to its cards now */
  readonly droppable: boolean
  /** a card of the live board is in the air */
  readonly carrying: boolean
  readonly lit: (cardId: CardId) => boolean
  readonly aimed: (cardId: CardId) => boolean
  /** how many cards of the live board answer this one; `null` where none could */
  readonly answers: (cardId: CardId) => number | null
  /** shows this card and those that answer it */
  readonly show: (cardId: CardId) => void
}
