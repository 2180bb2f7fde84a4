import { beforeEach, describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { BRING_LIMITS } from '#shared/protocol/people.ts'
import { LIMITS } from '#shared/text.ts'
import type { Participant } from '#shared/domain/state.ts'
import { batchesOf } from '../../client/people/bring.ts'
import { PeopleDesk } from '../../client/people/people-desk.svelte.ts'
import { connpassFile, formsFile, peatixFile } from '../fixtures/intake-files.ts'
import { utf16, utf8 } from '../support/intake-bytes.ts'
import { readsHere, Registrar } from './people-kit.svelte.ts'

type Seated = Pick<Participant, 'name' | 'answers'>

function openDesk(seated: readonly Seated[] = []) {
  const registrar = new Registrar()
  const waits: number[] = []
  let keys = 0
  const desk = new PeopleDesk({
    reader: readsHere(),
    seated: () => seated as readonly Participant[],
    challenges: () => ['荷造り', '荷ほどき'],
    post: registrar.post,
    wait: async (delay) => void waits.push(delay),
    newId: () => String(++keys).padStart(16, '0'),
  })
  return { desk, registrar, waits }
}

/** A file as a browser hands it over. */
function fileOf(bytes: Uint8Array | string, name = 'people.csv'): File {
  const content = typeof bytes === 'string' ? utf8(bytes) : bytes
  return { name, size: content.length, arrayBuffer: async () => content.slice().buffer } as unknown as File
}

const chosenNames = (desk: PeopleDesk) =>
  desk.found.filter(({ person }) => desk.chosen.has(person.line)).map(({ person }) => person.name)
const many = (count: number) =>
  ['名前', ...Array.from({ length: count }, (_, at) => `参加者${at + 1}`)].join('\n')

beforeEach(() => localStorage.clear())

describe('a file of people', () => {
  it('IMP-6 is recognised and shown, and nobody is asked for before it is confirmed', async () => {
    const { desk, registrar } = openDesk()
    await desk.open(fileOf(utf16(peatixFile)))
    expect(desk.stage).toMatchObject({
      at: 'check',
      file: { remembered: false, table: { rows: 5, file: { encoding: 'utf-16le', separator: '\t' } } },
    })
    expect(desk.source).toBe('peatix')
    expect(desk.intake?.cancelled).toBe(2)
    expect(chosenNames(desk)).toEqual(['見本 はなこ', '髙橋 れい', '架空 じろう'])
    expect(registrar.requests).toEqual([])
    await desk.bring()
    expect([...registrar.seats.values()]).toEqual(['見本 はなこ', '髙橋 れい', '架空 じろう'])
    expect(registrar.requests[0]?.people[0]?.answers).toMatchObject({ size: 2, mentor: true })
    expect(desk.outcomes.map(({ brought }) => brought?.ok)).toEqual([true, true, true])
  })

  it('IMP-6 a column that is put right is used for the next file with the same headings', async () => {
    const { desk } = openDesk()
    await desk.open(fileOf('なまえだよ,所属のところ\n見本,みほん社\n'))
    if (desk.nameless) await desk.setColumn('name', 'なまえだよ')
    await desk.setColumn('company', '所属のところ')
    await desk.setColumn('challenge', null)
    expect(desk.found[0]?.person).toMatchObject({ name: '見本', answers: { company: 'みほん社' } })
    await desk.bring()
    const later = openDesk().desk
    await later.open(fileOf('なまえだよ,所属のところ\n架空,かくう社\n'))
    expect(later.stage).toMatchObject({ file: { remembered: true } })
    expect(later.found[0]?.person).toMatchObject({ name: '架空', answers: { company: 'かくう社' } })
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/見本|みほん|架空|かくう/)
    const other = openDesk().desk
    await other.open(fileOf('名前,会社\n例,れい社\n'))
    expect(other.stage).toMatchObject({ file: { remembered: false } })
  })

  it('IMP-6 without a column for names nobody is found, until one is chosen', async () => {
    const { desk } = openDesk()
    await desk.open(fileOf('x,y\n見本,2\n'))
    expect([desk.nameless, desk.found]).toEqual([true, []])
    await desk.bring()
    expect(desk.stage.at).toBe('check')
    await desk.setColumn('name', 'x')
    expect([desk.nameless, chosenNames(desk)]).toEqual([false, ['見本']])
  })

  it('IMP-4 that cannot be read is told, and another one may be chosen', async () => {
    const { desk } = openDesk()
    const troubleOf = async (file: File) => {
      await desk.open(file)
      return desk.stage.at === 'choose' ? desk.stage.trouble?.kind : desk.stage.at
    }
    expect(await troubleOf(fileOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 1)))).toBe('archive')
    expect(await troubleOf(fileOf(''))).toBe('empty')
    expect(await troubleOf(fileOf('名前\n'))).toBe('no_rows')
    expect(await troubleOf(fileOf(many(20_001)))).toBe('too_many_rows')
    // what is too large is never read
    const never = { name: 'x', size: 11 * 1024 * 1024, arrayBuffer: () => Promise.reject(new Error('read')) }
    expect(await troubleOf(never as unknown as File)).toBe('too_large')
    expect(await troubleOf({ ...never, size: 10 } as unknown as File)).toBe('not_readable')
    expect(await troubleOf(fileOf(many(1)))).toBe('check')
  })

  it('IMP-12 who is there twice, waits or has a seat is told and not chosen; a person decides', async () => {
    const { desk, registrar } = openDesk([
      { name: '架空　次郎', answers: { ...NO_ANSWERS, company: '(株)架空商事' } },
      { name: '同名 さん', answers: { ...NO_ANSWERS, company: 'ほかの社' } },
      { name: '無所属 さん' },
      { name: null },
    ])
    await desk.open(fileOf(formsFile.sheet))
    const doubts = () => desk.found.map(({ person, doubt }) => [person.name, doubt?.kind ?? null])
    expect(doubts()).toEqual([
      ['見本 花子', null],
      ['架空 次郎', 'seated'],
      ['見本 花子', 'twice'],
    ])
    expect(chosenNames(desk)).toEqual(['見本 花子'])
    await desk.open(fileOf(connpassFile))
    expect(doubts()).toContainEqual(['髙橋零', 'waiting'])
    await desk.open(
      fileOf('名前,会社,メール\n同名 さん,みほん社,a@x.invalid\n無所属 さん,みほん社,\n連れ,,A@x.invalid\n'),
    )
    expect(doubts()).toEqual([
      ['同名 さん', null],
      ['無所属 さん', 'seated'],
      ['連れ', 'address'],
    ])
    expect(chosenNames(desk)).toEqual(['同名 さん', '連れ'])
    desk.choose(3, true)
    desk.choose(2, false)
    await desk.bring()
    expect([...registrar.seats.values()]).toEqual(['無所属 さん', '連れ'])
  })
})

