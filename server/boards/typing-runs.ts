import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { roomIn } from '#shared/boards/board-shape.ts'
import type { Typed } from './typed.ts'

/** What still surely fits into one text, in UTF-16 units; shared by all who type in it. */
interface Room {
  left: number
}

/** Where one client id is typing. */
interface Run {
  /** the clock of its next character */
  end: number
  readonly room: Room
  /** the character it types before; -1: none */
  readonly rightClient: number
  readonly rightClock: number
  /** typed since the document was last brought up to date, from this clock on */
  from: number
  /** its bytes, in UTF-8 */
  unapplied: number[]
}

/** A team's people, some pages each; more than these type at once on no board. */
const MOST_RUNS = 64

/**
 * What a board knows of the places where somebody is typing: whoever goes on behind their own last character, in a card or
 * a cluster's title, can do no harm and needs no document to be judged. What was typed so is applied later and as a whole;
 * the document then reads as if it had come one by one, because a string is the same to Yjs as its characters in a row.
 */
export class TypingRuns {
  readonly #runs = new Map<number, Run>()
  #waiting = false

  /** Takes what goes on behind the same client id's last character; `false`: it has to be judged in the document. */
  goesOn(update: Uint8Array, typed: Typed): boolean {
    const { client, clock, units } = typed
    const run = this.#runs.get(client)
    if (run?.end !== clock || typed.originClient !== client || typed.originClock !== clock - 1) return false
    if (typed.rightClient !== run.rightClient || typed.rightClock !== run.rightClock) return false
    if (units > run.room.left) return false
    run.room.left -= units
    run.end += units
    for (let at = typed.textStart; at < typed.textEnd; at++) run.unapplied.push(update[at] as number)
    this.#waiting = true
    return true
  }

  /** Hands what the document lacks to `apply`, as few updates as there are places. */
  bringUpToDate(apply: (updates: readonly Uint8Array[]) => void): void {
    if (!this.#waiting) return
    const updates: Uint8Array[] = []
    for (const [client, run] of this.#runs) {
      if (run.unapplied.length === 0) continue
      updates.push(joined(client, run))
      run.from = run.end
      run.unapplied = []
    }
    this.#waiting = false
    apply(updates)
  }

  /** Looks at a document that is up to date, in which the clients `wrote` have just written something. */
  observe(board: BoardDoc, wrote: Iterable<number>): void {
    const { store } = board.doc
    const rooms = new Map<Y.Text, Room>()
    const wherever = [...this.#runs.keys(), ...wrote]
    this.#runs.clear()
    for (const client of wherever) {
      const last = store.clients.get(client)?.at(-1)
      if (this.#runs.size >= MOST_RUNS || !(last instanceof Y.Item) || last.deleted) continue
      const text = last.parent
      if (!(text instanceof Y.Text) || !(last.content instanceof Y.ContentString)) continue
      const room = rooms.get(text) ?? { left: roomIn(text, board) }
      rooms.set(text, room)
      const end = last.id.clock + last.length
      const [rightClient, rightClock] = last.rightOrigin
        ? [last.rightOrigin.client, last.rightOrigin.clock]
        : [-1, -1]
      this.#runs.set(client, { end, room, rightClient, rightClock, from: end, unapplied: [] })
    }
  }

  /** The document is another one, made of everything taken so far. */
  clear(): void {
    this.#runs.clear()
    this.#waiting = false
  }
}

/** Everything typed in one place, as one struct. */
function joined(client: number, { from, rightClient, rightClock, unapplied }: Run): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, client, from]) encoding.writeVarUint(encoder, number)
    // A string with an origin, and with what stands behind it.
    encoding.writeUint8(encoder, rightClient < 0 ? 0x84 : 0xc4)
    for (const number of [client, from - 1]) encoding.writeVarUint(encoder, number)
    if (rightClient >= 0)
      for (const number of [rightClient, rightClock]) encoding.writeVarUint(encoder, number)
    encoding.writeVarUint8Array(encoder, Uint8Array.from(unapplied))
    encoding.writeVarUint(encoder, 0)
  })
}
