import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Log } from '../runtime.ts'
import { judgeChange, judgeUpdate } from './admission.ts'
import type { BoardLog } from './board-log.ts'
import { isWaiting } from './stored-board.ts'

/** What a change made of a document: canonical bytes, the only ones that may reach the disk and others. */
export type Emitted = Result<readonly Uint8Array[], RefusalReason>

/** A document that takes a change whole or is as if it had never seen it. What it emits the caller must write. */
export class GuardedBoard {
  readonly #written: BoardLog
  readonly #log: Log
  #board: BoardDoc
  /** what a newcomer gets; most of a team joins between two edits */
  #whole: Uint8Array | null = null
  #snapshot: Y.Snapshot | null = null

  constructor(written: BoardLog, log: Log) {
    this.#written = written
    this.#log = log
    this.#board = written.build()
  }

  /** The document now; after a refusal it may be another one. */
  get board(): BoardDoc {
    return this.#board
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#board.doc)
  }

  /** Everything beyond `stateVector`; `null` when that does not read. */
  beyond(stateVector: Uint8Array): Uint8Array | null {
    if (stateVector.length === 1 && stateVector[0] === 0) {
      return (this.#whole ??= Y.encodeStateAsUpdate(this.#board.doc))
    }
    try {
      return Y.encodeStateAsUpdate(this.#board.doc, stateVector)
    } catch {
      return null
    }
  }

  /** Whether all of it is here already: what a reader says when we ask what it has beyond us. */
  holds(update: Uint8Array): boolean {
    try {
      this.#snapshot ??= Y.snapshot(this.#board.doc)
      return Y.snapshotContainsUpdate(this.#snapshot, update)
    } catch {
      return false
    }
  }

  /** Applies an update from outside if it is fit. */
  take(update: Uint8Array): Emitted {
    const { store } = this.#board.doc
    const verdict = judgeUpdate(update, (client) => Y.getState(store, client), this.#written.size)
    return verdict.ok ? this.change(({ doc }) => Y.applyUpdate(doc, update)) : verdict
  }

  /**
   * Runs a change. One that throws, waits for something, or is too much may have happened by half (Yjs emits before it
   * throws), so the document is then built again from what has been written, which does not include it.
   */
  change(run: (board: BoardDoc) => void): Emitted {
    const { doc } = this.#board
    const emitted: Uint8Array[] = []
    let verdict: Result<null, RefusalReason> = ok(null)
    const onUpdate = (update: Uint8Array) => void emitted.push(update)
    const onTransaction = (transaction: Y.Transaction) => {
      if (verdict.ok) verdict = judgeChange(transaction)
    }
    doc.on('update', onUpdate)
    doc.on('afterTransaction', onTransaction)
    try {
      doc.transact(() => run(this.#board))
      if (isWaiting(doc)) verdict = err('malformed')
    } catch (error) {
      this.#log.warn({ err: error }, 'board edit did not apply')
      verdict = err('malformed')
    } finally {
      doc.off('update', onUpdate)
      doc.off('afterTransaction', onTransaction)
    }
    this.#whole = this.#snapshot = null
    if (verdict.ok) return ok(emitted)
    this.#board = this.#written.build()
    doc.destroy()
    return verdict
  }
}
