import type { Database } from 'better-sqlite3'
import type { Quarantined, StreamName } from '../ports.ts'
import type { Calls } from './writer-protocol.ts'

export interface QuarantineRows extends Pick<Calls, 'quarantined'> {
  /** `false` when it is there already */
  put(stream: StreamName, kind: Quarantined['kind'], seq: number, reason: string, bytes: Uint8Array): boolean
  /** seqs of the records of a stream that were put aside */
  records(stream: StreamName): ReadonlySet<number>
}

const NOTHING = new Uint8Array(0)

export function quarantineTable(db: Database): QuarantineRows {
  // The time is the database's own: operators compare it with their logs, nothing else depends on it.
  const add = db.prepare(
    `insert into quarantine (stream, kind, seq, reason, at, bytes)
     values (?, ?, ?, ?, cast((julianday('now') - 2440587.5) * 86400000 as integer), ?)
     on conflict do nothing`,
  )
  const ofStream = db.prepare<[string], { readonly seq: number }>(
    "select seq from quarantine where stream = ? and kind = 'record'",
  )
  const all = db.prepare<[], Quarantined>(
    'select stream, kind, seq, reason, at, bytes from quarantine order by at, rowid',
  )
  return {
    put: (stream, kind, seq, reason, bytes) =>
      // An empty view of nothing would be bound as null.
      add.run(stream, kind, seq, reason, bytes.byteLength === 0 ? NOTHING : bytes).changes > 0,
    records: (stream) => new Set(ofStream.all(stream).map(({ seq }) => seq)),
    quarantined: () => all.all(),
  }
}
