import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { MINUTE, type Millis } from '#shared/time.ts'
import { backUp } from '../../server/operations/backup.ts'
import { backupPlace } from '../../server/operations/backup-process.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { eventStream, SPACE_TO_WARN, type StorageHealth } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { HourlyBackup, type BackupPlace } from '../../server/upkeep/hourly-backup.ts'
import { manualRuntime, type ManualRuntime } from '../support/board-runtime.ts'
import { listeningLog, quiet } from '../support/board-server.ts'
import { storageFolder } from '../support/storage-folder.ts'

/** A folder in which backups take no time, and go as they are told. */
class Shelf implements BackupPlace {
  readonly taken: Millis[] = []
  outcome: 'sound' | 'damaged' | 'fails' = 'sound'
  free: number | null = null
  running = 0
  signal: AbortSignal | null = null
  readonly #now: () => Millis
  constructor(now: () => Millis) {
    this.#now = now
  }
  async take(signal: AbortSignal): Promise<'sound' | 'damaged'> {
    this.signal = signal
    if (this.outcome === 'fails') throw new Error('no disk')
    if (this.outcome === 'sound') this.taken.push(this.#now())
    return this.outcome
  }
  newest = async () => this.taken.at(-1) ?? null
  freeBytes = async () => this.free
}

describe('a backup every hour', () => {
  let runtime: ManualRuntime
  let shelf: Shelf
  let log: ReturnType<typeof listeningLog>
  let hourly: HourlyBackup
  const health: StorageHealth = { saving: true, freeBytes: null, bytes: 50 * 1024 * 1024, quarantined: 0 }
  const begin = () => new HourlyBackup({ place: shelf, health: () => health, runtime, log })
  const pass = async (time: Millis) => {
    for (let left = time; left > 0; left -= MINUTE) {
      runtime.pass(Math.min(left, MINUTE))
      await quiet(3)
    }
  }
  const errors = () => log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)

  beforeEach(() => {
    runtime = manualRuntime()
    shelf = new Shelf(runtime.clock.now)
    log = listeningLog()
    hourly = begin()
  })
  afterEach(() => hourly.close())

  it('F-49 is taken ten minutes after the start, and from then on every hour', async () => {
    expect(hourly.age).toBeNaN()
    await pass(9 * MINUTE)
    expect(shelf.taken).toHaveLength(0)
    await pass(MINUTE + 3 * 60 * MINUTE)
    expect(shelf.taken).toHaveLength(4)
    await pass(10 * MINUTE)
    expect(hourly.age).toBe(600)
    expect(errors()).toEqual([])
  })

  it('F-49 a server that is started again goes on from the newest one', async () => {
    await pass(10 * MINUTE)
    hourly.close()
    await pass(20 * MINUTE)
    hourly = begin()
    await pass(39 * MINUTE)
    expect(shelf.taken).toHaveLength(1)
    await pass(2 * MINUTE)
    expect(shelf.taken).toHaveLength(2)
  })

  it('F-49 one that fails is told, counted and tried again in ten minutes', async () => {
    shelf.outcome = 'fails'
    await pass(30 * MINUTE)
    expect(errors()).toEqual(Array(3).fill('no backup was taken'))
    expect(hourly.failures).toBe(3)
    shelf.outcome = 'sound'
    await pass(10 * MINUTE)
    expect([hourly.failures, shelf.taken.length]).toEqual([0, 1])
  })

  it('F-49 damage in the data is told every hour, and is no success', async () => {
    shelf.outcome = 'damaged'
    await pass(71 * MINUTE)
    expect(errors()).toHaveLength(2)
    expect(hourly.failures).toBe(2)
    expect(hourly.age).toBeNaN()
  })

  it('F-47 takes none where it would leave the disk short of room', async () => {
    shelf.free = SPACE_TO_WARN + health.bytes - 1
    await pass(10 * MINUTE)
    expect(shelf.taken).toHaveLength(0)
    expect(errors()).toEqual(['no backup: there is too little room for it'])
    shelf.free += 1
    await pass(10 * MINUTE)
    expect(shelf.taken).toHaveLength(1)
  })

  it('F-52 is broken off when the server goes, and none is begun afterwards', async () => {
    await pass(10 * MINUTE)
    hourly.close()
    expect(shelf.signal?.aborted).toBe(true)
    await pass(3 * 60 * MINUTE)
    expect(shelf.taken).toHaveLength(1)
  })
})

describe('backups in a process of their own', () => {
  let dir: string
  let remove: () => Promise<void>
  beforeEach(async () => ({ dir, remove } = await storageFolder()))
  afterEach(() => remove())
  const clock = systemRuntime().clock

  const stream = eventStream('w' as WorkshopId)
  async function fill(): Promise<void> {
    const storage = await openSqliteStorage({ dir: join(dir, 'data') })
    await storage.journal.append({ stream, expectedSeq: 0, records: [new Uint8Array([1, 2, 3])] })
    await storage.close()
  }

  it(
    'F-49 G-20 takes and proves one, knows when, and keeps as many as it is told',
    { timeout: 120_000 },
    async () => {
      await mkdir(join(dir, 'data'))
      await fill()
      const to = join(dir, 'backups')
      const place = backupPlace({ from: join(dir, 'data'), to, keep: 2 })
      expect(await place.newest()).toBeNull()
      expect(await place.freeBytes()).toBeGreaterThan(0)
      const never = new AbortController().signal
      const began = Date.now()
      for (let count = 0; count < 3; count++) expect(await place.take(never)).toBe('sound')
      expect(await readdir(to)).toHaveLength(2)
      expect(await place.newest()).toBeGreaterThanOrEqual(began)
      expect(await place.newest()).toBeLessThanOrEqual(Date.now())
      const broken = backupPlace({ from: join(dir, 'nowhere'), to, keep: 2 })
      await expect(broken.take(never)).rejects.toThrow('There is no data')
      expect(await readdir(to)).toHaveLength(2)
      const gone = new AbortController()
      gone.abort()
      await expect(place.take(gone.signal)).rejects.toThrow()
    },
  )

  it('F-49 neither damaged ones nor what was cut off fill the disk, and sound ones stay', async () => {
    await mkdir(join(dir, 'data'))
    await fill()
    const to = join(dir, 'backups')
    await mkdir(to)
    const old = new Date(Date.now() - 2 * 60 * MINUTE)
    for (let hour = 0; hour < 9; hour++)
      await writeFile(join(to, `yoriai-2031-05-17T0${hour}-00-00-000Z.damaged.db`), '')
    await writeFile(join(to, 'yoriai-2031-05-17T09-00-00-000Z.db'), 'sound')
    const parts = ['yoriai-2031-05-17T07-00-00-000Z.part', 'yoriai-2031-05-17T08-00-00-000Z.part'] as const
    for (const part of parts) await writeFile(join(to, part), '')
    await utimes(join(to, parts[0]), old, old)
    await writeFile(join(to, 'something-else.part'), '')
    await utimes(join(to, 'something-else.part'), old, old)
    await backUp({ from: join(dir, 'data'), to, keep: 5, clock })
    const names = await readdir(to)
    expect(names.filter((name) => name.includes('damaged'))).toHaveLength(3)
    expect(names).not.toContain(parts[0])
    expect(names).toEqual(expect.arrayContaining([parts[1], 'something-else.part']))
    expect(await readFile(join(to, 'yoriai-2031-05-17T09-00-00-000Z.db'), 'utf8')).toBe('sound')
  })
})
