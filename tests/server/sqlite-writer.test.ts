import DatabaseFile from 'better-sqlite3'
import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { eventStream, StorageError } from '../../server/storage/ports.ts'
import { crc32 } from '../../server/storage/sqlite/crc32.ts'
import { openDatabase } from '../../server/storage/sqlite/database.ts'
import { GroupCommit } from '../../server/storage/sqlite/group-commit.ts'
import { storeOn } from '../../server/storage/sqlite/store.ts'
import type { Store } from '../../server/storage/sqlite/store.ts'
import { Writer } from '../../server/storage/sqlite/writer.ts'
import type {
  CallName,
  Calls,
  PackedAppends,
  Reply,
  Request,
} from '../../server/storage/sqlite/writer-protocol.ts'
import { storageFolder } from '../support/storage-folder.ts'

const WORKSHOP = 'writer' as WorkshopId
const stream = eventStream(WORKSHOP)
const ONE = new Uint8Array([1])
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
  const { atomic, calls } = storeOn(crashed)
  atomic(() => calls.append({ stream, expectedSeq: 0, records: [new Uint8Array([7])] }))
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
  it('takes everything that is written in one turn into one commit', async () => {
    const { add, commits, answers } = grouped()
    for (let seq = 0; seq < 300; seq++) add(seq)
    await until(() => answers.length === 300)
    expect(commits).toEqual([300])
    expect(answers.every((answer) => answer.endsWith('saved'))).toBe(true)
  })

  it('ends a commit at 500 records', async () => {
    const { add, commits, answers } = grouped()
    for (let seq = 0; seq < 1_200; seq++) add(seq)
    await until(() => answers.length === 1_200)
    expect(commits).toEqual([500, 500, 200])
  })

  it('ends a commit at 1 MiB, but never splits one append', async () => {
    const { add, commits, answers } = grouped()
    const sizes = [400_000, 400_000, 400_000, 3_000_000, 10]
    sizes.forEach((size, seq) => add(seq, new Uint8Array(size)))
    await until(() => answers.length === sizes.length)
    expect(commits).toEqual([2, 1, 1, 1])
  })

  it('sends nothing while a batch is on its way: what is written meanwhile is the next', async () => {
    const { add, commits, answers, holdAnswers, answer } = grouped()
    holdAnswers()
    add(0)
    await until(() => commits.length === 1)
    for (let seq = 1; seq < 4; seq++) {
      add(seq)
      for (let turns = 0; turns < 20; turns++) await turnOfTheLoop()
    }
    expect([commits, answers]).toEqual([[1], []])
    answer()
    await until(() => answers.length === 4)
    expect(commits).toEqual([1, 3])
  })

  it('lets what is written soon after a batch wait for one another', async () => {
    const { add, commits, answers, holdRests, wake } = grouped()
    holdRests()
    add(0)
    await until(() => answers.length === 1)
    for (let seq = 1; seq < 3; seq++) {
      add(seq)
      for (let turns = 0; turns < 20; turns++) await turnOfTheLoop()
    }
    expect(answers).toEqual(['0 saved'])
    wake()
    await until(() => answers.length === 3)
    expect(commits).toEqual([1, 2])
  })

  it('undoes one refused write alone', async () => {
    const { add, commits, answers } = grouped()
    for (const expectedSeq of [0, 7, 1]) add(expectedSeq)
    await until(() => answers.length === 3)
    expect(commits).toEqual([3])
    expect(answers).toEqual(['0 saved', expect.stringMatching(/^7 SequenceError/), '1 saved'])
  })

  it('keeps the order of the calls, packed or not', async () => {
    const { add, call, commits, answers } = grouped()
    const names = { ['p-1' as ParticipantId]: '名前' }
    add(0)
    call('append', { stream, expectedSeq: 1, records: [ONE], people: { workshopId: WORKSHOP, names } })
    add(2)
    call('saveSnapshot', stream, 3, ONE)
    add(3)
    await until(() => answers.length === 5)
    expect(answers).toEqual(['0 saved', 'append', '2 saved', 'saveSnapshot', '3 saved'])
    expect(commits).toEqual([5])
  })

  it('sends what is waiting when it is flushed, and fails what could not be sent', async () => {
    const { group, add, commits, answers, holdAnswers } = grouped()
    holdAnswers()
    add(0)
    add(1)
    group.flush()
    expect(commits).toEqual([2])
    add(2)
    group.stop(new StorageError('over'))
    await turnOfTheLoop()
    expect(answers).toEqual(['2 StorageError: over'])
  })
})

it('reads are answered before the writes they came with, from what is committed', () => {
  const { writer, replies } = start()
  writer.accept([append(1, 0), { id: 2, name: 'read', args: [stream, 0] }])
  expect(replies.map(({ id }) => id)).toEqual([2, 1])
  expect(replies[0]).toMatchObject({ value: { records: [] } })
  writer.close()
})

