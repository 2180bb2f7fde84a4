import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Log } from '../runtime.ts'
import type { JournalRecord, Snapshots, Storage, StreamName } from '../storage/ports.ts'
import { decodeRecord, decodeSnapshot, type BoardRecord } from './board-record.ts'
import { ClientIds } from './client-ids.ts'

/** A board as the disk has it. */
export interface StoredBoard {
  readonly base: Uint8Array | null
  /** what came after `base`; each of them applies */
  readonly tail: readonly Uint8Array[]
  /** how far both together go */
  readonly clocks: ReadonlyMap<number, number>
  readonly ids: ClientIds
  /** of the last record, readable or not */
  readonly seq: number
  /** something could not be read or did not apply, and was set aside */
  readonly wounded: boolean
}

/** A fresh document of a snapshot and the updates after it. Throws when one of them does not apply. */
export function buildBoard(base: Uint8Array | null, tail: readonly Uint8Array[]): BoardDoc {
  const board = boardDoc(new Y.Doc())
  // One transaction: thousands of small updates then cost milliseconds, not seconds.
  board.doc.transact(() => {
    if (base !== null) Y.applyUpdate(board.doc, base)
    for (const update of tail) Y.applyUpdate(board.doc, update)
  })
  return board
}

interface Base {
  readonly seq: number
  readonly update: Uint8Array | null
  readonly clocks: ReadonlyMap<number, number>
  readonly ids: ClientIds
}

interface Tail {
  readonly seq: number
  readonly record: BoardRecord
  /** how far it goes, by client */
  readonly reach: ReadonlyMap<number, number>
}

/**
 * Reads a board from the disk. Whatever cannot be read or applied is put in the quarantine and reported once, and the board
 * opens without it; a client that still holds the missing part brings it back with its next sync.
 *
 * Where every checksum holds no document is built: what is on the disk was applied once before it was written, and
 * snapshots were read back. Building is what takes long, and newcomers do not need it.
 */
export async function readStoredBoard(
  storage: Pick<Storage, 'journal' | 'snapshots'>,
  stream: StreamName,
  log: Log,
): Promise<StoredBoard> {
  const base = await readBase(storage.snapshots, stream, log)
  const { records, damaged, quarantined } = await storage.journal.read(stream, base.seq)
  const aside: [seq: number, reason: string][] = damaged.map((seq) => [seq, 'damaged or missing'])
  const readable = readableRecords(records, (seq) => aside.push([seq, 'does not read']))
  const sound =
    aside.length === 0
      ? readable
      : soundOnly(
          base.update,
          readable,
          ({ record }) => record.update,
          ({ seq }) => aside.push([seq, 'does not apply']),
        )
  for (const [seq, reason] of aside) {
    const isNews = await storage.journal.quarantine(stream, seq, reason).catch(() => true)
    if (isNews) log.error({ stream, seq, reason }, 'board record set aside')
  }
  return {
    base: base.update,
    tail: sound.map(({ record }) => record.update),
    clocks: learn(base, sound),
    ids: base.ids,
    seq: Math.max(base.seq, records.at(-1)?.seq ?? 0, ...damaged, ...quarantined),
    wounded: aside.length > 0 || quarantined.length > 0,
  }
}

/** The newest snapshot that reads; one that does not must not hide the older ones. */
async function readBase(snapshots: Snapshots, stream: StreamName, log: Log): Promise<Base> {
  let below: number | undefined
  for (;;) {
    const snapshot = await snapshots.latest(stream, below)
    if (snapshot === null) return { seq: 0, update: null, clocks: new Map(), ids: new ClientIds() }
    const { seq, bytes } = snapshot
    try {
      return { seq, ...readSnapshot(bytes) }
    } catch (error) {
      log.error({ stream, seq, err: error }, 'board snapshot set aside')
      await snapshots.quarantine(stream, seq, 'does not read').catch(() => false)
      below = seq
    }
  }
}

/** Throws when it is no snapshot of a board. */
function readSnapshot(bytes: Uint8Array): Omit<Base, 'seq'> {
  const { update, ...known } = decodeSnapshot(bytes)
  if (known.clocks !== null) return { update, clocks: known.clocks, ids: new ClientIds(known.owners) }
  const { doc } = buildBoard(update, [])
  if (isWaiting(doc)) throw new Error('The snapshot waits for something.')
  return { update, clocks: Y.decodeStateVector(Y.encodeStateVector(doc)), ids: new ClientIds() }
}

function readableRecords(
  records: readonly JournalRecord[],
  setAside: (seq: number) => void,
): readonly Tail[] {
  return records.flatMap(({ seq, bytes }) => {
    try {
      const record = decodeRecord(bytes)
      return [{ seq, record, reach: Y.parseUpdateMeta(record.update).to }]
    } catch {
      setAside(seq)
      return []
    }
  })
}

/** How far the board goes with its tail, and whose ids the tail brought. */
function learn({ clocks: before, ids }: Base, tail: readonly Tail[]): ReadonlyMap<number, number> {
  const clocks = new Map(before)
  for (const { record, reach } of tail) {
    for (const [client, clock] of reach) {
      clocks.set(client, Math.max(clock, clocks.get(client) ?? 0))
      if (record.sender !== null) ids.claim(client, record.sender)
    }
  }
  return clocks
}

/** The entries whose updates apply one after the other; each of the others is handed to `setAside`. */
export function soundOnly<Entry>(
  base: Uint8Array | null,
  entries: readonly Entry[],
  updateOf: (entry: Entry) => Uint8Array,
  setAside: (entry: Entry) => void,
): readonly Entry[] {
  const sound: Entry[] = []
  let { doc } = buildBoard(base, [])
  for (const entry of entries) {
    if (appliesTo(doc, updateOf(entry))) {
      sound.push(entry)
      continue
    }
    setAside(entry)
    // Half of it may have happened.
    doc = buildBoard(base, sound.map(updateOf)).doc
  }
  return sound
}

function appliesTo(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update)
    return !isWaiting(doc)
  } catch {
    return false
  }
}

/** Yjs keeps what has a gap for later; nothing of ours may stand on it. */
export function isWaiting({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}
