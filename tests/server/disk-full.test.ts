import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { openDatabase } from '../../server/storage/sqlite/database.ts'
import { diskOf } from '../../server/storage/sqlite/disk.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { storeOn, type Store } from '../../server/storage/sqlite/store.ts'
import { Writer } from '../../server/storage/sqlite/writer.ts'
import type { Reply, Request } from '../../server/storage/sqlite/writer-protocol.ts'
import { DiskWatch } from '../../server/upkeep/disk-watch.ts'
import { manualRuntime } from '../support/board-runtime.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { LogBook, RoomHouse, settle } from '../support/server-rooms.ts'
import { storageFolder } from '../support/storage-folder.ts'

const stream = eventStream('disk' as WorkshopId)
const MIB = 1024 * 1024
let dir: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

/** Gives a folder a disk of its own of so many bytes. Throws where the system does not let us. */
function mountDisk(mount: string, bytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', mount], { stdio: 'ignore' })
}

function unmount(mount: string): void {
  execFileSync('umount', ['-l', mount])
}

/** Root may. Elsewhere the injected errors below show the same, without a real disk. */
function mayMount(): boolean {
  const mount = mkdtempSync(join(tmpdir(), 'yoriai-mount-'))
  try {
    mountDisk(mount, MIB)
    unmount(mount)
    return true
  } catch {
    return false
  } finally {
    rmdirSync(mount)
  }
}

describe('a full disk', () => {
  if (mayMount())
    it('F-47 G-17 is survived: the reserve ends the commit, then people are told, then it goes on', async () => {
      const mount = join(dir, 'disk')
      await mkdir(mount)
      mountDisk(mount, 3 * MIB)
      try {
        await surviveFullDisk(mount)
      } finally {
        unmount(mount)
      }
    })

  it('F-47 gives up the reserve once, and ends the commit that met the full disk', () => {
    const { writer, replies, trouble, disk, failNext } = inject()
    disk.refill()
    failNext('SQLITE_FULL', 1)
    writer.accept([append(1, 0)])
    writer.close()
    expect(replies).toMatchObject([{ id: 1, ok: true }])
    expect(trouble).toEqual([expect.stringContaining('the reserve is given up')])
    expect(disk.makeRoom(), 'there is none left').toBe(false)
  })

  it('F-47 refuses when the reserve does not help, keeps the database open, and goes on afterwards', () => {
    const { writer, replies, opens, failNext } = inject()
    failNext('SQLITE_FULL', 1)
    writer.accept([append(1, 0)])
    writer.accept([{ id: 2, name: 'read', args: [stream, 0] }])
    writer.accept([append(3, 0)])
    writer.close()
    expect(replies.map(({ id, ok }) => [id, ok])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ])
    expect(opens()).toBe(1)
  })

  it('F-47 makes the reserve only where there is ample room, and again when there is', () => {
    const small = diskOf(dir, 64 * 1024)
    expect(small.makeRoom()).toBe(false)
    small.refill()
    expect(small.makeRoom()).toBe(true)
    small.refill()
    expect(small.makeRoom()).toBe(true)
    const tooMuch = diskOf(dir, (small.free() ?? 0) / 2)
    tooMuch.refill()
    expect(tooMuch.makeRoom()).toBe(false)
  })

  it.each([
    ['ja', '空きが足りず'],
    ['en', 'too little space'],
  ])('F-47 lets no workshop begin below 50 MB, and says so in the language %s', async (language, words) => {
    const storage = new HeldStorage()
    const app = await TestApp.start({ storage })
    storage.freeBytes = 49 * MIB
    const body = { title: '引っ越しの段取り', goal: '迷わず動ける' }
    const headers = { 'accept-language': language }
    const refused = await app.request('POST', '/api/workshops', { body, headers })
    expect([refused.status, refused.json.error.code]).toEqual([503, 'disk_full'])
    expect(refused.json.error.message).toContain(words)
    storage.freeBytes = 51 * MIB
    expect((await app.request('POST', '/api/workshops', { body, headers })).status).toBe(201)
    await app.close()
  })
})

describe('a failing sync', () => {
  it('F-48 is never tried again: the log stays as it is, and the next commit is on a database that was looked at', async () => {
    const { writer, replies, opens, failNext } = inject()
    writer.accept([append(1, 0)])
    failNext('SQLITE_IOERR_FSYNC', 1)
    writer.accept([append(2, 1)])
    expect(replies).toMatchObject([{ ok: true }, { ok: false }])
    // Closing would have moved the log into the database, by what the failed connection remembers of it.
    expect((await stat(join(dir, 'yoriai.db-wal'))).size).toBeGreaterThan(0)
    writer.accept([append(3, 1)])
    writer.close()
    expect(replies.at(-1)).toMatchObject({ id: 3, ok: true })
    expect(opens()).toBe(2)
    const db = new DatabaseFile(join(dir, 'yoriai.db'))
    expect(db.prepare('select count(*) from journal').pluck().get()).toBe(2)
    db.close()
  })

  it('F-48 takes nothing on a database whose pages no longer hold together', async () => {
    const { writer, replies, failNext } = inject()
    for (let seq = 0; seq < 200; seq++) writer.accept([append(seq, seq, 2_000)])
    failNext('SQLITE_IOERR_FSYNC', 1)
    writer.accept([append(900, 200)])
    for (const file of ['yoriai.db', 'yoriai.db-wal']) await spoil(join(dir, file))
    writer.accept([append(901, 200)])
    expect(replies.at(-1)).toMatchObject({ id: 901, ok: false })
  })
})

