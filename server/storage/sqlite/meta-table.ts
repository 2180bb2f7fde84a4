import type { Database } from 'better-sqlite3'
import type { Calls } from './writer-protocol.ts'

/** What is true of the whole file. */
export function metaTable(db: Database): Pick<Calls, 'generation'> {
  return { generation: () => readMeta(db, 'generation') ?? '' }
}

export function readMeta(db: Database, key: string): string | null {
  const row = db
    .prepare<[string], { readonly value: string }>('select value from meta where key = ?')
    .get(key)
  return row?.value ?? null
}

export function writeMeta(db: Database, key: string, value: string): void {
  db.prepare(
    'insert into meta (key, value) values (?, ?) on conflict do update set value = excluded.value',
  ).run(key, value)
}

/** Makes this file another telling of the story, so that nobody joins what they hold of the other one with it. */
export function renewGeneration(db: Database): void {
  db.prepare("update meta set value = lower(hex(randomblob(8))) where key = 'generation'").run()
}
