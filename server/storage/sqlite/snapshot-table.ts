import type { Database } from 'better-sqlite3'
import { SNAPSHOTS_KEPT } from '../ports.ts'
import type { StreamName } from '../ports.ts'
import { checksum } from './crc32.ts'
import type { QuarantineRows } from './quarantine-table.ts'
import type { Calls } from './writer-protocol.ts'

export interface SnapshotRows extends Pick<Calls, 'saveSnapshot' | 'latestSnapshot' | 'quarantineSnapshot'> {
  /** the seq up to which even the oldest snapshot we may fall back to holds everything */
  safeToTrim(stream: StreamName): number
}

interface SnapshotRow {
  readonly seq: number
  readonly bytes: Uint8Array
  readonly crc: number
}

export function snapshotTable(db: Database, quarantine: QuarantineRows): SnapshotRows {
  const put = db.prepare(
    `insert into snapshots (stream, seq, bytes, crc) values (?, ?, ?, ?)
     on conflict (stream, seq) do update set bytes = excluded.bytes, crc = excluded.crc`,
  )
  const drop = db.prepare('delete from snapshots where stream = ? and seq = ?')
  const dropOlder = db.prepare('delete from snapshots where stream = ? and seq < ?')
  const one = db.prepare<[string, number], SnapshotRow>(
    'select seq, bytes, crc from snapshots where stream = ? and seq = ?',
  )
  const newestFirst = db.prepare<[string, number], SnapshotRow>(
    'select seq, bytes, crc from snapshots where stream = ? and seq < ? order by seq desc',
  )
  const isSound = (stream: StreamName, { seq, bytes, crc }: SnapshotRow) =>
    checksum(stream, seq, bytes) === crc

  /** The newest sound ones, newest first, at most so many as are kept; and the damaged ones met on the way. */
  function kept(stream: StreamName): {
    readonly sound: readonly number[]
    readonly damaged: readonly number[]
  } {
    const sound: number[] = []
    const damaged: number[] = []
    for (const row of newestFirst.iterate(stream, Infinity)) {
      ;(isSound(stream, row) ? sound : damaged).push(row.seq)
      if (sound.length === SNAPSHOTS_KEPT) break
    }
    return { sound, damaged }
  }

  function quarantineSnapshot(stream: StreamName, seq: number, reason: string): boolean {
    const row = one.get(stream, seq)
    if (!row) return false
    drop.run(stream, seq)
    return quarantine.put(stream, 'snapshot', seq, reason, row.bytes)
  }

  return {
    quarantineSnapshot,
    saveSnapshot(stream, seq, bytes) {
      put.run(stream, seq, bytes, checksum(stream, seq, bytes))
      const { sound, damaged } = kept(stream)
      for (const bad of damaged) quarantineSnapshot(stream, bad, 'the checksum does not hold')
      dropOlder.run(stream, sound[SNAPSHOTS_KEPT - 1] ?? 0)
    },
    latestSnapshot(stream, below) {
      for (const row of newestFirst.iterate(stream, below ?? Infinity)) {
        if (isSound(stream, row)) return { seq: row.seq, bytes: row.bytes }
      }
      return null
    },
    safeToTrim: (stream) => kept(stream).sound[SNAPSHOTS_KEPT - 1] ?? 0,
  }
}
