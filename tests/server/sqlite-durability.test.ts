import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Worker } from 'node:worker_threads'
import DatabaseFile from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#shared/random.ts'
import type { WorkshopId } from '#shared/ids.ts'
import { eventStream, StorageError } from '../../server/storage/ports.ts'
import type { Storage } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { storageFolder } from '../support/storage-folder.ts'
import { CHILD_STREAMS, childRecord, childWorkshop } from '../support/storage-records.ts'

const stream = eventStream('durability' as WorkshopId)
let dir: string
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

describe('a killed server', () => {
  it('has every record it acknowledged, each time it is killed', { timeout: 120_000 }, async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
    const random = seededRandom(seed)
    const acknowledged = Array.from({ length: CHILD_STREAMS }, () => 0)
    for (let kill = 1; kill <= 5; kill++) {
      const during = `seed ${seed}, kill ${kill}`
      await appendUntilKilled(1 + Math.floor(random() * 1_500), acknowledged)
      const storage = await openSqliteStorage({ dir })
      for (const [which, least] of acknowledged.entries()) {
        const { records, damaged } = await storage.journal.read(eventStream(childWorkshop(which)), 0)
        expect(damaged, during).toEqual([])
        expect(records.length, during).toBeGreaterThanOrEqual(least)
        for (const [index, { seq, bytes }] of records.entries()) {
          expect(seq, during).toBe(index + 1)
          expect(text(bytes), during).toBe(text(childRecord(which, seq)))
        }
        // Appends of 1, 2, 3 records end at these seqs only: none is there in half.
        expect(endsOfAppends(records.length), during).toBe(true)
      }
      await storage.close()
    }
  })

  /** Runs the appending program, kills it after so many acknowledgements, and notes the last seq of each stream. */
  async function appendUntilKilled(acks: number, acknowledged: number[]): Promise<void> {
    const child = startChild()
    const exited = once(child, 'exit')
    let count = 0
    for await (const line of linesOf(child)) {
      const [which, seq] = line.split(' ').map(Number)
      if (which === undefined || seq === undefined) continue
      acknowledged[which] = seq
      // What it still prints after the signal was acknowledged too, so the loop goes on to the end of its output.
      if (++count === acks) child.kill('SIGKILL')
    }
    expect(await exited).toEqual([null, 'SIGKILL'])
  }

  function endsOfAppends(last: number): boolean {
    let seq = 0
    while (seq < last) seq += 1 + (seq % 3)
    return seq === last
  }
})

describe('the data folder', () => {
  it(
    'belongs to one server: a second refuses loudly, and a killed one leaves no lock',
    { timeout: 60_000 },
    async () => {
      const child = startChild()
      const lines = linesOf(child)[Symbol.asyncIterator]()
      expect((await lines.next()).value).toBe('open')
      const second = openSqliteStorage({ dir })
      await expect(second).rejects.toBeInstanceOf(StorageError)
      await expect(second).rejects.toThrow(/already using the data folder/)
      child.kill('SIGKILL')
      await once(child, 'exit')
      const storage = await openSqliteStorage({ dir })
      await storage.close()
    },
  )

  it('can be opened once within a process, too', async () => {
    const first = await openSqliteStorage({ dir })
    await expect(openSqliteStorage({ dir })).rejects.toThrow(/already using the data folder/)
    await first.close()
    await (await openSqliteStorage({ dir })).close()
  })

  it('is made with its parents', async () => {
    const storage = await openSqliteStorage({ dir: join(dir, 'not', 'there') })
    await storage.close()
  })

  it('is refused when a file stands in its place', async () => {
    await writeFile(join(dir, 'occupied'), '')
    await expect(openSqliteStorage({ dir: join(dir, 'occupied') })).rejects.toBeInstanceOf(StorageError)
  })

  it('is refused when its database is something else', async () => {
    await writeFile(join(dir, 'yoriai.db'), 'よりあい'.repeat(1_000))
    await expect(openSqliteStorage({ dir })).rejects.toBeInstanceOf(StorageError)
  })

  it('is refused, and left alone, when a newer version wrote it', async () => {
    await (await openSqliteStorage({ dir })).close()
    inDatabase((db) => db.pragma('user_version = 9999'))
    await expect(openSqliteStorage({ dir })).rejects.toThrow(/newer version/)
    inDatabase((db) => expect(db.pragma('user_version', { simple: true })).toBe(9999))
  })
})

