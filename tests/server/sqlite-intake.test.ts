import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { DataCopy } from '../../server/storage/sqlite/copy-file.ts'
import { EVERYTHING, type Store } from '../../server/storage/sqlite/store.ts'
import { Writer } from '../../server/storage/sqlite/writer.ts'
import type { Reply } from '../../server/storage/sqlite/writer-protocol.ts'
import { commit, crashInto, inTables, linesOf, openStore, type Line } from '../support/intake-house.ts'
import { storageFolder } from '../support/storage-folder.ts'
import { times } from '../support/times.ts'

const [a, b, c] = ['a', 'b', 'c'].map((name) => eventStream(name as WorkshopId)) as [A, A, A]
type A = ReturnType<typeof eventStream>
const ONE = { records: 1, bytes: Infinity }
let dir: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

const count = (from: string, table: 'intake' | 'journal') =>
  inTables(from, (db) => db.prepare(`select count(*) from ${table}`).pluck().get())

/** Three commits that nobody has settled: what a crash leaves of them. */
function crashed(name = 'crashed'): string {
  const first = join(dir, `before-${name}`)
  const store = openStore(first)
  commit(store, [a, 0, 'a1', 'a2'], [b, 0, 'b1'])
  commit(store, [a, 2, 'a3'], [c, 0, 'c1'])
  commit(store, [b, 1, 'b2'])
  const left = crashInto(first, join(dir, name))
  store.close()
  return left
}

