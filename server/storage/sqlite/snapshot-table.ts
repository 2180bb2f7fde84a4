import type { Database } from 'better-sqlite3'
import { SNAPSHOTS_KEPT } from '../ports.ts'
import type { StreamName } from '../ports.ts'
import { checksum } from './crc32.ts'
import type { Calls } from './writer-protocol.ts'

export interface SnapshotRows extends Pick<Calls, 'saveSnapshot' | 'latestSnapshot'> {
  /** the seq up to which even the oldest snapshot we may fall back to holds everything */
  safeToTrim(stream: StreamName): number
}

interface SnapshotRow {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly crc: number
}

export function snapshotTable(db: Database): SnapshotRows {
  const put = db.prepare(
    `insert into snapshots (stream, seq, bytes, crc) values (?, ?, ?, ?)
     on conflict (stream, seq) do update set bytes = excluded.bytes, crc = excluded.crc`,
  )
  const oldestKept = db.prepare<[string], { readonly seq: number }>(
    `select seq from snapshots where stream = ? order by seq desc limit 1 offset ${SNAPSHOTS_KEPT - 1}`,
  )
  const dropOlder = db.prepare('delete from snapshots where stream = ? and seq < ?')
  const newestFirst = db.prepare<[string], SnapshotRow>(
    'select seq, bytes, crc from snapshots where stream = ? order by seq desc',
  )
  const safeToTrim = (stream: StreamName) => oldestKept.get(stream)?.seq ?? 0

  return {
    saveSnapshot(stream, seq, bytes) {
      put.run(stream, seq, bytes, checksum(stream, seq, bytes))
      dropOlder.run(stream, safeToTrim(stream))
    },
    latestSnapshot(stream) {
      for (const { seq, bytes, crc } of newestFirst.iterate(stream)) {
        if (checksum(stream, seq, bytes) === crc) return { seq, bytes }
      }
      return null
    },
    safeToTrim,
  }
}
