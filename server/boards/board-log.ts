import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import type { Log } from '../runtime.ts'
import { StorageError, type Storage, type StreamName } from '../storage/ports.ts'
import { encodeRecord, encodeSnapshot } from './board-record.ts'
import { SERVER, type ClientIds, type Sender } from './client-ids.ts'
import { buildBoard, isWaiting, readStoredBoard, soundOnly, type StoredBoard } from './stored-board.ts'

/** A commit of this much is as quick per record as it gets; more would only make the first ones wait. */
const BATCH_RECORDS = 500
const BATCH_BYTES = 1024 * 1024

/** Beyond this, opening a board takes noticeably longer than reading one snapshot. */
const COMPACT_RECORDS = 500
const COMPACT_BYTES = 256 * 1024

/** Updates of one sender, in their order. */
export interface Written {
  readonly sender: Sender
  readonly updates: readonly Uint8Array[]
}

interface Entry {
  readonly records: readonly Uint8Array[]
  readonly committed: () => void
  readonly failed: (error: unknown) => void
}

interface Options {
  readonly storage: Storage
  readonly stream: StreamName
  readonly log: Log
  /** once, when a commit fails: nothing after the last commit is on disk, and this log takes nothing any more */
  readonly onFailure: (error: unknown) => void
}

/**
 * The durable side of one board: what is on disk, and what is on its way there. One commit is in flight; whatever
 * arrives meanwhile is the next. Keeps the same bytes in memory, so that a document can be built afresh at once.
 */
export class BoardLog {
  readonly ids: ClientIds
  readonly #options: Options
  readonly #clocks: ReadonlyMap<number, number>
  #base: Uint8Array | null
  /** updates after `#base`: first those on disk, then those on their way */
  #tail: Uint8Array[]
  #tailBytes: number
  #onDisk: number
  #seq: number
  #queue: Entry[] = []
  #inFlight: readonly Entry[] | null = null
  #compacting = false
  #compactAt = { records: COMPACT_RECORDS, bytes: COMPACT_BYTES }
  #failure: { readonly error: unknown } | null = null
  #wounded: boolean

  private constructor(stored: StoredBoard, options: Options) {
    this.#options = options
    this.ids = stored.ids
    this.#clocks = stored.clocks
    this.#wounded = stored.wounded
    this.#base = stored.base
    this.#tail = [...stored.tail]
    this.#tailBytes = bytesIn(stored.tail)
    this.#onDisk = stored.tail.length
    this.#seq = stored.seq
  }

  static async open(options: Options): Promise<BoardLog> {
    return new BoardLog(await readStoredBoard(options.storage, options.stream, options.log), options)
  }

