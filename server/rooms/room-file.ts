import { isDeepStrictEqual } from 'node:util'
import type { IntakeAnswers } from '#shared/domain/answers.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { People } from '#shared/domain/people.ts'
import { evolve } from '#shared/domain/workshop.ts'
import type { WorkshopId } from '#shared/ids.ts'
import type { Clock, Log } from '../runtime.ts'
import {
  eventStream,
  StorageError,
  type JournalRecord,
  type Snapshots,
  type Storage,
  type StreamName,
} from '../storage/ports.ts'
import type { Numbered } from './batch.ts'
import {
  decodeRecord,
  decodeSnapshot,
  encodeSnapshot,
  SNAPSHOT_VERSION,
  type RoomSnapshot,
} from './journal-record.ts'
import { Receipts } from './receipts.ts'

/** A room as read from disk. */
export interface StoredRoom {
  readonly state: WorkshopState
  readonly seq: number
  readonly people: People
  readonly intake: IntakeAnswers
  readonly receipts: Receipts
  /** the events after the snapshot, for clients that come back with `since` */
  readonly tail: readonly Numbered[]
  readonly snapshotSeq: number
  /** `false`: a record is damaged. The room shows what is certain, up to that record, and takes no commands. */
  readonly intact: boolean
}

interface Reader {
  readonly storage: Pick<Storage, 'journal' | 'snapshots' | 'people'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Reads snapshot and tail. `null` when nothing was ever written. A damaged or unreadable record is never skipped:
 * what comes after it may rest on it, and guessing would show people a state that never was. The room then
 * ends before it, read-only, and the log says which record an operator has to restore from a backup.
 */
export async function readRoom(workshopId: WorkshopId, reader: Reader): Promise<StoredRoom | null> {
  const stream = eventStream(workshopId)
  const { journal, snapshots, people } = reader.storage
  const snapshot = await newestSnapshot(stream, snapshots)
  const snapshotSeq = snapshot?.seq ?? 0
  const read = await journal.read(stream, snapshotSeq)
  const lost = [...read.damaged, ...read.quarantined]
  if (!snapshot && read.records.length === 0 && lost.length === 0) return null
  for (const seq of read.damaged)
    await journal.quarantine(stream, seq, 'damaged or missing').catch(() => false)

  const receipts = new Receipts(snapshot?.receipts)
  const tail: Numbered[] = []
  let state = snapshot?.state ?? null
  let seq = snapshotSeq
  let fault = firstGap(read.records, lost, snapshotSeq)
  for (const record of read.records) {
    if (fault !== null && record.seq >= fault) break
    try {
      const { at, by, commandId, event } = decodeRecord(record.bytes)
      state = evolve(state, event)
      if (commandId !== null) receipts.note(by, commandId, record.seq)
      reader.clock.catchUp?.(at)
      tail.push({ seq: record.seq, event })
      seq = record.seq
    } catch (error) {
      fault = record.seq
      reader.log.error({ workshopId, seq: record.seq, err: error }, 'a record of the journal does not read')
    }
  }
  if (fault !== null)
    reader.log.error({ workshopId, seq: fault }, 'journal damaged: the room opens read-only')
  if (state === null)
    throw new StorageError(`The journal of ${workshopId} is damaged from its first record on`)
  return {
    state,
    seq,
    people: await people.of(workshopId),
    intake: await people.answers(workshopId),
    receipts,
    tail,
    snapshotSeq,
    intact: fault === null,
  }
}

/** The first seq after `afterSeq` that is damaged or missing; `null` when all are there. */
function firstGap(
  records: readonly JournalRecord[],
  lost: readonly number[],
  afterSeq: number,
): number | null {
  const damaged = Math.min(...lost)
  const missing = records.findIndex((record, index) => record.seq !== afterSeq + 1 + index)
  const gap = missing === -1 ? Infinity : afterSeq + 1 + missing
  const first = Math.min(damaged, gap)
  return Number.isFinite(first) ? first : null
}

/** The newest snapshot this version reads; another version's is passed over, not put aside: it is not broken. */
async function newestSnapshot(
  stream: StreamName,
  snapshots: Pick<Snapshots, 'latest'>,
): Promise<(RoomSnapshot & { readonly seq: number }) | null> {
  let below: number | undefined
  for (;;) {
    const saved = await snapshots.latest(stream, below)
    if (saved === null) return null
    const snapshot = decodeSnapshot(saved.bytes)
    if (snapshot) return { ...snapshot, seq: saved.seq }
    below = saved.seq
  }
}

/**
 * Saves the room as of `seq`. The journal stays whole: it says who did what when, and heals a bad snapshot.
 * Rejects, and saves nothing, when what would be saved does not read as the room it was made of.
 */
export async function saveRoom(
  workshopId: WorkshopId,
  room: { readonly state: WorkshopState; readonly seq: number; readonly receipts: Receipts },
  storage: Pick<Storage, 'snapshots'>,
): Promise<void> {
  const snapshot: RoomSnapshot = { v: SNAPSHOT_VERSION, state: room.state, receipts: room.receipts.saved() }
  const bytes = encodeSnapshot(snapshot)
  if (!isDeepStrictEqual(decodeSnapshot(bytes), snapshot))
    throw new StorageError(`A snapshot of ${workshopId} does not read as the room.`)
  await storage.snapshots.save(eventStream(workshopId), room.seq, bytes)
}
