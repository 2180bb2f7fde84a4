import type { Database } from 'better-sqlite3'
import { SequenceError, type JournalRecord, type StreamName } from '../ports.ts'
import { checksum } from './crc32.ts'
import { isDiskFailure } from './database.ts'
import { intakeTable, type IntakeLoss } from './intake-table.ts'
import { unpackAppends } from './packed-appends.ts'
import type { PeopleRows } from './people-table.ts'
import type { WorkshopRows } from './workshop-tables.ts'
import type { QuarantineRows } from './quarantine-table.ts'
import type { SnapshotRows } from './snapshot-table.ts'
import { streamTable, type Stream, type Unsettled } from './stream-table.ts'
import { toFailure, type Calls, type Refusal } from './writer-protocol.ts'

type JournalCalls = Pick<Calls, 'append' | 'appendAll' | 'read' | 'trim' | 'quarantineRecord'>

interface RecordRow {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly crc: number
}

interface Others {
  readonly people: PeopleRows
  readonly workshops: Pick<WorkshopRows, 'writeListing'>
  readonly snapshots: SnapshotRows
  readonly quarantine: QuarantineRows
}

export interface JournalTable {
  readonly calls: JournalCalls
  /** What was taken since the last time, as one row of the intake: the end of every transaction. */
  write(): void
  /** A transaction was undone: what is remembered may be wrong. It is read again when it is next needed. */
  forget(): void
  /** Reads what an earlier run left in the intake; answers what of it is lost. Changes nothing on the disk. */
  load(): readonly IntakeLoss[]
  /** Puts away the oldest records of the intake, so many or so many bytes at most, but at least one. */
  settle(most: Amount): void
  /** Settles everything and leaves the intake empty, readable or not. */
  clear(): void
  /** what is in the intake and not settled */
  readonly unsettled: Amount
}

export interface Amount {
  readonly records: number
  readonly bytes: number
}

/**
 * All streams, in two places. A commit goes into the intake, where it costs one page for all its streams; from there the
 * records are settled into `journal`, many of a stream at once. A record of the intake counts while its seq is above the
 * `last_seq` its stream is settled to, so that settling may end anywhere and begin again.
 */
