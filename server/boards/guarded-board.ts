import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { shapeFault } from '#shared/boards/board-shape.ts'
import type { Random } from '#shared/random.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Log } from '../runtime.ts'
import { isEmptyUpdate, judgeUpdate, LARGEST_BOARD } from './admission.ts'
import type { Refused } from './board-connection.ts'
import type { BoardLog } from './board-log.ts'
import { SERVER, type Sender } from './client-ids.ts'
import { answerFrame } from './frames.ts'
import { isWaiting } from './stored-board.ts'
import { LONGEST_TYPED, readTyped } from './typed.ts'
import { TypingRuns } from './typing-runs.ts'
import { WholeBoard } from './whole-board.ts'

/** What a change made of a document: canonical bytes, the only ones that may reach the disk and others. */
export type Emitted = Result<readonly Uint8Array[], Refused>

/** Whether what a change did to the document may stay. */
type Judge = (transaction: Y.Transaction, board: BoardDoc) => RefusalReason | null

/** Different state vectors whose answers are kept; a team has one or two. */
const MOST_ANSWERS = 16

/**
 * A document that takes a change whole or is as if it had never seen it. What it emits the caller must write. It is
 * built when somebody first edits: to greet newcomers the bytes from the disk are enough.
 */
export class GuardedBoard {
  readonly #written: BoardLog
  readonly #log: Log
  readonly #random: Random
  readonly #whole: WholeBoard
  readonly #typing = new TypingRuns()
  #board: BoardDoc | null = null
  #snapshot: Y.Snapshot | null = null
  /** what was sent to who came back with this much; after a restart a whole team comes back with the same */
  #beyond = new Map<string, Uint8Array>()

  /** `random` draws the document's client id: Yjs would draw one that no seed can repeat. */
  constructor(written: BoardLog, log: Log, random: Random) {
    this.#written = written
    this.#log = log
    this.#random = random
    const { base, tail } = written.parts
    this.#whole = WholeBoard.of(base, tail)
  }

  /** The document now, with everything taken; after a refusal it may be another one. */
  get board(): BoardDoc {
    const { doc } = this.#built()
    this.#typing.bringUpToDate((updates) => {
      doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
      if (!isWaiting(doc)) return
      this.#log.error({}, 'board built anew: what was typed did not apply')
      this.#forget(doc)
    })
    return this.#built()
  }

  get stateVector(): Uint8Array {
    if (this.#board !== null) return Y.encodeStateVector(this.board.doc)
    return Y.encodeStateVector(new Map(this.#written.clocksAtOpening))
  }

  /** The frames that bring somebody who has `stateVector` everything beyond it; `null` when that does not read. */
  framesBeyond(stateVector: Uint8Array): readonly Uint8Array[] | null {
    if (stateVector.length === 1 && stateVector[0] === 0) {
      return this.#whole.frames(() => Y.encodeStateAsUpdate(this.board.doc))
    }
    const key = Buffer.from(stateVector).toString('latin1')
    const known = this.#beyond.get(key)
    if (known) return [known]
    try {
      const frame = answerFrame(Y.encodeStateAsUpdate(this.board.doc, stateVector))
      if (this.#beyond.size >= MOST_ANSWERS) this.#beyond.clear()
      this.#beyond.set(key, frame)
      return [frame]
    } catch {
      return null
    }
  }

  /** Whether all of it is here already: what a reader says when we ask what it has beyond us. */
  holds(update: Uint8Array): boolean {
    if (isEmptyUpdate(update)) return true
    try {
      this.#snapshot ??= Y.snapshot(this.board.doc)
      return Y.snapshotContainsUpdate(this.#snapshot, update)
    } catch {
      return false
    }
  }

  /** Applies somebody's update if it is fit. */
  take(update: Uint8Array, sender: Sender): Emitted {
    if (isEmptyUpdate(update)) return ok([])
    const typed = this.#takeTyped(update, sender)
    if (typed !== null) return typed
    const { ids, size, wounded } = this.#written
    const { store } = this.board.doc
    const clockOf = (client: number) => Y.getState(store, client)
    const verdict = judgeUpdate(update, { clockOf, ids, sender, size, wounded })
    if (!verdict.ok) return err({ reason: verdict.error, costly: false })
    const emitted = this.#change(({ doc }) => Y.applyUpdate(doc, update), shapeFault)
    if (emitted.ok) for (const id of verdict.value) ids.claim(id, sender)
    return emitted
  }

  /**
   * Takes what somebody types on, judged by its bytes alone, and lets the very same bytes go on; `null` when it is
   * anything else. That is nearly all there is, and a document would cost several times as much.
   */
  #takeTyped(update: Uint8Array, sender: Sender): Emitted | null {
    const { ids, size } = this.#written
    if (update.byteLength > LONGEST_TYPED || size > LARGEST_BOARD) return null
    // A copy: what arrived is a view into all that came with it.
    const bytes = Buffer.from(update)
    const typed = readTyped(bytes)
    if (typed === null || ids.ownerOf(typed.client) !== sender || !this.#typing.goesOn(bytes, typed))
      return null
    const emitted = [bytes]
    this.#changed(emitted)
    return ok(emitted)
  }

  /** Runs a change of the server's own. */
  change(run: (board: BoardDoc) => void): Emitted {
    return this.#change(run, () => null)
  }

  /**
   * A change that throws, waits for something, or is not allowed may have happened by half (Yjs emits before it
   * throws), so the document is then built again from what has been written, which does not include it.
   */
  #change(run: (board: BoardDoc) => void, judge: Judge): Emitted {
    const { board } = this
    const { doc } = board
    const emitted: Uint8Array[] = []
    const wrote = new Set<number>()
    let fault: RefusalReason | null = null
    const onUpdate = (update: Uint8Array) => void emitted.push(update)
    const onTransaction = (transaction: Y.Transaction) => {
      fault ??= judge(transaction, board)
      for (const [client, end] of transaction.afterState)
        if (end !== transaction.beforeState.get(client)) wrote.add(client)
    }
    doc.on('update', onUpdate)
    doc.on('afterTransaction', onTransaction)
    try {
      doc.transact(() => run(board))
      if (isWaiting(doc)) fault = 'malformed'
    } catch (error) {
      this.#log.warn({ err: error }, 'board edit did not apply')
      fault = 'malformed'
    } finally {
      doc.off('update', onUpdate)
      doc.off('afterTransaction', onTransaction)
    }
    if (fault !== null) {
      this.#forget(doc)
      return err({ reason: fault, costly: true })
    }
    this.#typing.observe(board, wrote)
    if (emitted.length > 0) this.#changed(emitted)
    return ok(emitted)
  }

  #changed(emitted: readonly Uint8Array[]): void {
    this.#snapshot = null
    if (this.#beyond.size > 0) this.#beyond.clear()
    this.#whole.add(emitted)
  }

  /** The document as it was when it was last built, without what has been taken since. */
  #built(): BoardDoc {
    if (this.#board === null) {
      this.#board = this.#written.build()
      this.#board.doc.clientID = Math.floor(this.#random() * 2 ** 32)
      this.#written.ids.claim(this.#board.doc.clientID, SERVER)
    }
    return this.#board
  }

  /** The next document is built of what has been written. */
  #forget(doc: Y.Doc): void {
    this.#board = this.#snapshot = null
    this.#typing.clear()
    this.#beyond.clear()
    doc.destroy()
  }
}
