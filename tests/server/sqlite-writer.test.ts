import DatabaseFile from 'better-sqlite3'
import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { crc32 } from '../../server/storage/sqlite/crc32.ts'
import { openDatabase } from '../../server/storage/sqlite/database.ts'
import { storeOn } from '../../server/storage/sqlite/store.ts'
import type { Store } from '../../server/storage/sqlite/store.ts'
import { Writer } from '../../server/storage/sqlite/writer.ts'
import type { Reply, Request } from '../../server/storage/sqlite/writer-protocol.ts'
import { storageFolder } from '../support/storage-folder.ts'

const stream = eventStream('writer' as WorkshopId)
let dir: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

it('CRC-32 gives the check value of its definition, in one go and in parts', () => {
  const digits = new TextEncoder().encode('123456789')
  expect(crc32(digits)).toBe(0xcbf43926)
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(0xcbf43926)
  expect(crc32(new Uint8Array(0))).toBe(0)
})

it('the database syncs its log at every commit', () => {
  const db = openDatabase({ dir, maxBytes: null })
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  db.close()
})

it('opening moves what a crash left in the log into the database before anything else is written', async () => {
  const crashed = openDatabase({ dir, maxBytes: null })
  storeOn(crashed).calls.append({ stream, expectedSeq: 0, records: [new Uint8Array([7])] })
  const after = await storageFolder()
  for (const file of ['yoriai.db', 'yoriai.db-wal']) await copyFile(join(dir, file), join(after.dir, file))
  expect((await stat(join(after.dir, 'yoriai.db-wal'))).size).toBeGreaterThan(0)
  crashed.close()

  const db = openDatabase({ dir: after.dir, maxBytes: null })
  expect((await stat(join(after.dir, 'yoriai.db-wal'))).size).toBe(0)
  expect(storeOn(db).calls.read(stream, 0).records).toHaveLength(1)
  db.close()
  await after.remove()
})

