import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as v from 'valibot'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { copyBoard } from '#shared/boards/copy-board.ts'
import { MOMENT_REASONS } from '#shared/boards/moments.ts'
import { REPLY_PART } from '#shared/boards/board-content.ts'

const headSchema = v.object({
  at: v.number(),
  why: v.picklist(MOMENT_REASONS),
  phaseId: v.nullable(v.string()),
  cards: v.number(),
  clusters: v.number(),
})

/** What is known of a moment without looking into the board. */
export type MomentHead = Readonly<v.InferOutput<typeof headSchema>>

/** A moment as the journal keeps it. `update` is a whole document, without traces of what was there before. */
export interface MomentRecord {
  readonly head: MomentHead
  readonly update: Uint8Array
}

export type WhyKept = Pick<MomentHead, 'why' | 'phaseId'>

/** The board as it reads now; `null` while there is nothing on it worth keeping. */
export function momentOf(board: BoardDoc, at: number, why: WhyKept): MomentRecord | null {
  const copy = copyBoard(board)
  try {
    const { cards, clusters, summary } = copy
    if (cards.size + clusters.size + summary.length === 0) return null
    const head = { at, ...why, cards: countCards(copy), clusters: clusters.size }
    return { head, update: Y.encodeStateAsUpdate(copy.doc) }
  } finally {
    copy.doc.destroy()
  }
}

/** Replies lie among the cards, but nobody who chooses a moment thinks of them as such. */
function countCards({ cards }: BoardDoc): number {
  return [...cards.values()].filter((card) => card.get('part') !== REPLY_PART).length
}

/** The board of a moment, in a document of its own. Throws when it does not read. */
export function boardOf({ update }: MomentRecord): BoardDoc {
  const board = boardDoc(new Y.Doc())
  Y.applyUpdate(board.doc, update)
  return board
}

export function encodeMoment({ head, update }: MomentRecord): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify(head))
    encoding.writeUint8Array(encoder, update)
  })
}

/** A view into `bytes`. Throws when it does not read. */
export function decodeMoment(bytes: Uint8Array): MomentRecord {
  const decoder = decoding.createDecoder(bytes)
  const head = v.parse(headSchema, JSON.parse(decoding.readVarString(decoder)))
  return { head, update: decoding.readTailAsUint8Array(decoder) }
}