describe('damage on the disk', () => {
  it('is reported for a record whose byte has flipped, and the others are given', async () => {
    await withStorage(async (storage) => {
      await append(storage, ['first', 'second, marked for decay', 'third'])
    })
    await flipByteOf('marked for decay')
    await withStorage(async (storage) => {
      const { records, damaged } = await storage.journal.read(stream, 0)
      expect(damaged).toEqual([2])
      expect(records.map(({ seq, bytes }) => `${seq} ${text(bytes)}`)).toEqual(['1 first', '3 third'])
      await storage.journal.append({ stream, expectedSeq: 3, records: [bytesOf('fourth')] })
    })
  })

  it.each([
    ['in the middle', 2],
    ['at the end', 3],
  ])('is reported for a record that is gone %s', async (_where, seq) => {
    await withStorage((storage) => append(storage, ['first', 'second', 'third']))
    inDatabase((db) => db.prepare('delete from journal where seq = ?').run(seq))
    await withStorage(async (storage) => {
      expect((await storage.journal.read(stream, 0)).damaged).toEqual([seq])
      expect((await storage.journal.read(stream, seq)).damaged).toEqual([])
    })
  })

  it('is reported for a record that stands in another one’s place', async () => {
    await withStorage((storage) => append(storage, ['first', 'second']))
    inDatabase((db) => {
      db.exec('update journal set seq = 12 where seq = 2; update journal set seq = 2 where seq = 1')
      db.exec('update journal set seq = 1 where seq = 12')
    })
    await withStorage(async (storage) => {
      expect((await storage.journal.read(stream, 0)).damaged).toEqual([1, 2])
    })
  })

  it('makes snapshots fall back to the newest good one, with the records it needs', async () => {
    await withStorage(async (storage) => {
      await append(storage, ['a', 'b', 'c', 'd', 'e'])
      for (const seq of [1, 2, 3, 4])
        await storage.snapshots.save(stream, seq, bytesOf(`snapshot up to ${seq}`))
      await storage.journal.trim(stream, 4)
    })
    for (const [broken, fallback] of [
      [4, 3],
      [3, 2],
      [2, null],
    ] as const) {
      await flipByteOf(`snapshot up to ${broken}`)
      await withStorage(async (storage) => {
        const latest = await storage.snapshots.latest(stream)
        expect(latest?.seq ?? null).toBe(fallback)
        if (!latest) return
        expect(text(latest.bytes)).toBe(`snapshot up to ${fallback}`)
        const { records, damaged } = await storage.journal.read(stream, latest.seq)
        expect(damaged).toEqual([])
        expect(records[0]?.seq).toBe(latest.seq + 1)
        expect(records.at(-1)?.seq).toBe(5)
      })
    }
  })
})

