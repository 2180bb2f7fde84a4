import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Disk } from './disk.ts'
import type { StorageHealth } from '../ports.ts'
import { abandon } from './database.ts'
import { journalTable } from './journal-table.ts'
import { metaTable, writeMeta } from './meta-table.ts'
import { peopleTable } from './people-table.ts'
import { quarantineTable } from './quarantine-table.ts'
import { snapshotTable } from './snapshot-table.ts'
import { tokenTable, workshopTable } from './workshop-tables.ts'
import type { Calls } from './writer-protocol.ts'

/** An open database, seen from the writer. */
export interface Store {
  readonly calls: Calls
  /** Runs `work` in a transaction, committed to disk on return; inside another `atomic`, as a part that fails alone. */
  atomic<T>(work: () => T): T
  /** to be called when a part was undone: what is remembered of the rows may be wrong now */
  readonly forget: () => void
  /** Writes something of no meaning, as large as a common edit. */
  probe(): void
  close(): void
  /** Lets go without moving the log into the database: after a failed sync only a fresh look tells what the log holds. */
  abandon(): void
}

export function storeOn(db: Database, disk?: Disk): Store {
  const quarantine = quarantineTable(db)
  const snapshots = snapshotTable(db, quarantine)
  const people = peopleTable(db)
  const journal = journalTable(db, { people, snapshots, quarantine })
  const transaction = db.transaction((work: () => unknown) => work())
  return {
    calls: {
      ...snapshots,
      ...people,
      ...journal.calls,
      quarantined: quarantine.quarantined,
      ...metaTable(db),
      health: () => healthOf(db, disk),
      ...workshopTable(db),
      ...tokenTable(db),
    },
    // The driver makes a savepoint of a transaction within a transaction.
    atomic: <T>(work: () => T) => transaction.immediate(work) as T,
    forget: journal.forget,
    probe: () => writeMeta(db, 'probe', randomBytes(2_048).toString('base64')),
    close: () => void db.close(),
    abandon: () => abandon(db),
  }
}

function healthOf(db: Database, disk: Disk | undefined): StorageHealth {
  disk?.refill()
  const number = (pragma: string) => db.pragma(pragma, { simple: true }) as number
  const row = db.prepare<[], { readonly n: number }>('select count(*) as n from quarantine').get()
  return {
    saving: true,
    freeBytes: disk?.free() ?? null,
    bytes: number('page_count') * number('page_size'),
    quarantined: row?.n ?? 0,
  }
}
