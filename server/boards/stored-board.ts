import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Log } from '../runtime.ts'
import type { JournalRecord, Storage, StreamName } from '../storage/ports.ts'

/** A board as the disk has it. */
export interface StoredBoard {
  readonly base: Uint8Array | null
  /** what came after `base`; each of them applies */
  readonly tail: readonly Uint8Array[]
  /** of the last record, readable or not */
  readonly seq: number
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

/**
 * Reads a board from the disk. Whatever cannot be read or applied is set aside and reported, and the board opens
 * without it; a client that still holds the missing part brings it back with its next sync.
 */
export async function readStoredBoard(
  { journal, snapshots }: Storage,
  stream: StreamName,
  log: Log,
): Promise<StoredBoard> {
  const snapshot = await snapshots.latest(stream)
  const usable = snapshot !== null && applies(null, [snapshot.bytes])
  if (snapshot !== null && !usable) log.error({ stream, seq: snapshot.seq }, 'board snapshot set aside')
  const base = usable ? snapshot.bytes : null
  const { records, damaged } = await journal.read(stream, usable ? snapshot.seq : 0)
  if (damaged.length > 0) log.error({ stream, seqs: damaged }, 'damaged board records set aside')
  const seq = Math.max(snapshot?.seq ?? 0, records.at(-1)?.seq ?? 0, ...damaged)
  const updates = records.map(({ bytes }) => bytes)
  if (applies(base, updates)) return { base, tail: updates, seq }
  const tail = soundRecords(base, records, (record) =>
    log.error({ stream, seq: record.seq }, 'board record set aside: it does not apply'),
  )
  return { base, tail, seq }
}

function soundRecords(
  base: Uint8Array | null,
  records: readonly JournalRecord[],
  setAside: (record: JournalRecord) => void,
): Uint8Array[] {
  const tail: Uint8Array[] = []
  let { doc } = buildBoard(base, tail)
  for (const record of records) {
    if (appliesTo(doc, record.bytes)) {
      tail.push(record.bytes)
      continue
    }
    setAside(record)
    // Half of it may have happened.
    doc = buildBoard(base, tail).doc
  }
  return tail
}

function appliesTo(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update)
    return !isWaiting(doc)
  } catch {
    return false
  }
}

/** Whether a document takes all of it, without waiting for anything that is missing. */
function applies(base: Uint8Array | null, tail: readonly Uint8Array[]): boolean {
  try {
    return !isWaiting(buildBoard(base, tail).doc)
  } catch {
    return false
  }
}

/** Yjs keeps what has a gap for later; nothing of ours may stand on it. */
export function isWaiting({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}