describe('the intake of the journal', () => {
  it('takes a commit in as one row, whatever number of streams is in it', () => {
    const store = openStore(dir)
    const streams = Array.from({ length: 60 }, (_, index) => eventStream(`many-${index}` as WorkshopId))
    commit(store, ...streams.map((stream): Line => [stream, 0, 'x', 'y']))
    commit(store, ...streams.map((stream): Line => [stream, 2, 'z']))
    for (const stream of streams) expect(linesOf(store, stream)).toEqual(['1 x', '2 y', '3 z'])
    store.close()
    expect([count(dir, 'intake'), count(dir, 'journal')]).toEqual([2, 0])
  })

  it('gives, puts aside and trims records that are not settled as it does others', () => {
    const store = openStore(dir)
    commit(store, [a, 0, 'a1', 'a2', 'a3', 'a4'])
    store.settle({ records: 1, bytes: Infinity })
    expect(linesOf(store, a, 2)).toEqual(['3 a3', '4 a4'])
    store.atomic(() => store.calls.quarantineRecord(a, 2, 'bad'))
    expect(linesOf(store, a)).toEqual(['1 a1', '2!', '3 a3', '4 a4'])
    expect(new TextDecoder().decode(store.calls.quarantined()[0]?.bytes)).toBe('a2')
    for (const seq of [3, 4, 5]) store.atomic(() => store.calls.saveSnapshot(a, seq, new Uint8Array([seq])))
    store.atomic(() => store.calls.trim(a, 9))
    expect(linesOf(store, a)).toEqual(['4 a4'])
    expect(commit(store, [a, 3, 'no'], [a, 4, 'a5'])).toEqual([0])
    store.close()
    const again = openStore(dir)
    expect(linesOf(again, a)).toEqual(['4 a4', '5 a5'])
    again.close()
  })

  it('refuses appends alone among those they crossed with', () => {
    const store = openStore(dir)
    expect(commit(store, [a, 0, 'a1'], [a, 0, 'no'], [b, 1, 'no'], [a, 1, 'a2'], [b, 0, 'b1'])).toEqual([
      1, 2,
    ])
    expect([linesOf(store, a), linesOf(store, b)]).toEqual([['1 a1', '2 a2'], ['1 b1']])
    store.close()
  })

  it('has nothing of a commit that was undone, and goes on where it was', () => {
    const store = openStore(dir)
    commit(store, [a, 0, 'a1'])
    const undone = () =>
      store.atomic(() => {
        commit(store, [a, 1, 'lost'], [b, 0, 'lost'])
        throw new Error('undone')
      })
    expect(undone).toThrow('undone')
    expect([linesOf(store, a), linesOf(store, b)]).toEqual([['1 a1'], []])
    expect(commit(store, [a, 1, 'a2'], [b, 0, 'b1'])).toEqual([])
    expect([linesOf(store, a), linesOf(store, b)]).toEqual([['1 a1', '2 a2'], ['1 b1']])
    store.close()
  })

  it('is empty after a clean close: every record stands in its stream’s place', () => {
    const writer = writerOn(dir)
    writer.accept([
      { id: 1, name: 'append', args: [{ stream: a, expectedSeq: 0, records: [new Uint8Array(9)] }] },
    ])
    writer.close()
    expect([count(dir, 'intake'), count(dir, 'journal')]).toEqual([0, 1])
  })

  it('does not grow for ever: a writer settles what was there longest', async () => {
    const writer = writerOn(dir)
    const records = Array.from({ length: 500 }, () => new Uint8Array(5))
    for (let seq = 0; seq < 20_000; seq += 500) {
      writer.accept([{ id: seq, name: 'append', args: [{ stream: a, expectedSeq: seq, records }] }])
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
    const left = crashInto(dir, join(dir, 'crashed'))
    writer.close()
    expect(count(left, 'intake')).toBeLessThanOrEqual(8_000 / 500 + 1)
  })
})

describe('a crash', () => {
  it('F-01 in the middle of settling loses nothing, doubles nothing and reuses no seq, wherever it comes', () => {
    const store = openStore(join(dir, 'data'))
    commit(store, [a, 0, 'a1', 'a2'], [b, 0, 'b1'])
    commit(store, [c, 0, 'c1'], [a, 2, 'a3'])
    commit(store, [b, 1, 'b2', 'b3'])
    const whole = [['1 a1', '2 a2', '3 a3'], ['1 b1', '2 b2', '3 b3'], ['1 c1']]
    for (let slice = 0, more = true; more; slice++) {
      const left = crashInto(join(dir, 'data'), join(dir, `after-${slice}`))
      for (let opening = 1; opening <= 2; opening++) {
        const again = openStore(left, () => expect.fail('nothing is lost'))
        expect(
          [a, b, c].map((stream) => linesOf(again, stream)),
          `after slice ${slice}`,
        ).toEqual(whole)
        expect(commit(again, [a, 2, 'no'], [b, 2, 'no'], [c, 0, 'no'])).toEqual([0, 1, 2])
        again.settle(EVERYTHING)
        expect(
          [a, b, c].map((stream) => linesOf(again, stream)),
          `after slice ${slice}`,
        ).toEqual(whole)
        again.close()
      }
      more = store.settle(ONE)
    }
    expect([a, b, c].map((stream) => linesOf(store, stream))).toEqual(whole)
    store.close()
    expect([count(join(dir, 'data'), 'intake'), count(join(dir, 'data'), 'journal')]).toEqual([0, 7])
  })

  it('F-48 of a disk that fails while settling is one more failed sync: the next commit is on a fresh look', () => {
    const trouble: string[] = []
    let opened = 0
    const writer = writerOn(dir, trouble, (store) => ({
      ...store,
      settle: () => {
        throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' })
      },
      abandon: () => (opened++, store.abandon()),
    }))
    writer.close()
    expect([opened, trouble]).toEqual([1, [expect.stringContaining('settling failed: disk I/O error')]])
  })
})

describe('damage in the intake', () => {
  const spoil = (column: string, id: number) => (db: Parameters<Parameters<typeof inTables>[1]>[0]) => {
    const bytes = db.prepare(`select ${column} from intake where id = ?`).pluck().get(id) as Buffer
    bytes[1] = (bytes[1] ?? 0) ^ 0x10
    db.prepare(`update intake set ${column} = ? where id = ?`).run(bytes, id)
  }

  it('F-03 costs a record whose byte has flipped, and no other of its row', () => {
    const left = crashed()
    inTables(left, spoil('bytes', 1))
    for (const settles of [false, true]) {
      const store = openStore(left)
      if (settles) store.settle(EVERYTHING)
      expect([linesOf(store, a), linesOf(store, b)]).toEqual([
        ['1?', '2 a2', '3 a3'],
        ['1 b1', '2 b2'],
      ])
      store.close()
    }
  })

  it.each(['heads', 'heads_again'])(
    'costs nothing where a bit of %s has flipped: they are there twice',
    (column) => {
      const left = crashed()
      inTables(left, spoil(column, 1))
      const store = openStore(left, () => expect.fail('nothing is lost'))
      expect([linesOf(store, a), linesOf(store, b)]).toEqual([
        ['1 a1', '2 a2', '3 a3'],
        ['1 b1', '2 b2'],
      ])
      store.close()
    },
  )

  it.each([
    ['the first row is gone', 1, ['1?', '2?', '3 a3'], ['1?', '2 b2'], ['1 c1']],
    ['a row in the middle is gone', 2, ['1 a1', '2 a2'], ['1 b1', '2 b2'], []],
    ['the last row is gone', 3, ['1 a1', '2 a2', '3 a3'], ['1 b1'], ['1 c1']],
  ])('F-03 F-09 is told when %s, and the data goes on as another telling', (_what, id, ...left) => {
    const folder = crashed()
    const before = inTables(folder, (db) => {
      db.prepare('delete from intake where id = ?').run(id)
      return db.prepare("select value from meta where key = 'generation'").pluck().get()
    })
    const told: string[] = []
    const store = openStore(folder, (reasons) => told.push(...reasons))
    expect(told).toEqual([`rows ${id} to ${id} of the intake are missing`])
    expect([a, b, c].map((stream) => linesOf(store, stream))).toEqual(left)
    expect(store.calls.generation()).not.toBe(before)
    expect(store.calls.quarantined().map(({ stream, seq }) => `${stream} ${seq}`)).toEqual([`intake ${id}`])
    commit(store, [c, left[2]?.length ?? 0, 'on'])
    store.close()
    const again = openStore(folder, () => expect.fail('it was told before'))
    expect(linesOf(again, c)).toEqual([...(left[2] ?? []), `${(left[2]?.length ?? 0) + 1} on`])
    again.close()
  })

  it('F-03 keeps what is left of a row that cannot be read', () => {
    const left = crashed()
    inTables(left, spoil('heads', 2))
    inTables(left, spoil('heads_again', 2))
    const store = openStore(left)
    const [kept] = store.calls.quarantined()
    expect([kept?.reason, new TextDecoder().decode(kept?.bytes)]).toEqual([
      'row 2 of the intake cannot be read',
      'a3c1',
    ])
    store.close()
  })

  it('F-48 ends the opening, and changes nothing, when whoever opens cannot go on as another telling', () => {
    const left = crashed()
    inTables(left, (db) => db.prepare('delete from intake where id = 2').run())
    const refuse = () => {
      throw new Error('not now')
    }
    expect(() => openStore(left, refuse)).toThrow('not now')
    expect(count(left, 'intake')).toBe(2)
  })

  it('never gives a seq out twice when the page that says how far a stream goes is an old one', () => {
    const left = crashed()
    const store = openStore(left)
    store.settle(EVERYTHING)
    store.close()
    inTables(left, (db) => db.prepare('update streams set last_seq = 1 where name = ?').run(a))
    const again = openStore(left)
    expect(commit(again, [a, 1, 'no'], [a, 3, 'a4'])).toEqual([0])
    expect(linesOf(again, a)).toEqual(['1 a1', '2 a2', '3 a3', '4 a4'])
    again.close()
  })

  it('takes the rows as they are when the page that says which must be there is an old one', () => {
    const left = crashed()
    inTables(left, (db) => db.prepare('update intake_ends set last = 2').run())
    const store = openStore(left, () => expect.fail('nothing is lost'))
    commit(store, [b, 2, 'b3'])
    expect(linesOf(store, b)).toEqual(['1 b1', '2 b2', '3 b3'])
    store.close()
  })
})

describe('files of other times', () => {
  it('a file from before the intake, and before answers were kept, opens and goes on', () => {
    const store = openStore(dir)
    commit(store, [a, 0, 'a1', 'a2'])
    store.settle(EVERYTHING)
    store.close()
    inTables(dir, (db) => {
      db.exec(`drop table intake; drop table intake_ends; drop table communities; drop table confirmations;
        drop index people_of_person; drop index workshops_of_community; drop index tokens_of_community;
        alter table people drop column person; alter table people drop column answers;
        alter table workshops drop column listing; alter table workshops drop column community_id; alter table tokens drop column community_id`)
      db.pragma('user_version = 2')
    })
    const again = openStore(dir)
    expect(linesOf(again, a)).toEqual(['1 a1', '2 a2'])
    expect(commit(again, [a, 2, 'a3'])).toEqual([])
    again.close()
  })

  it('G-20 a copy of a running server’s data has what is not settled, and tells what is lost', () => {
    const left = crashed()
    const sound = new DataCopy(join(left, 'yoriai.db'))
    expect(sound.check()).toMatchObject({ streams: 3, records: 6, damage: [] })
    sound.close()
    const worse = crashed('worse')
    inTables(worse, (db) => db.prepare('delete from intake where id = 3').run())
    const copy = new DataCopy(join(worse, 'yoriai.db'))
    expect(copy.check().damage).toEqual(['rows 3 to 3 of the intake are missing'])
    copy.close()
  })
})

/** What may happen to a storage, step by step; seqs are counted back from the last one. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('commit' as const),
        appends: fc.array(
          fc.record({
            which: fc.nat(2),
            records: fc.integer({ min: 0, max: 4 }),
            wrongBy: fc.constantFrom(0, 0, 0, 1, -1),
          }),
          { minLength: 1, maxLength: 6 },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('settle' as const), records: fc.integer({ min: 1, max: 9 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('snapshot' as const, 'trim' as const, 'quarantine' as const),
        which: fc.nat(2),
        back: fc.nat(6),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'close' as const, 'undo' as const) }),
    },
  ),
  { maxLength: 40 },
)

it(
  'LAW over random histories the SQLite journal says what the memory journal says',
  { timeout: 120_000 },
  async () => {
    let folder = 0
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const memory = new MemoryStorage()
        const streams = [a, b, c]
        const last = [0, 0, 0]
        let at = join(dir, `history-${++folder}`)
        let store: Store = openStore(at)
        for (const step of history) {
          switch (step.kind) {
            case 'commit': {
              const lines = step.appends.map(({ which, records, wrongBy }): Line => {
                const after = (last[which] ?? 0) + wrongBy
                if (wrongBy === 0) last[which] = after + records
                return [
                  streams[which] ?? a,
                  after,
                  ...Array.from({ length: records }, (_, i) => `${which}/${after + i}`),
                ]
              })
              const refused = commit(store, ...lines)
              for (const [index, [stream, expectedSeq, ...texts]] of lines.entries()) {
                const records = texts.map((text) => new TextEncoder().encode(text))
                const taken = await memory.journal.append({ stream, expectedSeq, records }).then(
                  () => true,
                  () => false,
                )
                expect(taken).toBe(!refused.includes(index))
              }
              break
            }
            case 'settle':
              store.settle({ records: step.records, bytes: Infinity })
              break
            case 'undo':
              expect(() =>
                store.atomic(() => {
                  commit(store, [a, last[0] ?? 0, 'undone'], [c, last[2] ?? 0, 'undone'])
                  throw new Error('undone')
                }),
              ).toThrow('undone')
              break
            case 'close':
              store.settle(EVERYTHING)
              store.close()
              store = openStore(at)
              break
            case 'crash': {
              const left = crashInto(at, `${at}-again`)
              store.close()
              at = left
              store = openStore(at, () => expect.fail('nothing is lost'))
              break
            }
            default: {
              const stream = streams[step.which] ?? a
              const seq = Math.max(1, (last[step.which] ?? 0) - step.back)
              if (seq > (last[step.which] ?? 0)) break
              if (step.kind === 'snapshot') {
                store.atomic(() => store.calls.saveSnapshot(stream, seq, new Uint8Array([seq])))
                await memory.snapshots.save(stream, seq, new Uint8Array([seq]))
              } else if (step.kind === 'trim') {
                store.atomic(() => store.calls.trim(stream, seq))
                await memory.journal.trim(stream, seq)
              } else {
                store.atomic(() => store.calls.quarantineRecord(stream, seq, 'why'))
                await memory.journal.quarantine(stream, seq, 'why')
              }
            }
          }
          for (const stream of streams)
            expect(store.calls.read(stream, 0)).toEqual(await readOf(memory, stream))
        }
        store.close()
      }),
      times(60),
    )
  },
)

async function readOf(memory: MemoryStorage, stream: A) {
  const read = await memory.journal.read(stream, 0)
  return {
    ...read,
    records: read.records.map(({ seq, bytes }) => ({
      seq,
      bytes: expect.toSatisfy((other: Uint8Array) => Buffer.from(bytes).equals(other)),
    })),
  }
}

function writerOn(folder: string, trouble: string[] = [], change = (store: Store) => store) {
  const replies: Reply[] = []
  return new Writer({
    open: () => change(openStore(folder)),
    reply: (batch) => void replies.push(...batch),
    trouble: (message) => void trouble.push(message),
  })
}