describe('a full disk', () => {
  const block = new Uint8Array(10_000).fill(1)

  it('refuses without losing or halving anything, and takes appends again when there is room', async () => {
    const storage = await openSqliteStorage({ dir, maxBytes: 400_000 })
    await append(storage, ['a', 'b', 'c', 'd'])
    for (const seq of [2, 3, 4]) await storage.snapshots.save(stream, seq, bytesOf(`up to ${seq}`))

    let last = 4
    let refusal: unknown = null
    while (refusal === null) {
      await storage.journal.append({ stream, expectedSeq: last, records: [block, block] }).then(
        () => (last += 2),
        (error: unknown) => (refusal = error),
      )
    }
    expect(refusal).toBeInstanceOf(StorageError)
    expect((refusal as Error).name).toBe('StorageError')
    expect(last).toBeGreaterThan(4)
    const { records, damaged } = await storage.journal.read(stream, 0)
    expect(damaged).toEqual([])
    expect(records.at(-1)?.seq).toBe(last)

    for (const seq of [last - 2, last - 1, last]) await storage.snapshots.save(stream, seq, bytesOf('small'))
    await storage.journal.trim(stream, last)
    await storage.journal.append({ stream, expectedSeq: last, records: [block, block] })
    expect((await storage.journal.read(stream, last)).records).toHaveLength(2)
    await storage.close()
  })

  it('refuses the whole commit it struck: each append is either acknowledged and there, or refused and not', async () => {
    const storage = await openSqliteStorage({ dir, maxBytes: 400_000 })
    const streams = Array.from({ length: 60 }, (_, index) => eventStream(`full-${index}` as WorkshopId))
    const outcomes = await Promise.allSettled(
      streams.map((each) => storage.journal.append({ stream: each, expectedSeq: 0, records: [block] })),
    )
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true)
    for (const [index, outcome] of outcomes.entries()) {
      const { records } = await storage.journal.read(streams[index] ?? stream, 0)
      expect(records).toHaveLength(outcome.status === 'fulfilled' ? 1 : 0)
    }
    await storage.close()
  })

  it('is told to the log', async () => {
    const warnings: string[] = []
    const log = { warn: (_: object, message: string) => void warnings.push(message), error: () => undefined }
    const storage = await openSqliteStorage({ dir, maxBytes: 200_000, log })
    const tooMuch = storage.journal.append({ stream, expectedSeq: 0, records: [new Uint8Array(500_000)] })
    await expect(tooMuch).rejects.toBeInstanceOf(StorageError)
    expect(warnings).toEqual([expect.stringMatching(/1 writes? failed: .*full/)])
    await storage.close()
  })
})

describe('a writer thread that dies', () => {
  it('fails what was waiting and everything after it, and lets go of the folder', async () => {
    const started = once(process, 'worker') as Promise<[Worker]>
    const storage = await openSqliteStorage({ dir })
    const [thread] = await started
    await append(storage, ['kept'])
    const waiting = storage.journal.append({ stream, expectedSeq: 1, records: [bytesOf('lost or not')] })
    const refused = expect(waiting).rejects.toBeInstanceOf(StorageError)
    await thread.terminate()
    await refused
    await expect(storage.journal.read(stream, 0)).rejects.toBeInstanceOf(StorageError)
    await storage.close()
    await withStorage(async (again) => {
      expect(text((await again.journal.read(stream, 0)).records[0]?.bytes)).toBe('kept')
    })
  })
})

function startChild(): ChildProcess {
  const program = join(import.meta.dirname, '../support/storage-child.ts')
  return spawn(process.execPath, ['--import', 'tsx', program, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
}

function linesOf(child: ChildProcess): AsyncIterable<string> {
  if (!child.stdout) throw new Error('the program has no output')
  return createInterface({ input: child.stdout })
}

async function withStorage(use: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = await openSqliteStorage({ dir })
  try {
    await use(storage)
  } finally {
    await storage.close()
  }
}

function append(storage: Storage, contents: readonly string[]): Promise<void> {
  return storage.journal.append({ stream, expectedSeq: 0, records: contents.map(bytesOf) })
}

/** Changes one byte of the database file, where it says `marker`. The storage must be closed. */
async function flipByteOf(marker: string): Promise<void> {
  const file = join(dir, 'yoriai.db')
  const content = await readFile(file)
  const at = content.indexOf(marker)
  expect(at, `"${marker}" is in the file`).toBeGreaterThan(0)
  expect(content.indexOf(marker, at + 1), `"${marker}" is there once`).toBe(-1)
  content[at] = (content[at] ?? 0) ^ 0x04
  await writeFile(file, content)
}

function inDatabase(change: (db: DatabaseFile.Database) => void): void {
  const db = new DatabaseFile(join(dir, 'yoriai.db'))
  try {
    change(db)
  } finally {
    db.close()
  }
}

function bytesOf(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes)
}
