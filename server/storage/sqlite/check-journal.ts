import type { Database, Statement } from 'better-sqlite3'
import { checksum } from './crc32.ts'

export interface JournalFacts {
  readonly workshops: number
  readonly streams: number
  readonly records: number
  readonly snapshots: number
  /** one line for each record that is missing or decayed and not in the quarantine, and each decayed snapshot */
  readonly damage: readonly string[]
  /** records and snapshots that were put aside before */
  readonly quarantined: number
}

interface StreamRow {
  readonly id: number
  readonly name: string
  readonly last_seq: number
  readonly trimmed_seq: number
}

interface Row {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly crc: number
}

/** Holds every record and snapshot against its checksum, and looks for records that are gone. */
export function checkJournal(db: Database): JournalFacts {
  const count = (rows: Statement<[], { readonly n: number }>) => rows.get()?.n ?? 0
  const streams = db.prepare<[], StreamRow>('select id, name, last_seq, trimmed_seq from streams').all()
  const recordsOf = db.prepare<[number], Row>(
    'select seq, bytes, crc from journal where stream_id = ? order by seq',
  )
  const aside = new Set(
    db
      .prepare<[], { readonly stream: string; readonly seq: number }>(
        "select stream, seq from quarantine where kind = 'record'",
      )
      .all()
      .map(({ stream, seq }) => `${stream} ${seq}`),
  )
  const damage: string[] = []
  let records = 0

  for (const { id, name, last_seq: last, trimmed_seq: trimmed } of streams) {
    const note = (seq: number, what: string) => {
      if (!aside.has(`${name} ${seq}`)) damage.push(`${name} ${seq}: ${what}`)
    }
    let next = trimmed + 1
    for (const { seq, bytes, crc } of recordsOf.iterate(id)) {
      records++
      while (next < seq) note(next++, 'missing')
      next = seq + 1
      if (checksum(name, seq, bytes) !== crc) note(seq, 'decayed')
    }
    while (next <= last) note(next++, 'missing')
  }
  const snapshots = db.prepare<[], Row & { readonly stream: string }>(
    'select stream, seq, bytes, crc from snapshots',
  )
  for (const { stream, seq, bytes, crc } of snapshots.iterate())
    if (checksum(stream, seq, bytes) !== crc) damage.push(`snapshot of ${stream} at ${seq}: decayed`)

  return {
    workshops: count(db.prepare('select count(*) as n from workshops')),
    streams: streams.length,
    records,
    snapshots: count(db.prepare('select count(*) as n from snapshots')),
    damage,
    quarantined: count(db.prepare('select count(*) as n from quarantine')),
  }
}
