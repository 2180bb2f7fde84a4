import type { BoardDoc } from './board-doc.ts'

/** A card as the server puts it on a board. */
export interface CardSeed {
  readonly id: string
  readonly text: string
  readonly part: string | null
}

/** Each edit is one transaction. `origin` is handed to Yjs (undo, "was it me"). Ids must exist; if not, nothing happens. */
export declare function addCard(board: BoardDoc, seed: CardSeed, origin?: unknown): void
export declare function removeCard(board: BoardDoc, cardId: string, origin?: unknown): void
/** Moves a card into a cluster (`null`: loose), before the card `beforeId`, or to the end. */
export declare function moveCard(
  board: BoardDoc,
  cardId: string,
  to: { clusterId: string | null; beforeId?: string | null },
  origin?: unknown,
): void
/** A new cluster at the end holding the given cards; returns nothing, the caller minted `clusterId`. */
export declare function addCluster(
  board: BoardDoc,
  clusterId: string,
  title: string,
  cardIds: readonly string[],
  origin?: unknown,
): void
/** Removes the cluster; its cards become loose. */
export declare function removeCluster(board: BoardDoc, clusterId: string, origin?: unknown): void
/** Links `from` (a later board's card, e.g. a challenge) to `to` (an earlier board's, e.g. an ideal). Links live in the board of `from`. */
export declare function setLink(board: BoardDoc, from: string, to: string, on: boolean, origin?: unknown): void
export declare function setPart(board: BoardDoc, cardId: string, part: string | null, origin?: unknown): void
/** Replaces the summary by plain text, one paragraph a line (programs and tests; people edit it in the editor). */
export declare function writeSummary(board: BoardDoc, text: string, origin?: unknown): void