describe('the watch on the disk', () => {
  it('F-05 says within two seconds that nothing is saved, once, and that it goes on', async () => {
    const storage = new HeldStorage()
    const runtime = manualRuntime()
    const log = new LogBook()
    const watch = new DiskWatch({ storage, runtime, log })
    await settle()
    expect(watch.saving).toBe(true)
    storage.break('append')
    runtime.pass(2_000)
    await settle()
    expect(watch.saving).toBe(false)
    for (let second = 0; second < 5; second++) {
      runtime.pass(1_000)
      await settle()
    }
    storage.mend('append')
    runtime.pass(1_000)
    await settle()
    expect(watch.saving).toBe(true)
    expect(log.lines).toEqual([expect.stringContaining('does not reach'), 'disk: saving works again'])
    watch.close()
  })

  it('F-05 notices a disk that does not answer at all', async () => {
    const runtime = manualRuntime()
    const log = new LogBook()
    const stuck = { health: () => new Promise<never>(() => undefined) }
    const watch = new DiskWatch({ storage: stuck, runtime, log })
    runtime.pass(1_999)
    expect(watch.saving).toBe(false)
    watch.close()
  })

  it('F-47 warns below 200 MB, once', async () => {
    const storage = new HeldStorage()
    const runtime = manualRuntime()
    const log = new LogBook()
    storage.freeBytes = 199 * MIB
    const watch = new DiskWatch({ storage, runtime, log })
    for (let second = 0; second < 5; second++) {
      await settle()
      runtime.pass(1_000)
    }
    expect(log.lines).toEqual([expect.stringContaining('room runs short')])
    watch.close()
  })
})

describe('a room on a failing disk', () => {
  it('F-05 G-17 refuses at once, loses nothing acknowledged, and takes commands again within 5 s of the mend', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    house.presence.enter(room.workshopId, {}, { role: 'facilitator', participantId: null })
    await house.give(room, { type: 'announce', text: '前' })
    house.storage.break('append')
    expect(await house.give(room, { type: 'announce', text: '中' })).toMatchObject({ ok: false })
    house.storage.mend('append')
    house.runtime.pass(5_000)
    await settle()
    const again = await house.room(room.workshopId)
    expect(await house.give(again, { type: 'announce', text: '後' })).toMatchObject({ ok: true })
    expect(again.state.announcements.map(({ text }) => text)).toEqual(['前', '後'])
    await house.registry.close()
  })
})

async function surviveFullDisk(mount: string): Promise<void> {
  const data = join(mount, 'data')
  const reserve = () => stat(join(data, 'yoriai.reserve')).catch(() => null)
  const storage = await openSqliteStorage({ dir: data, reserveBytes: 256 * 1024 })
  await storage.health()
  expect((await reserve())?.size).toBe(256 * 1024)
  let acknowledged = 0
  const append = () =>
    storage.journal
      .append({ stream, expectedSeq: acknowledged, records: [new Uint8Array(8_000).fill(7)] })
      .then(() => acknowledged++)
  const appendUntilRefused = async () => {
    for (;;) await append()
  }
  for (let count = 0; count < 20; count++) await append()

  await fill(join(mount, 'filler'))
  while ((await reserve()) !== null) await append()
  const asked = Date.now()
  await expect(appendUntilRefused()).rejects.toThrow(/full/)
  expect(Date.now() - asked).toBeLessThan(2_000)
  expect((await storage.health()).freeBytes).toBeLessThan(64 * 1024)
  const { records } = await storage.journal.read(stream, 0)
  expect(records, 'what is there can still be read').toHaveLength(acknowledged)

  await rm(join(mount, 'filler'))
  const freed = Date.now()
  await append()
  expect(Date.now() - freed).toBeLessThan(5_000)
  expect((await storage.health()).saving).toBe(true)
  await storage.close()
  const again = await openSqliteStorage({ dir: data })
  const kept = await again.journal.read(stream, 0)
  expect([kept.records.length, kept.damaged]).toEqual([acknowledged, []])
  await again.close()
}

/** Takes what is left of a disk, down to the last page. */
async function fill(file: string): Promise<void> {
  for (let size = MIB; size >= 4_096;)
    await appendFile(file, Buffer.alloc(size)).catch(() => {
      size /= 2
    })
}

async function spoil(file: string): Promise<void> {
  const content = await readFile(file).catch(() => null)
  if (content === null) return
  for (let at = 200; at < content.length; at += 97) content[at] = 0xff
  await writeFile(file, content)
}

/** A writer on a real database with errors of the driver to order. */
function inject() {
  const replies: Reply[] = []
  const trouble: string[] = []
  let opened = 0
  let failures: string[] = []
  let depth = 0
  const disk = diskOf(dir, 64 * 1024)
  const watched = (store: Store): Store => ({
    ...store,
    atomic<T>(work: () => T): T {
      depth++
      try {
        return store.atomic(() => {
          const value = work()
          const code = depth === 1 ? failures.shift() : undefined
          if (code) throw new DatabaseFile.SqliteError(`injected: ${code}`, code)
          return value
        })
      } finally {
        depth--
      }
    },
  })
  const writer = new Writer({
    open(afterFailure) {
      opened++
      return watched(storeOn(openDatabase({ dir, maxBytes: null }, { verified: afterFailure }), { disk }))
    },
    makeRoom: () => disk.makeRoom(),
    reply: (batch) => void replies.push(...batch),
    trouble: (message) => void trouble.push(message),
  })
  return {
    writer,
    replies,
    trouble,
    disk,
    opens: () => opened,
    failNext: (code: string, times: number) => void (failures = Array<string>(times).fill(code)),
  }
}

function append(id: number, expectedSeq: number, size = 1): Request {
  return { id, name: 'append', args: [{ stream, expectedSeq, records: [new Uint8Array(size)] }] }
}
