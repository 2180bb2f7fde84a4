import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../runtime.ts'
import { StorageError } from '../storage/ports.ts'
import { DataCopy, sync } from '../storage/sqlite/copy-file.ts'
import { lockFolder, settleData } from '../storage/sqlite/database.ts'
import { writeUptime } from '../storage/sqlite/uptime-file.ts'
import { timeInName } from './backup.ts'
import { checkCopy, type CopyFacts } from './rebuild.ts'

export interface RestoreOptions {
  readonly backup: string
  /** the data folder; no server may be using it */
  readonly into: string
  readonly clock: Clock
}

export interface Restored {
  readonly facts: CopyFacts
  /** the folder that now holds what was there before; `null` when nothing was */
  readonly keptIn: string | null
}

const FILES = ['yoriai.db', 'yoriai.db-wal', 'yoriai.db-shm']

/**
 * Puts a backup in the place of the data. Nothing in the folder changes before the backup has been read back whole, and
 * what was there is kept beside it. Rejects with `StorageError` when a server uses the folder or the backup is no good.
 */
export async function restore({ backup, into, clock }: RestoreOptions): Promise<Restored> {
  if (!existsSync(backup)) throw new StorageError(`There is no file ${backup}.`)
  await mkdir(into, { recursive: true })
  const lock = lockFolder(into)
  const coming = join(into, 'yoriai.db.restoring')
  try {
    for (const old of [coming, `${coming}-journal`]) await rm(old, { force: true })
    await copyFile(backup, coming)
    const { facts, backedUpAt } = await prepare(coming, clock)
    await sync(coming)
    const keptIn = await putAside(into, join(into, `before-restore-${timeInName(clock.now())}`))
    await rename(coming, join(into, 'yoriai.db'))
    // Clocks go on where they stood when the backup was taken: the time since then counts as an outage (F-38).
    await writeUptime(into, backedUpAt === null ? null : { aliveAt: backedUpAt, outages: [] })
    await sync(join(into, 'yoriai.db'))
    return { facts, keptIn }
  } finally {
    await rm(coming, { force: true })
    lock.close()
  }
}

async function prepare(path: string, clock: Clock) {
  const copy = new DataCopy(path)
  try {
    const facts = await checkCopy(copy, clock)
    // Browsers may hold newer documents; joining them with these would bring back half of what was undone (F-09).
    copy.renewGeneration()
    return { facts, backedUpAt: copy.backedUpAt }
  } finally {
    copy.close()
  }
}

/** A second name first, so that a power cut finds the old data or the new, and never an empty folder. */
async function putAside(dir: string, keptIn: string): Promise<string | null> {
  if (!existsSync(join(dir, 'yoriai.db'))) return null
  await mkdir(keptIn)
  if (settleData(dir)) await link(join(dir, 'yoriai.db'), join(keptIn, 'yoriai.db'))
  else
    for (const name of FILES)
      if (existsSync(join(dir, name))) await rename(join(dir, name), join(keptIn, name))
  await sync(keptIn)
  return keptIn
}