describe('a failed sync', () => {
  const syncError = new DatabaseFile.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')

  it('fails every write of the commit, and the next goes to a database opened afresh', () => {
    const { writer, replies, trouble, opens, closes, failNext } = start()
    failNext(syncError)
    writer.accept([append(1, 0), append(2, 1)])
    expect(replies).toMatchObject([
      { id: 1, ok: false, failure: { kind: 'storage', message: 'disk I/O error' } },
      { id: 2, ok: false, failure: { kind: 'storage', message: 'disk I/O error' } },
    ])
    expect(trouble).toEqual([expect.stringContaining('disk I/O error')])
    expect(closes()).toBe(1)
    writer.accept([append(3, 0)])
    expect(replies[2]).toMatchObject({ id: 3, ok: true })
    expect(opens()).toBe(2)
    writer.close()
  })

  it('keeps refusing while the database cannot be opened, reads included, and goes on when it can', () => {
    const { writer, replies, failNext, failOpening } = start()
    failNext(syncError)
    failOpening(2)
    writer.accept([append(1, 0)])
    writer.accept([{ id: 2, name: 'read', args: [stream, 0] }])
    writer.accept([append(3, 0)])
    writer.accept([append(4, 0)])
    expect(replies.map(({ ok }) => ok)).toEqual([false, false, false, true])
    writer.close()
  })
})

/** A writer on a real database, with failures to order. */
function start() {
  const replies: Reply[] = []
  const trouble: string[] = []
  let opens = 0
  let closes = 0
  let failure: Error | null = null
  let failedOpenings = 0

  function watched(store: Store): Store {
    let depth = 0
    return {
      ...store,
      atomic<T>(work: () => T): T {
        if (depth > 0) return store.atomic(work)
        depth = 1
        try {
          return store.atomic(() => {
            const value = work()
            const error = failure
            failure = null
            if (error) throw error
            return value
          })
        } finally {
          depth = 0
        }
      },
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
  })
  return {
    writer,
    replies,
    trouble,
    opens: () => opens,
    closes: () => closes,
    failNext: (error: Error) => void (failure = error),
    failOpening: (times: number) => void (failedOpenings = times),
  }
}

/** Group commit at one end and a writer at the other, without the threads between them. */
function grouped() {
  const commits: number[] = []
  const answers: string[] = []
  const rests: (() => void)[] = []
  const held: (() => void)[] = []
  let areAnswersHeld = false
  let areRestsHeld = false
  const replies: Reply[] = []
  const db = openDatabase({ dir, maxBytes: null })
  const writer = new Writer({
    open: () => storeOn(db),
    reply: (batch) => void replies.push(...batch),
    trouble: () => undefined,
  })
  onTestFinished(() => writer.close())

  const group = new GroupCommit({
    send(calls) {
      const packed = calls.map(({ name, args }) => (name === 'appendAll' ? (args[0] as PackedAppends) : null))
      commits.push(packed.reduce((sum, each) => sum + (each?.streams.length ?? 1), 0))
      writer.accept(calls.map(({ name, args }, id) => ({ id, name, args }) as Request))
      const answered = replies.splice(0)
      const answer = () => {
        for (const reply of answered)
          if (reply.ok) calls[reply.id]?.resolve(reply.value)
          else calls[reply.id]?.reject(new Error(reply.failure.message))
      }
      if (areAnswersHeld) held.push(answer)
      else setImmediate(answer)
    },
    timers: {
      after(_delay, run) {
        if (areRestsHeld) rests.push(run)
        else setImmediate(run)
        return () => undefined
      },
    },
  })

  function call<Name extends CallName>(name: Name, ...args: Parameters<Calls[Name]>) {
    group.add({ name, args, resolve: () => void answers.push(name), reject: () => undefined })
  }
  return {
    group,
    add(expectedSeq: number, bytes = ONE) {
      const say = (what: string) => void answers.push(`${expectedSeq} ${what}`)
      group.add({
        name: 'append',
        args: [{ stream, expectedSeq, records: [bytes] }],
        resolve: () => say('saved'),
        reject: (error) => say(`${error.name}: ${error.message}`),
      })
    },
    call,
    commits,
    answers,
    /** from now on answers wait for `answer` */
    holdAnswers: () => void (areAnswersHeld = true),
    answer() {
      areAnswersHeld = false
      held.splice(0).forEach((each) => each())
    },
    /** from now on a rest after a batch lasts until `wake` */
    holdRests: () => void (areRestsHeld = true),
    wake() {
      areRestsHeld = false
      rests.splice(0).forEach((end) => end())
    },
  }
}

function append(id: number, expectedSeq: number, bytes = ONE): Request {
  return { id, name: 'append', args: [{ stream, expectedSeq, records: [bytes] }] }
}

async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; !done(); turns++) {
    if (turns > 1_000) throw new Error('the writer does not answer')
    await turnOfTheLoop()
  }
}
