import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  boardStream,
  eventStream,
  SequenceError,
  StorageError,
  TakenError,
} from '../../server/storage/ports.ts'
import type { Grant, JournalRecord, Listing, Storage, StreamName } from '../../server/storage/ports.ts'
import type { CommunityId, ParticipantId, PersonId, TeamId, WorkshopId } from '#shared/ids.ts'
import { EMPTY_CHARTER, type Community } from '#shared/domain/community.ts'
import { NO_ANSWERS, type IntakeAnswers } from '#shared/domain/answers.ts'
import type { People } from '#shared/domain/people.ts'
import { keepsHostileText } from './hostile-text.ts'

export interface StorageUnderTest {
  readonly storage: Storage
  /** closes the storage and opens it again on the same data */
  reopen(this: void): Promise<Storage>
  /** closes whatever is open and removes the data */
  cleanup(this: void): Promise<void>
}

/** Every promise of `server/storage/ports.ts`, kept by every adapter. */
export function storageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name} keeps the promises of the storage port`, () => {
    // One storage for all: names are fresh in every test, and opening a real one takes its time.
    let shared: StorageUnderTest
    let storage: Storage
    beforeAll(async () => {
      shared = await open()
      storage = shared.storage
    })
    afterAll(() => shared.cleanup())

    async function onItsOwn(check: (own: StorageUnderTest) => Promise<void>): Promise<void> {
      const own = await open()
      try {
        await check(own)
      } finally {
        await own.cleanup()
      }
    }

    describe('journal', () => {
      it('numbers records 1, 2, 3 … and gives them back in order', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b') })
        await storage.journal.append({ stream, expectedSeq: 2, records: texts('c') })
        expect(readable(await storage.journal.read(stream, 0))).toEqual({
          records: ['1 a', '2 b', '3 c'],
          damaged: [],
        })
      })

      it('reads only what comes after a seq', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c') })
        expect(readable(await storage.journal.read(stream, 2)).records).toEqual(['3 c'])
        expect(readable(await storage.journal.read(stream, 3)).records).toEqual([])
      })

      it('has nothing in a stream nobody wrote to', async () => {
        expect(await storage.journal.read(freshStream(), 0)).toEqual(NOTHING)
      })

      it('keeps streams apart: events and boards, teams and workshops', async () => {
        const workshopId = freshWorkshop()
        const streams = [
          eventStream(workshopId),
          eventStream(freshWorkshop()),
          boardStream(workshopId, 'team-a' as TeamId, 'ideals'),
          boardStream(workshopId, 'team-a' as TeamId, 'challenges'),
          boardStream(workshopId, 'team-b' as TeamId, 'ideals'),
        ]
        await Promise.all(
          streams.map((stream) => storage.journal.append({ stream, expectedSeq: 0, records: texts(stream) })),
        )
        for (const stream of streams) {
          expect(readable(await storage.journal.read(stream, 0)).records).toEqual([`1 ${stream}`])
        }
      })

      it.each([
        ['too early', 0],
        ['too late', 3],
      ])('refuses an append that expects a seq %s and writes nothing of it', async (_when, expectedSeq) => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b') })
        const append = storage.journal.append({ stream, expectedSeq, records: texts('x', 'y') })
        await expect(append).rejects.toBeInstanceOf(SequenceError)
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['1 a', '2 b'])
      })

      it('refuses a first append that expects somebody before it', async () => {
        const append = storage.journal.append({ stream: freshStream(), expectedSeq: 1, records: texts('x') })
        await expect(append).rejects.toBeInstanceOf(SequenceError)
      })

      it('lets one of two that expect the same seq win, and the other fail alone among many', async () => {
        const contested = freshStream()
        const others = Array.from({ length: 30 }, () => freshStream())
        const appends = [
          ...others.slice(0, 15).map((stream) => ({ stream, expectedSeq: 0, records: texts('other') })),
          { stream: contested, expectedSeq: 0, records: texts('first') },
          { stream: contested, expectedSeq: 0, records: texts('second') },
          ...others.slice(15).map((stream) => ({ stream, expectedSeq: 0, records: texts('other') })),
        ]
        const outcomes = await Promise.allSettled(appends.map((entry) => storage.journal.append(entry)))
        const refused = outcomes.flatMap((outcome, at) => (outcome.status === 'rejected' ? [at] : []))
        expect(refused).toEqual([16])
        expect((outcomes[16] as PromiseRejectedResult).reason).toBeInstanceOf(SequenceError)
        expect(readable(await storage.journal.read(contested, 0)).records).toEqual(['1 first'])
        for (const stream of others) {
          expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['1 other'])
        }
      })

      it('takes appends to one stream in the order they were called, without waiting for each other', async () => {
        const stream = freshStream()
        const counted = Array.from({ length: 200 }, (_, index) => `${index}`)
        await Promise.all(
          counted.map((text, index) =>
            storage.journal.append({ stream, expectedSeq: index, records: texts(text) }),
          ),
        )
        const { records } = readable(await storage.journal.read(stream, 0))
        expect(records).toEqual(counted.map((text, index) => `${index + 1} ${text}`))
      })

      it('answers appends of one stream in order', async () => {
        const stream = freshStream()
        const answered: number[] = []
        await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            storage.journal
              .append({ stream, expectedSeq: index, records: texts('x') })
              .then(() => answered.push(index)),
          ),
        )
        expect(answered).toEqual(Array.from({ length: 50 }, (_, index) => index))
      })

      it('takes many appends at once across many streams and loses none', async () => {
        const streams = Array.from({ length: 40 }, () => freshStream())
        await Promise.all(
          streams.flatMap((stream, which) =>
            Array.from({ length: 25 }, (_, index) =>
              storage.journal.append({ stream, expectedSeq: index, records: texts(`${which}/${index}`) }),
            ),
          ),
        )
        for (const [which, stream] of streams.entries()) {
          const expected = Array.from({ length: 25 }, (_, index) => `${index + 1} ${which}/${index}`)
          expect(readable(await storage.journal.read(stream, 0)).records).toEqual(expected)
        }
      })

      it.each([
        ['no bytes', new Uint8Array(0)],
        ['every byte value', Uint8Array.from({ length: 256 }, (_, value) => value)],
        ['1 MiB', new Uint8Array(randomBytes(1024 * 1024))],
        ['a window on a larger buffer', Buffer.from('左のほう。真ん中。右のほう。').subarray(15, 27)],
      ])('gives bytes back unchanged: %s', async (_what, bytes) => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: [bytes, bytes] })
        const { records, damaged } = await storage.journal.read(stream, 0)
        expect(damaged).toEqual([])
        expect(records.map(({ seq }) => seq)).toEqual([1, 2])
        for (const record of records) expect(digest(record.bytes)).toBe(digest(bytes))
      })

      it('keeps what it was given, whatever the caller does to the buffer afterwards', async () => {
        const stream = freshStream()
        const bytes = new Uint8Array([1, 2, 3])
        const appended = storage.journal.append({ stream, expectedSeq: 0, records: [bytes] })
        bytes.fill(9)
        await appended
        const [record] = (await storage.journal.read(stream, 0)).records
        expect([...(record?.bytes ?? [])]).toEqual([1, 2, 3])
        record?.bytes.fill(7)
        const [again] = (await storage.journal.read(stream, 0)).records
        expect([...(again?.bytes ?? [])]).toEqual([1, 2, 3])
      })

      it('accepts an append of no records when the seq is right, and only then', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: [] })
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a') })
        await expect(storage.journal.append({ stream, expectedSeq: 0, records: [] })).rejects.toBeInstanceOf(
          SequenceError,
        )
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['1 a'])
      })
    })

    describe('trim', () => {
      it('drops what the oldest kept snapshot holds, and goes on numbering', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c', 'd', 'e') })
        for (const seq of [2, 3, 4]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        await storage.journal.trim(stream, 4)
        expect(readable(await storage.journal.read(stream, 0))).toEqual({
          records: ['3 c', '4 d', '5 e'],
          damaged: [],
        })
        await storage.journal.append({ stream, expectedSeq: 5, records: texts('f') })
        expect(readable(await storage.journal.read(stream, 4)).records).toEqual(['5 e', '6 f'])
      })

      it('drops no more than it was asked to', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c') })
        for (const seq of [1, 2, 3]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        await storage.snapshots.save(stream, 4, text('up to 4'))
        await storage.journal.trim(stream, 1)
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['2 b', '3 c'])
      })

      it('drops nothing before three snapshots are kept', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b') })
        await storage.snapshots.save(stream, 1, text('up to 1'))
        await storage.snapshots.save(stream, 2, text('up to 2'))
        await storage.journal.trim(stream, 2)
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['1 a', '2 b'])
      })

      it('may empty a stream, which still goes on where it was', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b') })
        for (const seq of [2, 3, 4]) await storage.snapshots.save(stream, seq, text('all'))
        await storage.journal.trim(stream, 2)
        expect(await storage.journal.read(stream, 0)).toEqual(NOTHING)
        const again = storage.journal.append({ stream, expectedSeq: 0, records: texts('x') })
        await expect(again).rejects.toBeInstanceOf(SequenceError)
        await storage.journal.append({ stream, expectedSeq: 2, records: texts('c') })
        expect(readable(await storage.journal.read(stream, 2)).records).toEqual(['3 c'])
      })

      it('leaves other streams alone, and a stream nobody wrote to', async () => {
        const [stream, other] = [freshStream(), freshStream()]
        for (const each of [stream, other]) {
          await storage.journal.append({ stream: each, expectedSeq: 0, records: texts('a') })
        }
        for (const seq of [1, 2, 3]) await storage.snapshots.save(stream, seq, text('all'))
        await storage.journal.trim(stream, 1)
        await storage.journal.trim(freshStream(), 5)
        expect(readable(await storage.journal.read(other, 0)).records).toEqual(['1 a'])
      })
    })

    describe('quarantine', () => {
      it('F-03 keeps a copy of a record that was put aside, which is then no longer read', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c') })
        expect(await storage.journal.quarantine(stream, 2, 'does not apply')).toBe(true)
        const read = await storage.journal.read(stream, 0)
        expect(readable(read)).toEqual({ records: ['1 a', '3 c'], damaged: [] })
        expect(read.quarantined).toEqual([2])
        expect((await storage.journal.read(stream, 2)).quarantined).toEqual([])
        expect(await aside(storage, stream)).toEqual(['record 2: does not apply: b'])
      })

      it('F-03 hears of a record once', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a') })
        const answers = [
          await storage.journal.quarantine(stream, 1, 'first'),
          await storage.journal.quarantine(stream, 1, 'again'),
        ]
        expect(answers).toEqual([true, false])
        expect(await aside(storage, stream)).toEqual(['record 1: first: a'])
      })

      it('F-03 goes on numbering after a record that was put aside, and keeps others apart', async () => {
        const [stream, other] = [freshStream(), freshStream()]
        for (const each of [stream, other])
          await storage.journal.append({ stream: each, expectedSeq: 0, records: texts('a') })
        await storage.journal.quarantine(stream, 1, 'bad')
        await storage.journal.append({ stream, expectedSeq: 1, records: texts('b') })
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['2 b'])
        expect(readable(await storage.journal.read(other, 0)).records).toEqual(['1 a'])
        expect(await aside(storage, other)).toEqual([])
      })

      it('F-03 outlives trimming, closing and opening', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          const stream = freshStream()
          await before.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c', 'd') })
          await before.journal.quarantine(stream, 1, 'bad')
          for (const seq of [2, 3, 4]) await before.snapshots.save(stream, seq, text(`up to ${seq}`))
          await before.journal.trim(stream, 4)
          const after = await reopen()
          expect(await after.journal.read(stream, 0)).toMatchObject({ damaged: [], quarantined: [] })
          expect(await aside(after, stream)).toEqual(['record 1: bad: a'])
        }))

      it('F-50 takes a snapshot that cannot be used out of the way of the older ones', async () => {
        const stream = freshStream()
        for (const seq of [1, 2, 3]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        expect(await storage.snapshots.quarantine(stream, 3, 'does not apply')).toBe(true)
        expect(await storage.snapshots.quarantine(stream, 3, 'does not apply')).toBe(false)
        expect((await storage.snapshots.latest(stream))?.seq).toBe(2)
        expect(await aside(storage, stream)).toEqual(['snapshot 3: does not apply: up to 3'])
      })

      it('F-50 trims nothing on the word of a snapshot that was put aside', async () => {
        const stream = freshStream()
        await storage.journal.append({ stream, expectedSeq: 0, records: texts('a', 'b', 'c', 'd') })
        for (const seq of [1, 2, 3]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        await storage.snapshots.quarantine(stream, 2, 'does not apply')
        await storage.journal.trim(stream, 3)
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['1 a', '2 b', '3 c', '4 d'])
        await storage.snapshots.save(stream, 4, text('up to 4'))
        await storage.journal.trim(stream, 4)
        expect(readable(await storage.journal.read(stream, 0)).records).toEqual(['2 b', '3 c', '4 d'])
      })
    })

    describe('health', () => {
      it('F-47 says that it saves, how much is kept and how much was put aside', () =>
        onItsOwn(async ({ storage: own }) => {
          const stream = freshStream()
          await own.journal.append({ stream, expectedSeq: 0, records: texts('a') })
          const before = await own.health()
          expect(before).toMatchObject({ saving: true, quarantined: 0 })
          expect(before.freeBytes === null || before.freeBytes > 0).toBe(true)
          await own.journal.quarantine(stream, 1, 'bad')
          expect((await own.health()).quarantined).toBe(1)
        }))
    })

    describe('uptime', () => {
      it('F-38 is what was written last, also after closing and opening', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          expect(await before.uptime.read()).toBeNull()
          const outages = Array.from({ length: 20 }, (_, from) => ({ from, until: from + 1 }))
          await before.uptime.write({ aliveAt: 7, outages })
          await before.uptime.write({ aliveAt: 9, outages: [] })
          expect(await (await reopen()).uptime.read()).toEqual({ aliveAt: 9, outages: [] })
        }))
    })

    describe('generation', () => {
      it('F-09 is told, and stays the same when the storage is opened again', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          expect(before.generation).not.toBe('')
          const { generation } = before
          expect((await reopen()).generation).toBe(generation)
        }))
    })

    describe('snapshots', () => {
      it('has none of a stream until one is saved', async () => {
        expect(await storage.snapshots.latest(freshStream())).toBeNull()
      })

      it('gives the newest one, bytes unchanged', async () => {
        const stream = freshStream()
        await storage.snapshots.save(stream, 7, text('seven'))
        await storage.snapshots.save(stream, 20, new Uint8Array(0))
        const latest = await storage.snapshots.latest(stream)
        expect(latest?.seq).toBe(20)
        expect(latest?.bytes).toHaveLength(0)
      })

      it('gives the one with the highest seq, in whatever order they were saved', async () => {
        const stream = freshStream()
        for (const seq of [5, 9, 7, 1]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        const latest = await storage.snapshots.latest(stream)
        expect(latest && readable({ records: [latest], damaged: [] }).records).toEqual(['9 up to 9'])
      })

      it('replaces one that is saved again at the same seq', async () => {
        const stream = freshStream()
        await storage.snapshots.save(stream, 5, text('before'))
        await storage.snapshots.save(stream, 5, text('after'))
        const latest = await storage.snapshots.latest(stream)
        expect(latest && readable({ records: [latest], damaged: [] }).records).toEqual(['5 after'])
      })

      it('gives the newest one below a seq, for when a newer one turns out to be no good', async () => {
        const stream = freshStream()
        for (const seq of [3, 5, 9]) await storage.snapshots.save(stream, seq, text(`up to ${seq}`))
        expect((await storage.snapshots.latest(stream, 9))?.seq).toBe(5)
        expect((await storage.snapshots.latest(stream, 5))?.seq).toBe(3)
        expect(await storage.snapshots.latest(stream, 3)).toBeNull()
      })

      it('keeps streams apart', async () => {
        const [stream, other] = [freshStream(), freshStream()]
        await storage.snapshots.save(stream, 3, text('mine'))
        expect(await storage.snapshots.latest(other)).toBeNull()
      })
    })

    describe('workshops', () => {
      it('finds a workshop by id and by code', async () => {
        const record = { id: freshWorkshop(), code: freshCode(), createdAt: 1_790_000_000_000 }
        await storage.workshops.create(record)
        expect(await storage.workshops.get(record.id)).toEqual(record)
        expect(await storage.workshops.byCode(record.code)).toEqual(record)
      })

      it('finds nothing under an id or a code nobody has', async () => {
        expect(await storage.workshops.get(freshWorkshop())).toBeNull()
        expect(await storage.workshops.byCode(freshCode())).toBeNull()
      })

      it('refuses a code that is taken, for the one who came second only', async () => {
        const code = freshCode()
        const [first, second, other] = [freshWorkshop(), freshWorkshop(), freshWorkshop()]
        const outcomes = await Promise.allSettled([
          storage.workshops.create({ id: first, code, createdAt: 1 }),
          storage.workshops.create({ id: second, code, createdAt: 2 }),
          storage.workshops.create({ id: other, code: freshCode(), createdAt: 3 }),
        ])
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
        expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(TakenError)
        expect((await storage.workshops.byCode(code))?.id).toBe(first)
        expect(await storage.workshops.get(second)).toBeNull()
      })

      it('refuses an id that exists, and keeps the workshop it had', async () => {
        const record = { id: freshWorkshop(), code: freshCode(), createdAt: 1 }
        await storage.workshops.create(record)
        const again = storage.workshops.create({ ...record, code: freshCode() })
        await expect(again).rejects.toBeInstanceOf(StorageError)
        expect(await storage.workshops.get(record.id)).toEqual(record)
      })
    })

    describe('communities', () => {
      it('finds a community under its id alone, as it was made', async () => {
        const community = freshCommunity()
        await storage.communities.create(community)
        await storage.communities.create(freshCommunity())
        expect(await storage.communities.get(community.id)).toEqual(community)
        expect(await storage.communities.get(freshId())).toBeNull()
      })

      it('refuses an id that exists, and keeps the community it had', async () => {
        const community = freshCommunity()
        await storage.communities.create(community)
        const again = storage.communities.create({ ...freshCommunity(), id: community.id })
        await expect(again).rejects.toBeInstanceOf(StorageError)
        expect(await storage.communities.get(community.id)).toEqual(community)
      })

      it('lets one of two who change the same edition win, and the other hear of it', async () => {
        const community = freshCommunity()
        await storage.communities.create(community)
        const changed = (name: string) => ({
          ...community,
          charter: { ...community.charter, name },
          edition: 2,
        })
        const [one, other] = [changed('片付け部'), changed('台所部')]
        expect(
          await Promise.all([storage.communities.replace(one), storage.communities.replace(other)]),
        ).toEqual([true, false])
        expect(await storage.communities.get(community.id)).toEqual(one)
        expect(await storage.communities.replace({ ...freshCommunity(), edition: 2 })).toBe(false)
      })

      it('keeps its charter and templates, and when it was made, through changes, closing and opening', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          const community = freshCommunity()
          await before.communities.create(community)
          const changed: Community = {
            ...community,
            charter: {
              ...community.charter,
              blocks: { purpose: '引っ越しの知恵を分けあう\n二行目' },
              houseRules: { version: 3, lines: ["役職で呼ばない' --", '🌱'] },
            },
            templates: [{ id: 'one', name: '一時間', phases: [] }],
            edition: 2,
          }
          await before.communities.replace({ ...changed, createdAt: 7 })
          expect(await (await reopen()).communities.get(community.id)).toEqual(changed)
        }))

      it('keeps what lists say of a workshop with the records that make it so, and over a restart', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          const communityId = freshId()
          const [id, other] = [freshWorkshop(), freshWorkshop()]
          for (const [createdAt, one] of [id, other].entries())
            await before.workshops.create({ id: one, code: freshCode(), createdAt, communityId })
          const said = async (storage: Storage) =>
            (await storage.workshops.ofCommunity(communityId, 9)).map((one) => one.listing?.title ?? null)
          const append = (expectedSeq: number, title: string) =>
            before.journal.append({
              stream: eventStream(id),
              expectedSeq,
              records: texts(title),
              listed: { workshopId: id, listing: listing(title) },
            })
          await append(0, '荷造り')
          const [first] = await before.workshops.ofCommunity(communityId, 9)
          expect(first?.listing).toEqual(listing('荷造り'))
          await append(1, '荷ほどき')
          await expect(append(0, '来なかった記録')).rejects.toBeInstanceOf(SequenceError)
          await before.workshops.list(id, listing('古い話'))
          await before.workshops.list(freshWorkshop(), listing('ないもの'))
          expect(await said(before)).toEqual(['荷ほどき', null])
          await before.workshops.list(other, listing('台所'))
          expect(await said(await reopen())).toEqual(['荷ほどき', '台所'])
        }))

      it('lists the latest workshops of one community, oldest first, and of no other', async () => {
        const [here, elsewhere] = [freshId(), freshId()]
        const records = [5, 1, 3].map((createdAt) => ({
          id: freshWorkshop(),
          code: freshCode(),
          createdAt,
          communityId: here,
        }))
        for (const record of records) await storage.workshops.create(record)
        const other = { id: freshWorkshop(), code: freshCode(), createdAt: 2, communityId: elsewhere }
        await storage.workshops.create(other)
        await storage.workshops.create({ id: freshWorkshop(), code: freshCode(), createdAt: 4 })
        const [last, first, second] = records
        const unlisted = (...some: unknown[]) => some.map((one) => ({ ...(one as object), listing: null }))
        expect(await storage.workshops.ofCommunity(here, 9)).toEqual(unlisted(first, second, last))
        expect(await storage.workshops.ofCommunity(here, 2)).toEqual(unlisted(second, last))
        expect(await storage.workshops.ofCommunity(elsewhere, 9)).toEqual(unlisted(other))
        expect(await storage.workshops.ofCommunity(freshId(), 9)).toEqual([])
        const moved = freshCode()
        await storage.workshops.changeCode(other.id, moved)
        expect(await storage.workshops.byCode(moved)).toEqual({ ...other, code: moved })
      })

      it('S-06 revokes every secret of one community’s keepers but the one that is kept, and nobody else’s', async () => {
        const [here, elsewhere] = [freshId(), freshId()]
        const grants: readonly Grant[] = [
          { role: 'keeper', communityId: here },
          { role: 'keeper', communityId: here },
          { role: 'keeper', communityId: elsewhere },
          { role: 'facilitator', workshopId: here as string as WorkshopId },
        ]
        const hashes = grants.map(() => freshHash())
        await Promise.all(grants.map((grant, index) => storage.tokens.add(hashes[index] as string, grant)))
        expect(await Promise.all(hashes.map((hash) => storage.tokens.find(hash)))).toEqual(grants)
        await storage.tokens.revokeKeeping(here, hashes[1] as string)
        const found = await Promise.all(hashes.map((hash) => storage.tokens.find(hash)))
        expect(found).toEqual([null, ...grants.slice(1)])
      })
    })

    describe('a new room code', () => {
      it('S-06 finds the workshop under the new code alone', async () => {
        const record = { id: freshWorkshop(), code: freshCode(), createdAt: 1 }
        const code = freshCode()
        await storage.workshops.create(record)
        await storage.workshops.changeCode(record.id, code)
        expect(await storage.workshops.byCode(record.code)).toBeNull()
        expect(await storage.workshops.byCode(code)).toEqual({ ...record, code })
        expect(await storage.workshops.get(record.id)).toEqual({ ...record, code })
      })

      it('refuses a code that is taken, and keeps the one there was', async () => {
        const [one, other] = [freshWorkshop(), freshWorkshop()]
        const [code, taken] = [freshCode(), freshCode()]
        await storage.workshops.create({ id: one, code, createdAt: 1 })
        await storage.workshops.create({ id: other, code: taken, createdAt: 1 })
        await expect(storage.workshops.changeCode(one, taken)).rejects.toBeInstanceOf(TakenError)
        await expect(storage.workshops.changeCode(freshWorkshop(), freshCode())).rejects.toBeInstanceOf(
          StorageError,
        )
        expect((await storage.workshops.byCode(code))?.id).toBe(one)
        expect((await storage.workshops.byCode(taken))?.id).toBe(other)
      })
    })

    describe('tokens', () => {
      it('S-06 revokes every secret of one facilitation but the one that is kept', async () => {
        const [here, elsewhere] = [freshWorkshop(), freshWorkshop()]
        const grants: readonly Grant[] = [
          { role: 'facilitator', workshopId: here },
          { role: 'facilitator', workshopId: here },
          { role: 'facilitator', workshopId: elsewhere },
          { role: 'participant', workshopId: here, participantId: 'asahi' as ParticipantId },
        ]
        const hashes = grants.map(() => freshHash())
        await Promise.all(grants.map((grant, index) => storage.tokens.add(hashes[index] as string, grant)))
        await storage.tokens.revokeFacilitation(here, hashes[1] as string)
        const found = await Promise.all(hashes.map((hash) => storage.tokens.find(hash)))
        expect(found).toEqual([null, ...grants.slice(1)])
      })

      it('finds what a secret opens, for a facilitator and for a seat', async () => {
        const workshopId = freshWorkshop()
        const facilitator: Grant = { role: 'facilitator', workshopId }
        const seat: Grant = { role: 'participant', workshopId, participantId: 'asahi' as ParticipantId }
        const [a, b] = [freshHash(), freshHash()]
        await storage.tokens.add(a, facilitator)
        await storage.tokens.add(b, seat)
        expect(await storage.tokens.find(a)).toEqual(facilitator)
        expect(await storage.tokens.find(b)).toEqual(seat)
        expect(await storage.tokens.find(freshHash())).toBeNull()
      })

      it('refuses a secret that opens something already, and what it opens stays', async () => {
        const hash = freshHash()
        const grant: Grant = {
          role: 'participant',
          workshopId: freshWorkshop(),
          participantId: 'asahi' as ParticipantId,
        }
        await storage.tokens.add(hash, grant)
        const again = storage.tokens.add(hash, { role: 'facilitator', workshopId: grant.workshopId })
        await expect(again).rejects.toBeInstanceOf(StorageError)
        expect(await storage.tokens.find(hash)).toEqual(grant)
      })

      it('revokes every secret of one seat and no other', async () => {
        const [here, elsewhere] = [freshWorkshop(), freshWorkshop()]
        const [asahi, midori] = ['asahi' as ParticipantId, 'midori' as ParticipantId]
        const grants: readonly Grant[] = [
          { role: 'participant', workshopId: here, participantId: asahi },
          { role: 'participant', workshopId: here, participantId: asahi },
          { role: 'participant', workshopId: here, participantId: midori },
          { role: 'participant', workshopId: elsewhere, participantId: asahi },
          { role: 'facilitator', workshopId: here },
        ]
        const hashes = grants.map(() => freshHash())
        await Promise.all(grants.map((grant, index) => storage.tokens.add(hashes[index] as string, grant)))
        await storage.tokens.revokeSeat(here, asahi)
        const found = await Promise.all(hashes.map((hash) => storage.tokens.find(hash)))
        expect(found).toEqual([null, null, ...grants.slice(2)])
      })
    })

    describe('text of any kind', () => keepsHostileText(() => storage))

    describe('people', () => {
      it('writes names with the append that brings them', async () => {
        const workshopId = freshWorkshop()
        const stream = eventStream(workshopId)
        const names = people({ asahi: '朝日 みどり', sora: '空 🌱' })
        await storage.journal.append({
          stream,
          expectedSeq: 0,
          records: texts('a'),
          people: { workshopId, names },
        })
        expect(await storage.people.of(workshopId)).toEqual(names)
      })

      it('writes no names when the append is refused', async () => {
        const workshopId = freshWorkshop()
        const names = people({ asahi: '朝日 みどり' })
        const append = storage.journal.append({
          stream: eventStream(workshopId),
          expectedSeq: 4,
          records: texts('a'),
          people: { workshopId, names },
        })
        await expect(append).rejects.toBeInstanceOf(SequenceError)
        expect(await storage.people.of(workshopId)).toEqual({})
      })

      it('takes the latest name, adds to the others, and forgets a name written as null', async () => {
        const workshopId = freshWorkshop()
        const stream = eventStream(workshopId)
        const steps = [
          people({ asahi: '旧', sora: '空' }),
          people({ asahi: '新', nagi: '凪' }),
          people({ sora: null }),
        ]
        for (const [expectedSeq, names] of steps.entries()) {
          await storage.journal.append({
            stream,
            expectedSeq,
            records: texts('x'),
            people: { workshopId, names },
          })
        }
        expect(await storage.people.of(workshopId)).toEqual({ asahi: '新', nagi: '凪' })
      })

      it('erases one person of one workshop, and the log still reads', async () => {
        const [here, elsewhere] = [freshWorkshop(), freshWorkshop()]
        for (const workshopId of [here, elsewhere]) {
          await storage.journal.append({
            stream: eventStream(workshopId),
            expectedSeq: 0,
            records: texts('taken'),
            people: { workshopId, names: people({ asahi: '朝日', sora: '空' }) },
          })
        }
        await storage.people.erase(here, 'asahi' as ParticipantId)
        await storage.people.erase(here, 'nobody' as ParticipantId)
        expect(await storage.people.of(here)).toEqual({ sora: '空' })
        expect(await storage.people.of(elsewhere)).toEqual({ asahi: '朝日', sora: '空' })
        expect(readable(await storage.journal.read(eventStream(here), 0)).records).toEqual(['1 taken'])
      })

      it('keeps answers beside the names, the latest, and of nobody without a name', async () => {
        const workshopId = freshWorkshop()
        const [asahi, sora, nobody] = ['asahi', 'sora', 'nobody'] as ParticipantId[]
        const write = (expectedSeq: number, names: People, answers: IntakeAnswers) =>
          storage.journal.append({
            stream: eventStream(workshopId),
            expectedSeq,
            records: texts('x'),
            people: { workshopId, names, answers },
          })
        const says = (wish: string) => ({ ...NO_ANSWERS, wish, solved: ['"集客"\n'], mentor: false, size: 5 })
        await write(0, people({ asahi: '朝日', sora: '空' }), {
          [asahi!]: says('旧'),
          [sora!]: says('空の'),
          [nobody!]: says('誰の'),
        })
        await write(1, people({ asahi: '朝日' }), { [asahi!]: says('新 🌱') })
        await write(2, people({ asahi: '夕日' }), {})
        expect(await storage.people.answers(workshopId)).toEqual({ asahi: says('新 🌱'), sora: says('空の') })
        expect(await storage.people.answers(freshWorkshop())).toEqual({})
      })

      it('forgets answers with the name, however it is erased', async () => {
        const workshopId = freshWorkshop()
        const write = (expectedSeq: number, names: People, answers: IntakeAnswers) =>
          storage.journal.append({
            stream: eventStream(workshopId),
            expectedSeq,
            records: texts('x'),
            people: { workshopId, names, answers },
          })
        const ids = ['asahi', 'sora', 'nagi'] as ParticipantId[]
        const answers = Object.fromEntries(ids.map((id) => [id, NO_ANSWERS]))
        await write(0, people({ asahi: '朝日', sora: '空', nagi: '凪' }), answers)
        await storage.people.erase(workshopId, ids[0]!)
        await write(1, people({ sora: null }), {})
        expect(await storage.people.answers(workshopId)).toEqual({ nagi: NO_ANSWERS })
        await write(2, people({ asahi: '別の朝日', sora: '別の空' }), {})
        expect(await storage.people.answers(workshopId)).toEqual({ nagi: NO_ANSWERS })
      })

      describe('across workshops', () => {
        const person = (id: string) => id as PersonId
        const [asahi, sora] = ['asahi', 'sora'] as [ParticipantId, ParticipantId]
        /** a workshop with these people in it */
        const seated = async (...ids: ParticipantId[]): Promise<WorkshopId> => {
          const workshopId = freshWorkshop()
          await storage.journal.append({
            stream: eventStream(workshopId),
            expectedSeq: 0,
            records: texts('a'),
            people: { workshopId, names: people(Object.fromEntries(ids.map((id) => [id, `${id} 見本`]))) },
          })
          return workshopId
        }
        const at = (workshopId: WorkshopId, participantId: ParticipantId) => ({ workshopId, participantId })

        it('knows a person by their seats, all of them or none', async () => {
          const [first, second, third] = [await seated(asahi), await seated(asahi, sora), await seated(sora)]
          expect(await storage.people.unite([at(first, asahi), at(second, sora)], person(freshId()))).toBe(
            true,
          )
          expect(await storage.people.unite([at(third, sora), at(second, sora)], person(freshId()))).toBe(
            true,
          )
          expect(await storage.people.elsewhere(first)).toEqual(
            expect.arrayContaining([
              { participantId: asahi, seat: at(second, sora) },
              { participantId: asahi, seat: at(third, sora) },
            ]),
          )
          expect(await storage.people.elsewhere(third)).toHaveLength(2)
          expect(await storage.people.elsewhere(freshWorkshop())).toEqual([])
        })

        it('is never guessed: not of two people, and nobody sits in a workshop twice', async () => {
          const [first, second, third] = [
            await seated(asahi, sora),
            await seated(asahi, sora),
            await seated(asahi),
          ]
          const unite = (...seats: ReturnType<typeof at>[]) => storage.people.unite(seats, person(freshId()))
          expect(await unite(at(first, asahi), at(second, asahi))).toBe(true)
          expect(await unite(at(first, sora), at(second, sora))).toBe(true)
          expect(await unite(at(third, asahi), at(first, asahi), at(first, sora))).toBe(false)
          expect(await unite(at(third, asahi), at(first, asahi), at(second, sora))).toBe(false)
          expect(await unite(at(third, asahi))).toBe(false)
          expect(await unite(at(third, asahi), at(third, asahi))).toBe(false)
          expect(await storage.people.elsewhere(third)).toEqual([])
          const fresh = await seated(asahi, sora)
          expect(await unite(at(fresh, asahi), at(fresh, sora))).toBe(false)
          expect(await unite(at(fresh, asahi), at(first, asahi))).toBe(true)
          // another person at the same browser
          expect(await unite(at(fresh, sora), at(first, asahi))).toBe(false)
          expect(await storage.people.elsewhere(fresh)).toHaveLength(2)
        })

        it('goes with the name, however it is erased, and does not come back with another', async () => {
          const [first, second, third] = [await seated(asahi), await seated(asahi), await seated(asahi)]
          await storage.people.unite(
            [at(first, asahi), at(second, asahi), at(third, asahi)],
            person(freshId()),
          )
          await storage.people.erase(first, asahi)
          const write = (expectedSeq: number, names: People) =>
            storage.journal.append({
              stream: eventStream(second),
              expectedSeq,
              records: texts('b'),
              people: { workshopId: second, names },
            })
          await write(1, people({ asahi: null }))
          await write(2, people({ asahi: '別の朝日' }))
          for (const id of [first, second, third]) expect(await storage.people.elsewhere(id)).toEqual([])
          // nobody is there to be recognised
          expect(await storage.people.unite([at(first, asahi), at(third, asahi)], person(freshId()))).toBe(
            false,
          )
        })

        it('believes a facilitator, beside what links prove, until it is taken back', async () => {
          const [spring, summer, autumn] = [await seated(asahi), await seated(asahi), await seated(sora)]
          const { people: table } = storage
          await table.unite([at(spring, asahi), at(summer, asahi)], person(freshId()))
          expect(await table.confirmed(at(autumn, sora))).toBeNull()
          for (let time = 0; time < 2; time++)
            expect(await table.confirm(at(autumn, sora), at(summer, asahi))).toBe(true)
          expect(await table.confirmed(at(autumn, sora))).toEqual(at(summer, asahi))
          const known = await table.elsewhere(autumn)
          expect(known).toHaveLength(2)
          expect(known).toEqual(
            expect.arrayContaining([
              { participantId: sora, seat: at(spring, asahi) },
              { participantId: sora, seat: at(summer, asahi) },
            ]),
          )
          expect(await table.elsewhere(spring)).toHaveLength(2)
          // what comes by a link later holds on to the seat whose link it is
          const winter = await seated(asahi)
          expect(await table.unite([at(winter, asahi), at(autumn, sora)], person(freshId()))).toBe(true)
          expect(await table.elsewhere(winter)).toHaveLength(3)
          await table.unconfirm(at(autumn, sora))
          await table.unconfirm(at(autumn, sora))
          expect(await table.confirmed(at(autumn, sora))).toBeNull()
          expect(await table.elsewhere(autumn)).toEqual([{ participantId: sora, seat: at(winter, asahi) }])
          expect(await table.elsewhere(spring)).toEqual([{ participantId: asahi, seat: at(summer, asahi) }])
        })

        it('believes no facilitator who would make one of two: each sits in a workshop once', async () => {
          const [spring, summer] = [await seated(asahi, sora), await seated(asahi, sora)]
          const { people: table } = storage
          const confirm = (here: ReturnType<typeof at>, there: ReturnType<typeof at>) =>
            table.confirm(here, there)
          expect(await confirm(at(summer, asahi), at(summer, sora))).toBe(false)
          expect(await confirm(at(summer, asahi), at(spring, asahi))).toBe(true)
          expect(await confirm(at(summer, asahi), at(spring, sora))).toBe(false)
          expect(await confirm(at(summer, sora), at(spring, asahi))).toBe(false)
          expect(await table.unite([at(summer, sora), at(spring, asahi)], person(freshId()))).toBe(false)
          const autumn = await seated(asahi)
          expect(await table.unite([at(autumn, asahi), at(summer, sora)], person(freshId()))).toBe(true)
          expect(await confirm(at(autumn, asahi), at(spring, asahi))).toBe(false)
          expect(await confirm(at(autumn, asahi), at(freshWorkshop(), asahi))).toBe(false)
          expect(await confirm(at(freshWorkshop(), asahi), at(spring, sora))).toBe(false)
          expect(await table.elsewhere(summer)).toHaveLength(2)
        })

        it('forgets what was confirmed with either name', async () => {
          const [spring, summer, autumn] = [await seated(asahi), await seated(asahi), await seated(asahi)]
          const { people: table } = storage
          await table.confirm(at(summer, asahi), at(spring, asahi))
          await table.confirm(at(autumn, asahi), at(summer, asahi))
          await table.erase(summer, asahi)
          for (const id of [spring, summer, autumn]) expect(await table.elsewhere(id)).toEqual([])
          for (const id of [summer, autumn]) expect(await table.confirmed(at(id, asahi))).toBeNull()
        })
      })

      it('knows nobody in a workshop it never heard of', async () => {
        expect(await storage.people.of(freshWorkshop())).toEqual({})
      })
    })

    describe('closing and opening again', () => {
      it('has everything that was acknowledged', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          const workshopId = freshWorkshop()
          const stream = eventStream(workshopId)
          const hash = freshHash()
          const record = { id: workshopId, code: freshCode(), createdAt: 5 }
          const names = people({ asahi: '朝日' })
          const answers = { ['asahi' as ParticipantId]: { ...NO_ANSWERS, wish: '足場' } }
          await before.workshops.create(record)
          await before.tokens.add(hash, { role: 'facilitator', workshopId })
          await before.journal.append({
            stream,
            expectedSeq: 0,
            records: texts('a', 'b', 'c', 'd'),
            people: { workshopId, names, answers },
          })
          for (const seq of [1, 2, 3]) await before.snapshots.save(stream, seq, text(`up to ${seq}`))
          await before.journal.trim(stream, 3)

          const after = await reopen()
          expect(await after.workshops.byCode(record.code)).toEqual(record)
          expect(await after.tokens.find(hash)).toEqual({ role: 'facilitator', workshopId })
          expect(await after.people.of(workshopId)).toEqual(names)
          expect(await after.people.answers(workshopId)).toEqual(answers)
          expect((await after.snapshots.latest(stream))?.seq).toBe(3)
          expect(readable(await after.journal.read(stream, 0)).records).toEqual(['2 b', '3 c', '4 d'])
          const stale = after.journal.append({ stream, expectedSeq: 3, records: texts('x') })
          await expect(stale).rejects.toBeInstanceOf(SequenceError)
          await after.journal.append({ stream, expectedSeq: 4, records: texts('e') })
        }))

      it('finishes what was accepted before it closes', () =>
        onItsOwn(async ({ storage: before, reopen }) => {
          const streams = Array.from({ length: 50 }, () => freshStream())
          const accepted = streams.map((stream) =>
            before.journal.append({ stream, expectedSeq: 0, records: texts('a') }),
          )
          await before.close()
          await Promise.all(accepted)
          const after = await reopen()
          for (const stream of streams) {
            expect(readable(await after.journal.read(stream, 0)).records).toEqual(['1 a'])
          }
        }))

      it('can be closed twice, also at once, and refuses everything afterwards', () =>
        onItsOwn(async ({ storage: closed }) => {
          await Promise.all([closed.close(), closed.close()])
          await closed.close()
          const stream = freshStream()
          const workshopId = freshWorkshop()
          const seat = 'asahi' as ParticipantId
          const calls: readonly (() => Promise<unknown>)[] = [
            () => closed.journal.append({ stream, expectedSeq: 0, records: texts('a') }),
            () => closed.journal.read(stream, 0),
            () => closed.journal.trim(stream, 1),
            () => closed.journal.quarantine(stream, 1, 'bad'),
            () => closed.snapshots.quarantine(stream, 1, 'bad'),
            () => closed.quarantined(),
            () => closed.health(),
            () => closed.snapshots.save(stream, 1, text('a')),
            () => closed.snapshots.latest(stream),
            () => closed.workshops.create({ id: workshopId, code: freshCode(), createdAt: 1 }),
            () => closed.workshops.get(workshopId),
            () => closed.workshops.byCode(freshCode()),
            () => closed.tokens.add(freshHash(), { role: 'facilitator', workshopId }),
            () => closed.tokens.find(freshHash()),
            () => closed.tokens.revokeSeat(workshopId, seat),
            () => closed.communities.create(freshCommunity()),
            () => closed.communities.get(freshId()),
            () => closed.communities.replace(freshCommunity()),
            () => closed.workshops.ofCommunity(freshId(), 1),
            () => closed.workshops.list(workshopId, listing('荷造り')),
            () => closed.tokens.revokeKeeping(freshId(), freshHash()),
            () => closed.people.of(workshopId),
            () => closed.people.answers(workshopId),
            () => closed.people.erase(workshopId, seat),
            () => closed.people.unite([], freshId() as string as PersonId),
            () => closed.people.elsewhere(workshopId),
            ...(['unconfirm', 'confirmed'] as const).map(
              (call) => () => closed.people[call]({ workshopId, participantId: seat }),
            ),
            () =>
              closed.people.confirm({ workshopId, participantId: seat }, { workshopId, participantId: seat }),
          ]
          for (const call of calls) await expect(call()).rejects.toBeInstanceOf(StorageError)
        }))
    })
  })
}

const NOTHING = { records: [], damaged: [], quarantined: [] }

function freshWorkshop(): WorkshopId {
  return randomBytes(12).toString('base64url') as WorkshopId
}

function listing(title: string): Listing {
  return {
    title,
    goal: '順番が分かる',
    status: 'planning',
    form: 'draft',
    startsAt: null,
    openedAt: 7,
    minutes: 90,
  }
}

function freshId(): CommunityId {
  return randomBytes(12).toString('base64url') as CommunityId
}

function freshCommunity(): Community {
  const charter = { ...EMPTY_CHARTER, name: '引っ越しの会' }
  return { id: freshId(), charter, templates: [], edition: 1, createdAt: 1_790_000_000_000 }
}

function freshStream(): StreamName {
  return eventStream(freshWorkshop())
}

function freshCode(): string {
  return randomBytes(6).toString('hex').toUpperCase()
}

function freshHash(): string {
  return randomBytes(32).toString('hex')
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

function texts(...contents: string[]): Uint8Array[] {
  return contents.map(text)
}

function people(names: Record<string, string | null>): People {
  return names as People
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** `record 2: why: what it said` for everything of a stream that was put aside */
async function aside(storage: Storage, stream: StreamName): Promise<string[]> {
  const all = await storage.quarantined()
  return all
    .filter((one) => one.stream === stream)
    .map(({ kind, seq, reason, bytes }) => `${kind} ${seq}: ${reason}: ${new TextDecoder().decode(bytes)}`)
}

/** `1 a` for record 1 that says `a` */
function readable(read: { readonly records: readonly JournalRecord[]; readonly damaged: readonly number[] }) {
  const records = read.records.map(({ seq, bytes }) => `${seq} ${new TextDecoder().decode(bytes)}`)
  return { records, damaged: read.damaged }
}
