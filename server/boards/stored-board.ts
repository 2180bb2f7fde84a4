import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Log } from '../runtime.ts'
import type { JournalRecord, Snapshots, Storage, StreamName } from '../storage/ports.ts'

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
 * Reads a board from the disk. Whatever cannot be read or applied is put in the quarantine and reported once, and the board
 * opens without it; a client that still holds the missing part brings it back with its next sync.
 */
export async function readStoredBoard(
  { journal, snapshots }: Pick<Storage, 'journal' | 'snapshots'>,
  stream: StreamName,
  log: Log,
): Promise<StoredBoard> {
  const snapshot = await usableSnapshot(snapshots, stream, log)
  const base = snapshot?.bytes ?? null
  const { records, damaged, quarantined } = await journal.read(stream, snapshot?.seq ?? 0)
  const seq = Math.max(snapshot?.seq ?? 0, records.at(-1)?.seq ?? 0, ...damaged, ...quarantined)
  const setAside = async (bad: number, reason: string) => {
    if (await journal.quarantine(stream, bad, reason).catch(() => true))
      log.error({ stream, seq: bad, reason }, 'board record set aside')
  }
  for (const bad of damaged) await setAside(bad, 'damaged or missing')
  const updates = records.map(({ bytes }) => bytes)
  if (applies(base, updates)) return { base, tail: updates, seq }
  const { sound, others } = sortOut(base, records)
  for (const { seq: bad } of others) await setAside(bad, 'does not apply')
  return { base, tail: sound, seq }
}

/** The newest snapshot that is a document; one that is not must not hide the older ones. */
async function usableSnapshot(
  snapshots: Snapshots,
  stream: StreamName,
  log: Log,
): Promise<JournalRecord | null> {
  let below: number | undefined
  for (;;) {
    const snapshot = await snapshots.latest(stream, below)
    if (snapshot === null || applies(null, [snapshot.bytes])) return snapshot
    below = snapshot.seq
    log.error({ stream, seq: below }, 'board snapshot set aside')
    await snapshots.quarantine(stream, below, 'does not apply').catch(() => false)
  }
}

interface Sorted {
  readonly sound: Uint8Array[]
  readonly others: readonly JournalRecord[]
}

function sortOut(base: Uint8Array | null, records: readonly JournalRecord[]): Sorted {
  const sound: Uint8Array[] = []
  const others: JournalRecord[] = []
  let { doc } = buildBoard(base, sound)
  for (const record of records) {
    if (appliesTo(doc, record.bytes)) {
      sound.push(record.bytes)
      continue
    }
    others.push(record)
    // Half of it may have happened.
    doc = buildBoard(base, sound).doc
  }
  return { sound, others }
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
