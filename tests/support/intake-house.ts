import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import type { StreamName } from '../../server/storage/ports.ts'
import { openDatabase } from '../../server/storage/sqlite/database.ts'
import { packAppends } from '../../server/storage/sqlite/packed-appends.ts'
import { storeOn, type OnLoss, type Store } from '../../server/storage/sqlite/store.ts'

/** A text for a stream, after so many others of it. */
export type Line = readonly [stream: StreamName, after: number, ...texts: string[]]

export function openStore(dir: string, onLoss?: OnLoss): Store {
  mkdirSync(dir, { recursive: true })
  const db = openDatabase({ dir, maxBytes: null })
  try {
    return storeOn(db, onLoss ? { onLoss } : {})
  } catch (error) {
    db.close()
    throw error
  }
}

/** All of them in one commit; which were refused, by their place. */
export function commit(store: Store, ...lines: readonly Line[]): number[] {
  const entries = lines.map(([stream, expectedSeq, ...texts]) => ({
    stream,
    expectedSeq,
    records: texts.map((text) => new TextEncoder().encode(text)),
  }))
  return store.atomic(() => store.calls.appendAll(packAppends(entries))).map(({ index }) => index)
}

/** `1 a` for record 1 that says `a`; `2?` for a damaged one, `3!` for one that was put aside. */
export function linesOf(store: Store, stream: StreamName, after = 0): string[] {
  const { records, damaged, quarantined } = store.calls.read(stream, after)
  return [
    ...records.map(({ seq, bytes }) => ({ seq, line: `${seq} ${new TextDecoder().decode(bytes)}` })),
    ...damaged.map((seq) => ({ seq, line: `${seq}?` })),
    ...quarantined.map((seq) => ({ seq, line: `${seq}!` })),
  ]
    .sort((a, b) => a.seq - b.seq)
    .map(({ line }) => line)
}

/** What a crash at this moment would leave of a folder, in another one. */
export function crashInto(from: string, to: string): string {
  mkdirSync(to, { recursive: true })
  for (const file of ['yoriai.db', 'yoriai.db-wal']) copyFileSync(join(from, file), join(to, file))
  return to
}

/** Lays hands on the tables themselves. Nobody may have them open. */
export function inTables<T>(dir: string, change: (db: DatabaseFile.Database) => T): T {
  const db = new DatabaseFile(join(dir, 'yoriai.db'))
  try {
    return change(db)
  } finally {
    db.close()
  }
}