  /** bytes of everything the board is built of */
  get size(): number {
    return (this.#base?.byteLength ?? 0) + this.#tailBytes
  }

  /** Something of this board could not be read, and whoever still holds it may bring it back. */
  get wounded(): boolean {
    return this.#wounded
  }

  /** How far the board went when it was opened. */
  get clocksAtOpening(): ReadonlyMap<number, number> {
    return this.#clocks
  }

  /** The same board in parts: what is encoded as one, and what came after it. */
  get parts(): { readonly base: Uint8Array | null; readonly tail: readonly Uint8Array[] } {
    return { base: this.#base, tail: this.#tail }
  }

  /** Whether nothing is on its way to disk. */
  get settled(): boolean {
    return this.#queue.length === 0 && this.#inFlight === null && !this.#compacting
  }

  /** A fresh document of everything written so far, whether it has reached the disk or not. */
  build(): BoardDoc {
    try {
      const board = buildBoard(this.#base, this.#tail)
      if (!isWaiting(board.doc)) return board
    } catch {
      // found out below
    }
    return this.#rebuild()
  }

  /**
   * Calls `committed` when this and everything written before it is on disk, in the order of the calls; at once when
   * nothing is on its way. Calls `failed` instead when a commit failed; never both.
   */
  write(
    { sender, updates }: Written,
    committed: () => void,
    failed: (error: unknown) => void = () => undefined,
  ): void {
    if (this.#failure) return failed(this.#failure.error)
    if (updates.length === 0 && this.#queue.length === 0 && this.#inFlight === null) return committed()
    this.#tail.push(...updates)
    this.#tailBytes += bytesIn(updates)
    this.#queue.push({ records: updates.map((update) => encodeRecord(sender, update)), committed, failed })
    // A microtask later, so that frames which came in one packet share a commit.
    if (this.#queue.length === 1 && this.#inFlight === null) queueMicrotask(() => this.#commitNext())
  }

  /** Resolves when everything written so far is on disk; rejects when it cannot get there. */
  flush(): Promise<void> {
    return new Promise((resolve, reject) => this.write(NOTHING, resolve, reject))
  }

  /** Leaves out what does not apply; it was applied before it was written, so this is a fault of ours or of the disk. */
  #rebuild(): BoardDoc {
    const { stream, log } = this.#options
    const before = this.#tail.length
    this.#tail = [
      ...soundOnly(
        this.#base,
        this.#tail,
        (update) => update,
        () => log.error({ stream }, 'board update left out: it does not apply'),
      ),
    ]
    this.#onDisk -= before - this.#tail.length
    this.#tailBytes = bytesIn(this.#tail)
    this.#wounded = true
    return buildBoard(this.#base, this.#tail)
  }

  #commitNext(): void {
    if (this.#queue.length === 0 || this.#inFlight !== null || this.#failure) return
    this.#inFlight = this.#takeBatch()
    this.#commit(this.#inFlight).then(
      () => {
        this.#inFlight = null
        this.#compactIfDue()
        this.#commitNext()
      },
      (error: unknown) => this.#fail(error),
    )
  }

  async #commit(batch: readonly Entry[]): Promise<void> {
    const { storage, stream } = this.#options
    const [first] = batch
    const records = batch.length === 1 && first ? first.records : batch.flatMap((entry) => entry.records)
    if (records.length > 0) {
      await storage.journal.append({ stream, expectedSeq: this.#seq, records })
      this.#seq += records.length
      this.#onDisk += records.length
    }
    for (const { committed } of batch) committed()
  }

  #takeBatch(): readonly Entry[] {
    if (this.#queue.length === 1) {
      const all = this.#queue
      this.#queue = []
      return all
    }
    let records = 0
    let bytes = 0
    const end = this.#queue.findIndex((entry) => {
      records += entry.records.length
      bytes += bytesIn(entry.records)
      return records > BATCH_RECORDS || bytes > BATCH_BYTES
    })
    return this.#queue.splice(0, end === -1 ? this.#queue.length : Math.max(1, end))
  }

  #fail(error: unknown): void {
    const lost = [...(this.#inFlight ?? []), ...this.#queue]
    this.#failure = { error }
    this.#queue = []
    this.#inFlight = null
    for (const { failed } of lost) failed(error)
    this.#options.onFailure(error)
  }

  #compactIfDue(): void {
    const { records, bytes } = this.#compactAt
    const due = this.#onDisk >= records || this.#tailBytes >= bytes
    if (due && !this.#compacting) void this.#compact()
  }

  /** Replaces base and tail by one snapshot, made of exactly what is on disk; the records it holds may then go. */
  async #compact(): Promise<void> {
    const { storage, stream, log } = this.#options
    this.#compacting = true
    try {
      const count = this.#onDisk
      const seq = this.#seq
      const { doc } = buildBoard(this.#base, this.#tail.slice(0, count))
      const snapshot = Y.encodeStateAsUpdate(doc)
      // Each half takes as long as opening the board: others get their turn between the two.
      await new Promise(setImmediate)
      if (!holds(snapshot, doc)) throw new StorageError('A board snapshot does not read as the board.')
      const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
      const owners = this.ids.entries()
      await storage.snapshots.save(stream, seq, encodeSnapshot({ update: snapshot, clocks, owners }))
      this.#base = snapshot
      this.#tail = this.#tail.slice(count)
      this.#tailBytes = bytesIn(this.#tail)
      this.#onDisk -= count
      this.#compactAt = { records: COMPACT_RECORDS, bytes: COMPACT_BYTES }
      await storage.journal.trim(stream, seq)
    } catch (error) {
      // Nothing is lost: the records are still there. Not again before as many have come.
      this.#compactAt = { records: this.#onDisk + COMPACT_RECORDS, bytes: this.#tailBytes + COMPACT_BYTES }
      log.warn({ stream, err: error }, 'board not compacted')
    } finally {
      this.#compacting = false
    }
  }
}

/** Waits for what others have written. */
export const NOTHING: Written = { sender: SERVER, updates: [] }

/** Whether `snapshot` reads as the same document: the same inserts, the same deletes. */
function holds(snapshot: Uint8Array, doc: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(buildBoard(snapshot, []).doc), Y.snapshot(doc))
}

function bytesIn(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
}
