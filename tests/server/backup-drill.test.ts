import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import DatabaseFile from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CardId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { BoardAddress } from '../../server/rooms/ports.ts'
import { backUp } from '../../server/operations/backup.ts'
import { restore } from '../../server/operations/restore.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { eventStream, type Storage } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { storageFolder } from '../support/storage-folder.ts'

const TOOL = join(import.meta.dirname, '../../server/operations/data-tool.ts')
const run = promisify(execFile)

let dir: string
let remove: () => Promise<void>
/** stopped after the test, newest first */
let open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  open = []
  ;({ dir, remove } = await storageFolder())
})
afterEach(async () => {
  for (const one of open.reverse()) await one.close()
  await remove()
})

describe('backup and restore', () => {
  it(
    'G-20 a backup taken under load restores elsewhere with everything acknowledged before it',
    { timeout: 90_000 },
    async () => {
      const { app, storage } = await serve('data')
      const { workshopId, facilitatorToken } = await app.open()
      const at: BoardAddress = {
        workshopId: workshopId as WorkshopId,
        teamId: 'all' as TeamId,
        board: 'topics',
      }
      const load = writeSteadily(app, at, facilitatorToken)
      await load.until(40)
      const before = load.acknowledged()
      const taken = await tool('backup', '--to', join(dir, 'backups'))
      expect(taken.output).toMatch(/Read back: 1 workshop, \d+ records/)
      expect(taken.output).toMatch(/Rebuilt the largest workshop: \d+ events, 1 board/)
      expect(taken.code).toBe(0)
      await load.stop()

      const [name] = await readdir(join(dir, 'backups'))
      const started = Date.now()
      const restored = await tool('restore', join(dir, 'backups', name ?? ''), '--into', join(dir, 'other'))
      expect(restored.code).toBe(0)
      const again = await serve('other')
      const cards = (await again.app.app.boards.read(at)).cards.map(({ id }) => id)
      const { state } = await again.app.state(workshopId, facilitatorToken)
      process.stdout.write(
        `restored and serving in ${Date.now() - started} ms: ${cards.length} cards, ${state.announcements.length} announcements\n`,
      )
      expect(cards).toEqual(expect.arrayContaining(before.cards))
      expect(state.announcements.map(({ text }) => text)).toEqual(
        expect.arrayContaining(before.announcements),
      )
      expect(cards.length).toBeLessThanOrEqual(load.acknowledged().cards.length)
      expect(Date.now() - started, 'the drill takes at most two minutes').toBeLessThan(120_000)
      // F-09: whoever holds the other telling must not join the two.
      expect(again.storage.generation).not.toBe(storage.generation)
    },
  )

  it('G-20 restoring keeps what was there, and the clock goes on where the backup was taken', async () => {
    await fill('data', ['古い'])
    const { path } = await backup()
    await fill('data', ['新しい'])
    const taken = inFile(path, (db) =>
      Number(db.prepare("select value from meta where key = 'backed_up_at'").pluck().get()),
    )
    const { keptIn } = await restore({ backup: path, into: join(dir, 'data'), clock })
    expect(await textsIn(join(dir, 'data'))).toEqual(['古い'])
    expect(await textsIn(keptIn ?? '')).toEqual(['古い', '新しい'])
    const storage = await openSqliteStorage({ dir: join(dir, 'data') })
    open.push(storage)
    expect((await storage.uptime.read())?.aliveAt).toBe(taken)
  })

  it('G-20 refuses while a server uses the folder, and changes nothing', async () => {
    await fill('data', ['一'])
    const { path } = await backup()
    open.push(await openSqliteStorage({ dir: join(dir, 'data') }))
    const refused = await tool('restore', path)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('already using the data folder')
    expect((await readdir(join(dir, 'data'))).filter((each) => /restor/.test(each))).toEqual([])
  })

  it.each([
    ['is something else', async (path: string) => writeFile(path, 'よりあい'.repeat(1_000))],
    ['was cut off', async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 20_000))],
  ])('G-20 refuses a backup that %s, and leaves the data as it is', async (_what, spoil) => {
    await fill(
      'data',
      Array.from({ length: 300 }, (_, index) => `${index}`),
    )
    const { path } = await backup()
    await fill('data', ['いま'])
    await spoil(path)
    await expect(restore({ backup: path, into: join(dir, 'data'), clock })).rejects.toThrow()
    expect((await textsIn(join(dir, 'data'))).at(-1)).toBe('いま')
    expect((await readdir(join(dir, 'data'))).filter((each) => /restor/.test(each))).toEqual([])
  })

  it('G-20 tells damage, keeps such a backup apart, and never lets it push out a sound one', async () => {
    await fill('data', ['一', '二', '三'])
    for (let turn = 1; turn <= 3; turn++) await backup(2)
    expect(await readdir(join(dir, 'backups'))).toHaveLength(2)
    inFile(join(dir, 'data', 'yoriai.db'), (db) =>
      db.prepare("update journal set bytes = x'00' where seq = 2").run(),
    )
    const { path, facts, removed } = await backup(1)
    expect(facts.damage).toEqual(['events/drill 2: decayed'])
    expect(removed).toEqual([])
    expect(path).toMatch(/\.damaged\.db$/)
    expect(await readdir(join(dir, 'backups'))).toHaveLength(3)
  })

  it('G-20 says plainly when there is nothing to back up', async () => {
    const refused = await tool('backup', '--to', join(dir, 'backups'))
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('There is no data in') })
    expect(await readdir(join(dir, 'backups'))).toEqual([])
  })

  it('G-20 takes what a killed server left in its log', async () => {
    const storage = await openSqliteStorage({ dir: join(dir, 'running') })
    await append(storage, ['一', '二'])
    await mkdir(join(dir, 'data'))
    for (const file of ['yoriai.db', 'yoriai.db-wal'])
      await copyFile(join(dir, 'running', file), join(dir, 'data', file))
    await storage.close()
    expect((await backup()).facts).toMatchObject({ records: 2, damage: [] })
  })
})