describe('group commit', () => {
  it('takes everything that has arrived into one commit', async () => {
    const { writer, commits, replies } = start()
    for (let seq = 0; seq < 300; seq++) writer.accept([append(seq, seq)])
    await until(() => replies.length === 300)
    expect(commits).toEqual([300])
    expect(replies.every(({ ok }) => ok)).toBe(true)
    writer.close()
  })

  it('ends a commit at 500 records', async () => {
    const { writer, commits, replies } = start()
    for (let seq = 0; seq < 1_200; seq++) writer.accept([append(seq, seq)])
    await until(() => replies.length === 1_200)
    expect(commits).toEqual([500, 500, 200])
    writer.close()
  })

  it('ends a commit at 1 MiB, but never splits one append', async () => {
    const { writer, commits, replies } = start()
    const sizes = [400_000, 400_000, 400_000, 3_000_000, 10]
    sizes.forEach((size, seq) => writer.accept([append(seq, seq, new Uint8Array(size))]))
    await until(() => replies.length === sizes.length)
    expect(commits).toEqual([2, 1, 1, 1])
    writer.close()
  })

  it('answers reads first, from what is committed, without splitting the commit', async () => {
    const { writer, commits, replies } = start()
    writer.accept([append(1, 0)])
    writer.accept([{ id: 2, name: 'read', args: [stream, 0] }])
    writer.accept([append(3, 1)])
    await until(() => replies.length === 3)
    expect(commits).toEqual([2])
    expect(replies.map(({ id }) => id)).toEqual([2, 1, 3])
    expect(replies[0]).toMatchObject({ value: { records: [] } })
    writer.close()
  })

  it('lets what comes soon after a commit wait for one another, but answers reads', async () => {
    const { writer, commits, replies, holdRests, wake } = start()
    holdRests()
    writer.accept([append(1, 0)])
    await until(() => replies.length === 1)
    writer.accept([append(2, 1)])
    writer.accept([{ id: 3, name: 'read', args: [stream, 0] }, append(4, 2)])
    await until(() => replies.length === 2)
    for (let turns = 0; turns < 20; turns++) await turnOfTheLoop()
    expect(replies.map(({ id }) => id)).toEqual([1, 3])
    wake()
    await until(() => replies.length === 4)
    expect(commits).toEqual([1, 2])
    writer.close()
  })

  it('undoes one refused write alone', async () => {
    const { writer, commits, replies } = start()
    writer.accept([append(1, 0)])
    writer.accept([append(2, 7)])
    writer.accept([append(3, 1)])
    await until(() => replies.length === 3)
    expect(commits).toEqual([3])
    expect(replies.map(({ id, ok }) => [id, ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ])
    writer.close()
  })

  it('commits what is waiting before it closes', () => {
    const { writer, replies, closes } = start()
    writer.accept([append(1, 0)])
    writer.close()
    expect(replies).toMatchObject([{ id: 1, ok: true }])
    expect(closes()).toBe(1)
  })
})

describe('a failed sync', () => {
  const syncError = new DatabaseFile.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')

  it('fails every write of the commit, and the next goes to a database opened afresh', async () => {
    const { writer, replies, trouble, opens, closes, failNext } = start()
    failNext(syncError)
    writer.accept([append(1, 0)])
    writer.accept([append(2, 1)])
    await until(() => replies.length === 2)
    expect(replies).toMatchObject([
      { id: 1, ok: false, failure: { kind: 'storage', message: 'disk I/O error' } },
      { id: 2, ok: false, failure: { kind: 'storage', message: 'disk I/O error' } },
    ])
    expect(trouble).toEqual([expect.stringContaining('disk I/O error')])
    expect(closes()).toBe(1)
    writer.accept([append(3, 0)])
    await until(() => replies.length === 3)
    expect(replies[2]).toMatchObject({ id: 3, ok: true })
    expect(opens()).toBe(2)
    writer.close()
  })

  it('keeps refusing while the database cannot be opened, reads included, and goes on when it can', async () => {
    const { writer, replies, failNext, failOpening } = start()
    failNext(syncError)
    failOpening(2)
    writer.accept([append(1, 0)])
    await until(() => replies.length === 1)
    writer.accept([{ id: 2, name: 'read', args: [stream, 0] }])
    await until(() => replies.length === 2)
    writer.accept([append(3, 0)])
    await until(() => replies.length === 3)
    writer.accept([append(4, 0)])
    await until(() => replies.length === 4)
    expect(replies.map(({ ok }) => ok)).toEqual([false, false, false, true])
    writer.close()
  })
})

/** A writer on a real database, with its commits counted (writes in each) and failures to order. */
function start() {
  const commits: number[] = []
  const replies: Reply[] = []
  const trouble: string[] = []
  let opens = 0
  let closes = 0
  let failure: Error | null = null
  let failedOpenings = 0
  const rests: (() => void)[] = []
  let held = false

  function watched(store: Store): Store {
    let depth = 0
    return {
      calls: store.calls,
      forget: store.forget,
      atomic<T>(work: () => T): T {
        if (depth > 0) return store.atomic(work)
        depth = 1
        try {
          return store.atomic(() => {
            const value = work()
            const error = failure
            failure = null
            if (error) throw error
            commits.push(Array.isArray(value) ? value.length : 0)
            return value
          })
        } finally {
          depth = 0
        }
      },
      probe: () => store.probe(),
      close() {
        closes += 1
        store.close()
      },
      abandon() {
        closes += 1
        store.abandon()
      },
    }
  }

  const writer = new Writer({
    open() {
      if (failedOpenings > 0) {
        failedOpenings -= 1
        throw new DatabaseFile.SqliteError('unable to open database file', 'SQLITE_CANTOPEN')
      }
      opens += 1
      return watched(storeOn(openDatabase({ dir, maxBytes: null })))
    },
    reply: (batch) => void replies.push(...batch),
    trouble: (message) => void trouble.push(message),
    timers: {
      after(_delay, run) {
        rests.push(run)
        if (!held) setImmediate(() => rests.splice(0).forEach((end) => end()))
        return () => undefined
      },
    },
  })
  return {
    writer,
    /** from now on a rest after a commit lasts until `wake` */
    holdRests: () => void (held = true),
    wake: () => rests.splice(0).forEach((end) => end()),
    commits,
    replies,
    trouble,
    opens: () => opens,
    closes: () => closes,
    failNext: (error: Error) => void (failure = error),
    failOpening: (times: number) => void (failedOpenings = times),
  }
}

function append(id: number, expectedSeq: number, bytes = new Uint8Array([1])): Request {
  return { id, name: 'append', args: [{ stream, expectedSeq, records: [bytes] }] }
}

async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; !done(); turns++) {
    if (turns > 1_000) throw new Error('the writer does not answer')
    await turnOfTheLoop()
  }
}