export function journalTable(
  db: Database,
  { people, workshops, snapshots, quarantine }: Others,
): JournalTable {
  const streams = streamTable(db)
  const intake = intakeTable(db)
  const addRecord = db.prepare('insert into journal (stream_id, seq, bytes, crc) values (?, ?, ?, ?)')
  const dropRecords = db.prepare('delete from journal where stream_id = ? and seq <= ?')
  const recordsAfter = db.prepare<[number, number], RecordRow>(
    'select seq, bytes, crc from journal where stream_id = ? and seq > ? order by seq',
  )
  const bytesAt = db.prepare<[number, number], { readonly bytes: Uint8Array }>(
    'select bytes from journal where stream_id = ? and seq = ?',
  )
  /** those with unsettled records, in the order of their first ones */
  const waiting = new Set<Stream>()
  let amount = { records: 0, bytes: 0 }
  let taken: { readonly stream: Stream; readonly record: Unsettled }[] = []
  let isLoaded = false

  function load(): readonly IntakeLoss[] {
    isLoaded = true
    const { rows, losses } = intake.load()
    const unknown: IntakeLoss[] = []
    const byId = new Map<number, Stream | undefined>()
    for (const { id: row, records } of rows) {
      for (const { streamId, seq, crc, bytes } of records) {
        if (!byId.has(streamId)) byId.set(streamId, streams.byId(streamId))
        const stream = byId.get(streamId)
        if (!stream)
          unknown.push({
            id: row,
            reason: `row ${row} of the intake is of stream ${streamId}, unknown`,
            bytes,
          })
        else if (seq > stream.last) keep(stream, { seq, crc, bytes, row })
      }
    }
    return [...losses, ...unknown]
  }

  function known(name: StreamName): Stream | undefined {
    if (!isLoaded) load()
    return streams.find(name)
  }

  function keep(stream: Stream, record: Unsettled): void {
    stream.unsettled.push(record)
    stream.last = record.seq
    waiting.add(stream)
    amount.records += 1
    amount.bytes += record.bytes.byteLength
  }

  /** The first `count` unsettled ones of a stream are settled or dropped. */
  function release(stream: Stream, count: number): void {
    for (const { bytes } of stream.unsettled.splice(0, count)) amount.bytes -= bytes.byteLength
    amount.records -= count
    if (stream.unsettled.length === 0) waiting.delete(stream)
  }

  /** Refused before anything is changed; after that nothing can fail but the disk. */
  function take(name: StreamName, expectedSeq: number, records: readonly Uint8Array[]): void {
    const found = known(name)
    const last = found?.last ?? 0
    if (last !== expectedSeq)
      throw new SequenceError(`${name} is at ${last}, but the append expected ${expectedSeq}.`)
    if (records.length === 0) return
    const stream = found ?? streams.begin(name)
    const row = intake.next()
    for (const bytes of records) {
      const seq = stream.last + 1
      const record = { seq, crc: checksum(name, seq, bytes), bytes, row }
      keep(stream, record)
      taken.push({ stream, record })
    }
  }

  function dropEmptyRows(): void {
    let oldest = intake.next()
    for (const { unsettled } of waiting) oldest = Math.min(oldest, unsettled[0]?.row ?? oldest)
    intake.dropBefore(oldest)
  }

  function settle({ records, bytes }: Amount): void {
    if (!isLoaded) load()
    const until = { records: amount.records - records, bytes: amount.bytes - bytes }
    for (const stream of waiting) {
      let count = 0
      let size = 0
      for (const record of stream.unsettled) {
        addRecord.run(stream.id, record.seq, record.bytes, record.crc)
        count += 1
        size += record.bytes.byteLength
        if (amount.records - count <= until.records || amount.bytes - size <= until.bytes) break
      }
      stream.settled = stream.unsettled[count - 1]?.seq ?? stream.settled
      streams.save(stream)
      release(stream, count)
      if (amount.records <= until.records || amount.bytes <= until.bytes) break
    }
    dropEmptyRows()
  }

  const calls: JournalCalls = {
    append({ stream, expectedSeq, records, people: names, listed }) {
      if (listed) workshops.writeListing(listed.workshopId, listed.listing)
      if (names) people.writeNames(names.workshopId, names.names)
      if (names?.answers) people.writeAnswers(names.workshopId, names.answers)
      take(stream, expectedSeq, records)
    },

    appendAll(packed) {
      const refusals: Refusal[] = []
      for (const [index, { stream, expectedSeq, records }] of unpackAppends(packed).entries()) {
        try {
          take(stream, expectedSeq, records)
        } catch (error) {
          if (isDiskFailure(error)) throw error
          refusals.push({ index, failure: toFailure(error) })
        }
      }
      return refusals
    },

    read(name, afterSeq) {
      const stream = known(name)
      if (!stream) return { records: [], damaged: [], quarantined: [] }
      const records: JournalRecord[] = []
      const damaged: number[] = []
      const aside = quarantine.records(name)
      const quarantined: number[] = []
      const lost = (seq: number) => (aside.has(seq) ? quarantined : damaged).push(seq)
      const from = Math.max(afterSeq, stream.trimmed)
      let next = from + 1
      const see = ({ seq, bytes, crc }: RecordRow) => {
        while (next < seq) lost(next++)
        next = seq + 1
        if (!aside.has(seq) && checksum(name, seq, bytes) === crc) records.push({ seq, bytes })
        else lost(seq)
      }
      for (const row of recordsAfter.iterate(stream.id, from)) see(row)
      for (const record of stream.unsettled)
        // A copy: it crosses to another thread, and what it is a window on would cross with it.
        if (record.seq > from) see({ ...record, bytes: new Uint8Array(record.bytes) })
      // A row that should be there and is not counts as damaged too.
      while (next <= stream.last) lost(next++)
      return { records, damaged, quarantined }
    },

    trim(name, upToSeq) {
      const stream = known(name)
      if (!stream) return
      const upTo = Math.min(upToSeq, stream.last, snapshots.safeToTrim(name))
      if (upTo <= stream.trimmed) return
      dropRecords.run(stream.id, upTo)
      stream.trimmed = upTo
      stream.settled = Math.max(stream.settled, upTo)
      streams.save(stream)
      const kept = stream.unsettled.findIndex(({ seq }) => seq > upTo)
      release(stream, kept === -1 ? stream.unsettled.length : kept)
      dropEmptyRows()
    },

    quarantineRecord(name, seq, reason) {
      const stream = known(name)
      // The record itself stays where it is until it is trimmed: the less is changed on a damaged disk, the better.
      const bytes =
        stream &&
        (stream.unsettled.find((record) => record.seq === seq)?.bytes ?? bytesAt.get(stream.id, seq)?.bytes)
      return quarantine.put(name, 'record', seq, reason, bytes ?? new Uint8Array(0))
    },
  }

  return {
    calls,
    load,
    settle,
    write() {
      if (taken.length === 0) return
      intake.add(
        taken.map(({ stream, record: { seq, crc, bytes } }) => ({ streamId: stream.id, seq, crc, bytes })),
      )
      taken = []
    },
    forget() {
      streams.forget()
      intake.forget()
      waiting.clear()
      amount = { records: 0, bytes: 0 }
      taken = []
      isLoaded = false
    },
    clear() {
      while (amount.records > 0) settle({ records: amount.records, bytes: Infinity })
      intake.clear()
    },
    get unsettled() {
      return amount
    },
  }
}
