import type { JournalEntry, StreamName } from '../ports.ts'
import type { PackedAppends } from './writer-protocol.ts'

type PlainEntry = Pick<JournalEntry, 'stream' | 'expectedSeq' | 'records'>

export function packAppends(entries: readonly PlainEntry[]): PackedAppends {
  const streams: StreamName[] = []
  const numbers: number[] = []
  let length = 0
  for (const { stream, expectedSeq, records } of entries) {
    streams.push(stream)
    numbers.push(expectedSeq, records.length)
    for (const { byteLength } of records) {
      numbers.push(byteLength)
      length += byteLength
    }
  }
  // Of exactly this size: with a view, all of the buffer under it would cross.
  const bytes = new Uint8Array(length)
  let at = 0
  for (const { records } of entries) {
    for (const record of records) {
      bytes.set(record, at)
      at += record.byteLength
    }
  }
  return { streams, numbers, bytes }
}

/** The records are windows on the packed bytes. */
export function unpackAppends({ streams, numbers, bytes }: PackedAppends): PlainEntry[] {
  let next = 0
  let from = 0
  const number = () => numbers[next++] ?? 0
  return streams.map((stream) => {
    const expectedSeq = number()
    const records = Array.from({ length: number() }, () => {
      const to = from + number()
      const record = bytes.subarray(from, to)
      from = to
      return record
    })
    return { stream, expectedSeq, records }
  })
}
