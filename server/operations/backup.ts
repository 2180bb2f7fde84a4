import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MINUTE, type Millis } from '#shared/time.ts'
import type { Clock } from '../runtime.ts'
import { copyData, DataCopy, sync } from '../storage/sqlite/copy-file.ts'
import { checkCopy, type CopyFacts } from './rebuild.ts'

export interface BackupOptions {
  /** the data folder; a server may be using it */
  readonly from: string
  /** the folder for backups; made when missing */
  readonly to: string
  /** how many sound backups stay, this one included; `null`: all */
  readonly keep: number | null
  readonly clock: Clock
}

export interface Backup {
  readonly path: string
  readonly bytes: number
  readonly facts: CopyFacts
  /** names of older backups that were removed */
  readonly removed: readonly string[]
}

/** Sound backups; ones with damage in them are named apart, and never pushed out or push others out. */
const NAME = /^yoriai-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/
/** Ones with damage are for whoever looks into it; taken every hour they must not fill the disk. */
const DAMAGED = /^yoriai-[\dT-]+Z\.damaged\.db$/
const DAMAGED_KEPT = 3
/** What a backup that was cut off left behind; a running one writes to its own all the time. */
const PART = /^yoriai-[\dT-]+Z\.part(-journal)?$/
const PART_IS_OLD: Millis = 60 * MINUTE

/** Takes a backup and proves it: what stands under its final name was read back whole, and survives a power cut. */
export async function backUp({ from, to, keep, clock }: BackupOptions): Promise<Backup> {
  await mkdir(to, { recursive: true })
  await removeOldParts(to, clock.now())
  const at = clock.now()
  const name = `yoriai-${timeInName(at)}`
  const part = join(to, `${name}.part`)
  try {
    await copyData(from, part)
    const facts = await checked(part, clock)
    const path = join(resolve(to), facts.damage.length === 0 ? `${name}.db` : `${name}.damaged.db`)
    await rename(part, path)
    await sync(path)
    const removed = keep === null || facts.damage.length > 0 ? [] : await prune(to, NAME, keep)
    await prune(to, DAMAGED, DAMAGED_KEPT)
    return { path, bytes: (await stat(path)).size, facts, removed }
  } catch (error) {
    for (const file of [part, `${part}-journal`]) await rm(file, { force: true })
    throw error
  }

  async function checked(path: string, time: Clock): Promise<CopyFacts> {
    const copy = new DataCopy(path)
    try {
      copy.stamp(at)
      return await checkCopy(copy, time)
    } finally {
      copy.close()
    }
  }
}

/** `2031-05-17T10-00-00-000Z`: sorts by time and stands in every file system. */
export function timeInName(at: number): string {
  return new Date(at).toISOString().replace(/[:.]/g, '-')
}

/** When the backup of this name was taken; `null` when it is no name of a sound one. */
export function timeOfSound(name: string): Millis | null {
  const [, day, ...time] = NAME.exec(name) ?? []
  const [hours, minutes, seconds, millis] = time
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${millis}Z`)
}

async function removeOldParts(dir: string, now: Millis): Promise<void> {
  for (const name of (await readdir(dir)).filter((one) => PART.test(one))) {
    const { mtimeMs } = await stat(join(dir, name))
    if (now - mtimeMs > PART_IS_OLD) await rm(join(dir, name), { force: true })
  }
}

async function prune(dir: string, kind: RegExp, keep: number): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => kind.test(name)).sort()
  const old = names.slice(0, Math.max(0, names.length - Math.max(1, keep)))
  for (const name of old) await rm(join(dir, name))
  return old
}
