import type { Database } from 'better-sqlite3'
import { journalTable } from './journal-table.ts'
import { metaTable } from './meta-table.ts'
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
  close(): void
}

export function storeOn(db: Database): Store {
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
      ...workshopTable(db),
      ...tokenTable(db),
    },
    // The driver makes a savepoint of a transaction within a transaction.
    atomic: <T>(work: () => T) => transaction.immediate(work) as T,
    forget: journal.forget,
    close: () => void db.close(),
  }
}
