import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import DatabaseFile, { type Database } from 'better-sqlite3'
import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { StorageError, type Storage } from '../ports.ts'
import { checkJournal, type JournalFacts } from './check-journal.ts'
import { migrate } from './migrations.ts'
import { readMeta, renewGeneration, writeMeta } from './meta-table.ts'
import { EVERYTHING, storeOn, type Store } from './store.ts'

/** What rebuilding a workshop needs. */
export type ReadableStorage = Pick<Storage, 'journal' | 'snapshots' | 'people'>

const BACKED_UP_AT = 'backed_up_at'

/**
 * Copies the data of a folder as it stands at one moment, while a server may be writing to it: readers do not stop the
 * writer of a write-ahead log. What was erased is not copied. Rejects when `to` exists or the folder holds no data.
 */
export async function copyData(dir: string, to: string): Promise<void> {
  const from = join(dir, 'yoriai.db')
  if (!existsSync(from)) throw new StorageError(`There is no data in ${dir}.`)
  const db = new DatabaseFile(from, { readonly: true, fileMustExist: true })
  try {
    db.prepare('vacuum into ?').run(to)
  } finally {
    db.close()
  }
  await sync(to)
}

/** Whether the file and its folder entry survive a power cut, once this resolves. */
export async function sync(path: string): Promise<void> {
  for (const each of [path, dirname(path)]) {
    const handle = await open(each, 'r')
    await handle.sync().finally(() => handle.close())
  }
}

/** A copy of the data that nobody serves from: a backup, or what is about to be put in place. Owns its file; close it. */
export class DataCopy {
  readonly #db: Database
  #lost: readonly string[] = []
  readonly storage: ReadableStorage

  /** Brings an older version's copy up to date. Throws `StorageError` for what is no data of ours, or a newer version's. */
  constructor(path: string) {
    this.#db = new DatabaseFile(path, { fileMustExist: true })
    try {
      this.#db.pragma('journal_mode = DELETE')
      this.#db.pragma('synchronous = FULL')
      migrate(this.#db)
      const store = storeOn(this.#db, { onLoss: (reasons) => (this.#lost = reasons) })
      store.settle(EVERYTHING)
      this.storage = readable(store)
    } catch (error) {
      this.#db.close()
      if (error instanceof StorageError) throw error
      throw new StorageError(`${path} is no backup of Yoriai.`, { cause: error })
    }
  }

  /** Looks at every page, record and snapshot. */
  check(): JournalFacts {
    const verdict = this.#db.pragma('integrity_check(5)', { simple: true }) as string
    if (verdict !== 'ok') throw new StorageError(`The database is damaged: ${verdict}`)
    const facts = checkJournal(this.#db)
    return { ...facts, damage: [...this.#lost, ...facts.damage] }
  }

  /** the workshop with the longest log; `null` when there is none */
  largestWorkshop(): WorkshopId | null {
    const row = this.#db
      .prepare<[], { readonly id: WorkshopId }>(
        `select workshops.id from workshops join streams on streams.name = 'events/' || workshops.id
         order by streams.last_seq desc limit 1`,
      )
      .get()
    return row?.id ?? null
  }

  boardsOf(workshopId: WorkshopId): readonly { readonly teamId: TeamId; readonly board: BoardName }[] {
    const prefix = `board/${workshopId}/`
    return this.#db
      .prepare<[string, string], { readonly name: string }>(
        'select name from streams where substr(name, 1, length(?)) = ?',
      )
      .all(prefix, prefix)
      .map(({ name }) => {
        const [teamId, board] = name.slice(prefix.length).split('/')
        return { teamId: teamId as TeamId, board: board as BoardName }
      })
  }

  get backedUpAt(): Millis | null {
    const written = readMeta(this.#db, BACKED_UP_AT)
    return written === null ? null : Number(written)
  }

  stamp(at: Millis): void {
    writeMeta(this.#db, BACKED_UP_AT, String(at))
  }

  renewGeneration(): void {
    renewGeneration(this.#db)
  }

  close(): void {
    this.#db.close()
  }
}

function readable({ calls }: Store): ReadableStorage {
  const refused = () => Promise.reject(new StorageError('A copy takes nothing.'))
  const soon = <T>(read: () => T) => Promise.resolve().then(read)
  return {
    journal: {
      append: refused,
      trim: refused,
      quarantine: refused,
      read: (stream, afterSeq) => soon(() => calls.read(stream, afterSeq)),
    },
    snapshots: {
      save: refused,
      quarantine: refused,
      latest: (stream, below) => soon(() => calls.latestSnapshot(stream, below)),
    },
    people: {
      of: (id) => soon(() => calls.people(id)),
      answers: (id) => soon(() => calls.peopleAnswers(id)),
      erase: refused,
      unite: refused,
      elsewhere: (id) => soon(() => calls.elsewhere(id)),
      confirm: refused,
      unconfirm: refused,
      confirmed: (here) => soon(() => calls.confirmed(here)),
    },
  }
}