describe('people on their way in', () => {
  it('ROS-3 lost requests and lost answers are sent again with the same keys: everybody once', async () => {
    const { desk, registrar, waits } = openDesk()
    registrar.mishaps.push('answer', 'nothing', { code: 'too_fast', message: 'すこし待ってください' })
    await desk.open(fileOf(many(120)))
    await desk.bring()
    expect([...registrar.seats.values()]).toEqual(many(120).split('\n').slice(1))
    expect(registrar.requests.map(({ people }) => people.length)).toEqual([50, 50, 50, 50, 50, 20])
    expect(waits).toEqual([1_000, 2_000, 4_000])
    expect(desk.outcomes.every(({ brought }) => brought?.ok)).toBe(true)
    expect([desk.held, desk.refusal, desk.stage.at]).toEqual([false, null, 'done'])
  })

  it('ROS-2 what is refused for one leaves the others in, and says why', async () => {
    const { desk, registrar } = openDesk()
    registrar.refusing.set('参加者2', { code: 'room_full', limit: 500, message: '満席です' })
    await desk.open(fileOf(many(3)))
    await desk.bring()
    expect(desk.outcomes.map(({ brought }) => brought?.ok)).toEqual([true, false, true])
  })

  it('a refusal that more tries would not change ends it, and those before stay in', async () => {
    const { desk, registrar } = openDesk()
    const error = { code: 'forbidden', message: 'できません' } as const
    await desk.open(fileOf(many(60)))
    registrar.mishaps.push(null, error)
    await desk.bring()
    expect(desk.refusal).toEqual(error)
    expect(desk.outcomes.filter(({ brought }) => brought !== null)).toHaveLength(50)
  })

  it('stopped, nothing more is sent, and who is in has their link', async () => {
    const { desk, registrar } = openDesk()
    await desk.open(fileOf(many(120)))
    const brought = desk.bring()
    desk.stop()
    await brought
    expect(registrar.seats.size).toBe(50)
    expect([desk.stage.at, desk.refusal]).toEqual(['done', null])
  })

  it('S-13 a request never has more people or bytes than the server takes', () => {
    const freeText = '長い話👨‍👩‍👧‍👦'.repeat(100)
    const people = Array.from({ length: 180 }, (_, at) => ({
      key: `key-${at}`.padEnd(16, '0'),
      name: '見本',
      answers: { ...NO_ANSWERS, ...(at % 3 === 0 ? { freeText } : {}) },
    }))
    const batches = batchesOf(people)
    expect(batches.flat()).toEqual(people)
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(BRING_LIMITS.people)
      const { length } = new TextEncoder().encode(JSON.stringify({ people: batch }))
      expect(length).toBeLessThanOrEqual(LIMITS.message)
    }
    expect(batchesOf([])).toEqual([])
  })
})
