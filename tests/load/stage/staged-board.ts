import * as Y from 'yjs'
import type { Seat } from './workshop.ts'

/** A board with its team before anybody types. */
export interface StagedBoard {
  readonly board: string
  readonly seats: readonly Seat[]
  readonly cardIds: readonly string[]
  /** the document as one update */
  readonly base: Uint8Array
  /** by card: where its text ends */
  readonly ends: ReadonlyMap<string, { readonly client: number; readonly clock: number }>
  /** Yjs clients of the people who came; filled by whoever lets them in */
  readonly clients: number[]
}

/** What people need to know of a board to write on it. */
export function described(doc: Y.Doc): Pick<StagedBoard, 'cardIds' | 'base' | 'ends'> {
  const cards = doc.getMap<Y.Map<unknown>>('cards')
  const ends = new Map<string, { client: number; clock: number }>()
  for (const [id, card] of cards.entries()) {
    const text = card.get('text')
    if (!(text instanceof Y.Text)) continue
    let last = text._start
    while (last?.right) last = last.right
    if (last) ends.set(id, { client: last.id.client, clock: last.id.clock + last.length - 1 })
  }
  return { cardIds: [...cards.keys()].sort(), base: Y.encodeStateAsUpdate(doc), ends }
}
