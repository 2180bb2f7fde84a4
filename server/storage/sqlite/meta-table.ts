import type { Database } from 'better-sqlite3'
import type { Calls } from './writer-protocol.ts'

/** What is true of the whole file. */
export function metaTable(db: Database): Pick<Calls, 'generation'> {
  const get = db.prepare<[string], { readonly value: string }>('select value from meta where key = ?')
  return { generation: () => get.get('generation')?.value ?? '' }
}

/** Makes this file another telling of the story, so that nobody joins what they hold of the other one with it. */
export function renewGeneration(db: Database): void {
  db.prepare("update meta set value = lower(hex(randomblob(8))) where key = 'generation'").run()
}
