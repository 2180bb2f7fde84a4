import type { Database } from 'better-sqlite3'
import { SequenceError } from '../ports.ts'
import type { JournalRecord } from '../ports.ts'
import { checksum } from './crc32.ts'
import type { PeopleRows } from './people-table.ts'
import type { QuarantineRows } from './quarantine-table.ts'
import type { SnapshotRows } from './snapshot-table.ts'
import type { Calls } from './writer-protocol.ts'

type JournalCalls = Pick<Calls, 'append' | 'read' | 'trim' | 'quarantineRecord'>

interface StreamRow {
  readonly id: number
  last_seq: number
  trimmed_seq: number
}

interface RecordRow {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly crc: number
}

interface Others {
  readonly people: PeopleRows
  readonly snapshots: SnapshotRows
  readonly quarantine: QuarantineRows
}

/** Rows of `streams` that are kept in memory; beyond it all are read again. */
const MOST_STREAMS = 10_000

export function journalTable(
  db: Database,
  { people, snapshots, quarantine }: Others,
): { readonly calls: JournalCalls; readonly forget: () => void } {
  const findStream = db.prepare<[string], StreamRow>(
    'select id, last_seq, trimmed_seq from streams where name = ?',
  )
  const addStream = db.prepare('insert into streams (name, last_seq, trimmed_seq) values (?, 0, 0)')
  const setLast = db.prepare('update streams set last_seq = ? where id = ?')
  const setTrimmed = db.prepare('update streams set trimmed_seq = ? where id = ?')
  const addRecord = db.prepare('insert into journal (stream_id, seq, bytes, crc) values (?, ?, ?, ?)')
  const recordsAfter = db.prepare<[number, number], RecordRow>(
    'select seq, bytes, crc from journal where stream_id = ? and seq > ? order by seq',
  )
  const bytesAt = db.prepare<[number, number], { readonly bytes: Uint8Array }>(
    'select bytes from journal where stream_id = ? and seq = ?',
  )
  /** as in the open transaction; nobody else writes this database */
  const streams = new Map<string, StreamRow>()
  const rowOf = (stream: string): StreamRow | undefined => {
    const known = streams.get(stream)
    if (known) return known
    const row = findStream.get(stream)
    if (streams.size >= MOST_STREAMS) streams.clear()
    if (row) streams.set(stream, row)
    return row
  }
  const begin = (stream: string): StreamRow => {
    const id = Number(addStream.run(stream).lastInsertRowid)
    const row = { id, last_seq: 0, trimmed_seq: 0 }
    streams.set(stream, row)
    return row
  }
  const dropRecords = db.prepare('delete from journal where stream_id = ? and seq <= ?')

  const calls: JournalCalls = {
    append({ stream, expectedSeq, records, people: names }) {
      const known = rowOf(stream)
      const last = known?.last_seq ?? 0
      if (last !== expectedSeq) {
        throw new SequenceError(`${stream} is at ${last}, but the append expected ${expectedSeq}.`)
      }
      if (records.length > 0) {
        const row = known ?? begin(stream)
        let seq = last
        for (const bytes of records) {
          seq += 1
          addRecord.run(row.id, seq, bytes, checksum(stream, seq, bytes))
        }
        setLast.run(seq, row.id)
        row.last_seq = seq
      }
      if (names) people.writeNames(names.workshopId, names.names)
    },

    read(stream, afterSeq) {
      const row = rowOf(stream)
      if (!row) return { records: [], damaged: [], quarantined: [] }
      const records: JournalRecord[] = []
      const damaged: number[] = []
      const aside = quarantine.records(stream)
      const quarantined: number[] = []
      const lost = (seq: number) => (aside.has(seq) ? quarantined : damaged).push(seq)
      const from = Math.max(afterSeq, row.trimmed_seq)
      let next = from + 1
      for (const { seq, bytes, crc } of recordsAfter.iterate(row.id, from)) {
        while (next < seq) lost(next++)
        next = seq + 1
        if (!aside.has(seq) && checksum(stream, seq, bytes) === crc) records.push({ seq, bytes })
        else lost(seq)
      }
      // A row that should be there and is not counts as damaged too.
      while (next <= row.last_seq) lost(next++)
      return { records, damaged, quarantined }
    },

    trim(stream, upToSeq) {
      const row = rowOf(stream)
      if (!row) return
      const upTo = Math.min(upToSeq, row.last_seq, snapshots.safeToTrim(stream))
      if (upTo <= row.trimmed_seq) return
      dropRecords.run(row.id, upTo)
      setTrimmed.run(upTo, row.id)
      row.trimmed_seq = upTo
    },

    quarantineRecord(stream, seq, reason) {
      const row = rowOf(stream)
      // The row itself stays where it is until it is trimmed: the less is changed on a damaged disk, the better.
      const bytes = row && bytesAt.get(row.id, seq)?.bytes
      return quarantine.put(stream, 'record', seq, reason, bytes ?? new Uint8Array(0))
    },
  }

  return { calls, forget: () => streams.clear() }
}
