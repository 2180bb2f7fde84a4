import { join } from 'node:path'
import DatabaseFile, { type Database } from 'better-sqlite3'
import { StorageError } from '../ports.ts'
import { migrate } from './migrations.ts'

export interface DatabaseOptions {
  readonly dir: string
  /** the file may not grow beyond this; `null`: as far as the disk goes */
  readonly maxBytes: number | null
  /** kept free for the day the disk is full; 0: nothing */
  readonly reserveBytes?: number
}

/** How long to wait for another program that holds the database (a backup, somebody's command line). */
const BUSY_TIMEOUT_MS = 5_000
/** How long a starting server waits for the one it replaces to let go of the folder. */
const LOCK_TIMEOUT_MS = 1_000
/** The write-ahead log is cut back to this after a burst. */
const LOG_SIZE_LIMIT = 64 * 1024 * 1024

/**
 * Opens `yoriai.db` in the folder, with its tables up to date. A commit on it survives a power cut. `verified`: throws when
 * the pages do not hold together, which is asked after the disk has failed.
 */
export function openDatabase(options: DatabaseOptions, { verified = false } = {}): Database {
  const db = new DatabaseFile(join(options.dir, 'yoriai.db'), { timeout: BUSY_TIMEOUT_MS })
  try {
    db.pragma('journal_mode = WAL')
    // NORMAL would lose the last commits in a power cut; FULL syncs the log at every commit.
    db.pragma('synchronous = FULL')
    // On macOS fsync does not reach the platter without these; elsewhere they do nothing.
    db.pragma('fullfsync = ON')
    db.pragma('checkpoint_fullfsync = ON')
    db.pragma(`journal_size_limit = ${LOG_SIZE_LIMIT}`)
    // Erased names are overwritten where that costs no extra writes, instead of lingering in free space (D11).
    db.pragma('secure_delete = FAST')
    if (options.maxBytes !== null) {
      const pageSize = db.pragma('page_size', { simple: true }) as number
      db.pragma(`max_page_count = ${Math.max(1, Math.floor(options.maxBytes / pageSize))}`)
    }
    settleLog(db)
    migrate(db)
    if (verified) verify(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Moves what a crash or a failed sync left in the log into the database, freshly written and synced. After a failed sync
 * the operating system may hold log pages as clean that never reached the disk; commits behind such a hole would be
 * acknowledged and yet end with the next power cut. After a clean close there is nothing to move.
 */
function settleLog(db: Database): void {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }]
  if (result.busy !== 0)
    throw new StorageError('Another program is reading the database; it cannot be opened now.')
}

function verify(db: Database): void {
  const verdict = db.pragma('quick_check(1)', { simple: true }) as string
  if (verdict !== 'ok') throw new StorageError(`The database is damaged: ${verdict}`)
}

/**
 * Closes the database as a crash would leave it. The last connection to close moves the log into the database by what it
 * remembers of the log, unless it may only read; so one that may only read is made the last.
 */
export function abandon(db: Database): void {
  let last: Database | null = null
  try {
    last = new DatabaseFile(db.name, { readonly: true, fileMustExist: true })
    last.prepare('select count(*) from streams').get()
  } finally {
    db.close()
    last?.close()
  }
}

/**
 * Moves everything into the database file alone, without a log beside it, for who is about to move that file. `false` when
 * the file cannot be opened as a database. The folder must be locked.
 */
export function settleData(dir: string): boolean {
  try {
    const db = new DatabaseFile(join(dir, 'yoriai.db'), { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    try {
      settleLog(db)
    } finally {
      db.close()
    }
    return true
  } catch {
    return false
  }
}

/**
 * Makes this process the only one that uses the folder; close the returned handle to let go.
 *
 * Two servers on one folder would each keep rooms in memory and refuse each other's appends. The lock is an open
 * exclusive transaction on a file of its own: the operating system drops it when the process dies, however it dies, so
 * there is no stale lock file to delete. It is not put on the data itself so that a backup can be taken meanwhile.
 */
export function lockFolder(dir: string): Database {
  const lock = new DatabaseFile(join(dir, 'yoriai.lock'), { timeout: LOCK_TIMEOUT_MS })
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if (errorCode(error) === 'SQLITE_BUSY') {
      throw new StorageError(`Another Yoriai server is already using the data folder ${dir}.`, {
        cause: error,
      })
    }
    throw error
  }
}

/** The driver's code for what went wrong, such as `SQLITE_FULL`; `null` for anything that is not the driver's. */
export function errorCode(error: unknown): string | null {
  return error instanceof DatabaseFile.SqliteError ? error.code : null
}

/** Whether the disk or the file failed, as opposed to one request that cannot be carried out. */
export function isDiskFailure(error: unknown): boolean {
  const code = errorCode(error)
  return code !== null && !/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code)
}

/** Whether the disk had no room: nothing of the transaction was written, and with more room it may be tried again. */
export function isOutOfSpace(error: unknown): boolean {
  return errorCode(error) === 'SQLITE_FULL'
}