const { clock } = systemRuntime()

function backup(keep: number | null = null) {
  return backUp({ from: join(dir, 'data'), to: join(dir, 'backups'), keep, clock })
}

async function serve(folder: string): Promise<{ readonly app: TestApp; readonly storage: Storage }> {
  const storage = await openSqliteStorage({ dir: join(dir, folder) })
  open.push(storage)
  const app = await TestApp.start({ storage })
  open.push(app)
  return { app, storage }
}

/** Cards and announcements, one after another, until told to stop; knows which were acknowledged. */
function writeSteadily(app: TestApp, at: BoardAddress, token: string) {
  const cards: string[] = []
  const announcements: string[] = []
  let going = true
  const writing = (async () => {
    for (let count = 1; going; count++) {
      const id = `card-${count}`
      await app.app.boards.addCards(at, [{ id: id as CardId, text: `カード${count}`, part: null }])
      cards.push(id)
      if (count % 5 !== 0) continue
      const text = `お知らせ${count}`
      if ((await app.give(at.workshopId, token, { type: 'announce', text })).json.ok) announcements.push(text)
    }
  })()
  return {
    acknowledged: () => ({ cards: [...cards], announcements: [...announcements] }),
    async until(count: number) {
      while (cards.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    async stop() {
      going = false
      await writing
    },
  }
}

/** The tool as `npm run backup` starts it, on the sources. */
async function tool(task: 'backup' | 'restore', ...args: readonly string[]) {
  const env = { ...process.env, DATA_DIR: join(dir, 'data') }
  return run(process.execPath, ['--import', 'tsx', TOOL, task, ...args], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )
}

const DRILL = eventStream('drill' as WorkshopId)

/** Adds records to the folder's data. */
async function fill(folder: string, texts: readonly string[]): Promise<void> {
  const storage = await openSqliteStorage({ dir: join(dir, folder) })
  await append(storage, texts)
  await storage.close()
}

async function append(storage: Storage, texts: readonly string[]): Promise<void> {
  const { records } = await storage.journal.read(DRILL, 0)
  await storage.journal.append({
    stream: DRILL,
    expectedSeq: records.length,
    records: texts.map((text) => new TextEncoder().encode(text)),
  })
}

async function textsIn(folder: string): Promise<string[]> {
  const storage = await openSqliteStorage({ dir: folder })
  const { records } = await storage.journal.read(DRILL, 0)
  await storage.close()
  return records.map(({ bytes }) => new TextDecoder().decode(bytes))
}

/** The file as a database, for what only the disk knows. */
function inFile<T>(path: string, use: (db: DatabaseFile.Database) => T): T {
  const db = new DatabaseFile(path)
  try {
    return use(db)
  } finally {
    db.close()
  }
}
