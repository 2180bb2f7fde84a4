import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Disk } from './disk.ts'
import type { StorageHealth, StreamName } from '../ports.ts'
import { abandon } from './database.ts'
import { communityTable } from './community-table.ts'
import { journalTable, type Amount } from './journal-table.ts'
import { metaTable, renewGeneration, writeMeta } from './meta-table.ts'
import { peopleTable } from './people-table.ts'
import { quarantineTable } from './quarantine-table.ts'
import { snapshotTable } from './snapshot-table.ts'
import { tokenTable, workshopTable } from './workshop-tables.ts'
import type { Calls } from './writer-protocol.ts'

/** Above this the intake is settled, slice by slice. What is in it is kept in memory and read again after a crash. */
const INTAKE = { records: 8_000, bytes: 2 * 1024 * 1024 }
/** So much is settled at a time: some ms, for which commits wait. */
const SLICE = { records: 300, bytes: 256 * 1024 }

/** An open database, seen from the writer. */
export interface Store {
  readonly calls: Calls
  /** Runs `work` in a transaction, committed to disk on return; inside another `atomic`, as a part that fails alone. */
  atomic<T>(work: () => T): T
  /** Whether so much waits in the intake that some of it should be settled. */
  isFilling(): boolean
  /** Settles the oldest of the intake, a slice or so much, and answers whether anything is left. Not inside `atomic`. */
  settle(most?: Amount): boolean
  /** Writes something of no meaning, as large as a common edit. */
  probe(): void
  close(): void
  /** Lets go without moving the log into the database: after a failed sync only a fresh look tells what the log holds. */
  abandon(): void
}

/** What the intake no longer holds although it should; the database goes on as another telling of the story. */
export type OnLoss = (reasons: readonly string[]) => void

/**
 * Reads the intake. Where something of it is lost and nobody can say of which streams, seqs may have been given out and seen
 * that nobody here knows of, and they will be given out again; so `onLoss` hears of it, and unless it throws, what is left
 * is put aside and the data gets another `generation`, with which nobody joins what they hold of the old one.
 */
export function storeOn(
  db: Database,
  { disk, onLoss }: { readonly disk?: Disk; readonly onLoss?: OnLoss } = {},
): Store {
  const quarantine = quarantineTable(db)
  const snapshots = snapshotTable(db, quarantine)
  const people = peopleTable(db)
  const workshops = workshopTable(db)
  const journal = journalTable(db, { people, workshops, snapshots, quarantine })
  const transaction = db.transaction((work: () => unknown) => work())
  let settleAbove = INTAKE.records

  // The driver makes a savepoint of a transaction within a transaction.
  function atomic<T>(work: () => T): T {
    if (db.inTransaction) return transaction.immediate(work) as T
    try {
      return transaction.immediate(() => {
        const value = work()
        journal.write()
        return value
      }) as T
    } catch (error) {
      journal.forget()
      throw error
    }
  }

  const losses = journal.load()
  if (losses.length > 0) {
    onLoss?.(losses.map(({ reason }) => reason))
    atomic(() => {
      for (const { id, reason, bytes } of losses) quarantine.put(INTAKE_STREAM, 'record', id, reason, bytes)
      journal.clear()
      renewGeneration(db)
    })
  }

  return {
    calls: {
      ...snapshots,
      ...people,
      ...journal.calls,
      quarantined: quarantine.quarantined,
      ...metaTable(db),
      health: () => healthOf(db, disk),
      ...workshops,
      ...communityTable(db),
      ...tokenTable(db),
    },
    atomic,
    isFilling: () =>
      journal.unsettled.records > settleAbove ||
      (settleAbove === INTAKE.records && journal.unsettled.bytes > INTAKE.bytes),
    settle(most = SLICE) {
      // A full disk has no room for moving things; it is tried again when as much more has come.
      settleAbove = journal.unsettled.records + SLICE.records
      atomic(() => journal.settle(most))
      settleAbove = INTAKE.records
      return journal.unsettled.records > 0
    },
    probe: () => writeMeta(db, 'probe', randomBytes(2_048).toString('base64')),
    close: () => void db.close(),
    abandon: () => abandon(db),
  }
}

/** Under this name the quarantine keeps what is left of intake rows; their ids stand for seqs. */
const INTAKE_STREAM = 'intake' as StreamName

/** For who wants every record in its stream's place, and need not let others in between. */
export const EVERYTHING: Amount = { records: Infinity, bytes: Infinity }

function healthOf(db: Database, disk: Disk | undefined): StorageHealth {
  disk?.refill()
  const pages = db.pragma('page_count', { simple: true }) as number
  const pageSize = db.pragma('page_size', { simple: true }) as number
  const row = db.prepare<[], { readonly n: number }>('select count(*) as n from quarantine').get()
  return {
    saving: true,
    freeBytes: disk?.free() ?? null,
    bytes: pages * pageSize,
    quarantined: row?.n ?? 0,
  }
}
