import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommunityFacts } from '#shared/protocol/communities.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { MemoryDisk, MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { keptAs, keptCommunity } from '../support/communities.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await TestApp.start()
})
afterEach(() => app.close())

const factsOf = async (path: string) => (await app.request('GET', path)).json as CommunityFacts

async function give(opened: OpenedWorkshop, ...commands: Parameters<TestApp['give']>[2][]) {
  for (const command of commands) {
    const { json, text } = await app.give(opened.workshopId, opened.facilitatorToken, command)
    if (json.ok !== true) throw new Error(text)
  }
}

/** What a plan needs before it may be announced, and the announcement. */
const announce = (opened: OpenedWorkshop) =>
  give(
    opened,
    { type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } },
    { type: 'form.publish' },
  )

describe('making a community', () => {
  it('COM-1 by itself, with as much of its charter as is known', async () => {
    const { communityId, path, keeperUrl } = await keptCommunity(app, {
      purpose: '段取りの知恵を分けあう',
      houseRules: ['最後まで聞く'],
    })
    expect(keeperUrl).toBe(`${app.url}/c/${communityId}#k=${new URL(keeperUrl).hash.slice(3)}`)
    expect(await factsOf(path)).toMatchObject({
      communityId,
      charter: {
        name: '引っ越しの会',
        blocks: { purpose: '段取りの知恵を分けあう' },
        houseRules: { version: 1, lines: ['最後まで聞く'] },
        licence: 'CC BY 4.0',
      },
      workshops: [],
    })
  })

  it('along with its first workshop, in the same form', async () => {
    const opened = await app.open({ community: { name: '引っ越しの会', forWhom: '春に引っ越す人' } })
    const { communityId, keeperToken, keeperUrl, workshopId } = opened
    const community = keptAs(app, {
      communityId: communityId!,
      keeperToken: keeperToken!,
      keeperUrl: keeperUrl!,
    })
    const keeping = await community.keeping()
    expect(keeping.charter.blocks).toEqual({ forWhom: '春に引っ越す人' })
    expect(keeping.workshops).toMatchObject([{ workshopId, title: '引っ越しの段取り', announced: false }])
    const facts = await app.request('GET', `/api/workshops/${workshopId}`)
    expect(facts.json.community).toEqual({ id: communityId, name: '引っ越しの会' })
    const alone = await app.request('GET', `/api/workshops/${(await app.open()).workshopId}`)
    expect(alone.json).not.toHaveProperty('community')
  })

  it('is refused with what is wrong, and then there is neither community nor workshop', async () => {
    const body = { title: '荷造り', goal: '順番が分かる' }
    const nameless = await app.request('POST', '/api/workshops', {
      body: { ...body, community: { name: ' ' } },
    })
    expect([nameless.status, nameless.json.error.code]).toEqual([422, 'name_invalid'])
    for (const community of ['引っ越しの会', null, [], { name: 7 }]) {
      const wrong = await app.request('POST', '/api/workshops', { body: { ...body, community } })
      expect([wrong.status, wrong.json.error.code]).toEqual([400, 'malformed'])
    }
    const themeless = await app.request('POST', '/api/workshops', {
      body: { ...body, title: '', community: { name: '引っ越しの会' } },
    })
    expect(themeless.json.error.code).toBe('title_missing')
    expect((await app.request('GET', '/api/communities/nobody')).json.error.code).toBe('community_unknown')
  })
})

describe('keeping a community', () => {
  it('COM-1 COM-2 the charter is edited part by part, also by two keepers at once', async () => {
    const { ask, path } = await keptCommunity(app)
    const answers = await Promise.all([
      ask('PATCH', '', { purpose: '知恵を分けあう' }),
      ask('PATCH', '', { values: '急がない' }),
      ask('PATCH', '', { houseRules: ['最後まで聞く'] }),
      ask('PATCH', '', { stance: '持ちまわり', licence: 'CC0 1.0' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await factsOf(path)).charter).toMatchObject({
      blocks: { purpose: '知恵を分けあう', values: '急がない', stance: '持ちまわり' },
      houseRules: { version: 1 },
      licence: 'CC0 1.0',
    })
    const long = await ask('PATCH', '', { purpose: 'あ'.repeat(301), values: 'いそぐ' })
    expect([long.status, long.json.error]).toMatchObject([422, { code: 'text_too_long', limit: 300 }])
    expect((await factsOf(path)).charter.blocks.values).toBe('急がない')
  })

  it('opens further workshops, in the order in which they are listed', async () => {
    const community = await keptCommunity(app)
    const first = await community.further()
    const second = await community.further({ title: '台所', goal: '三日で片づく', names: 'never' })
    expect((await community.keeping()).workshops.map(({ workshopId }) => workshopId)).toEqual([
      first.workshopId,
      second.workshopId,
    ])
    const { state } = await app.state(second.workshopId, second.facilitatorToken)
    expect(state).toMatchObject({ title: '台所', names: 'never', status: 'planning' })
  })

  it('COM-4 clones an earlier one, whole or not at all, and what is said comes first', async () => {
    const community = await keptCommunity(app)
    const earlier = await community.further()
    await give(
      earlier,
      { type: 'agenda.edit', phases: [{ kind: 'intro', minutes: 7, title: 'ようこそ' }] },
      { type: 'plan.edit', startsAt: 1_800_000_000_000 },
    )
    await announce(earlier)
    await app.seat(earlier.workshopId, '青木')
    const clone = await community.further({ cloneOf: earlier.workshopId, title: '荷造り、夏' })
    const { state } = await app.state(clone.workshopId, clone.facilitatorToken)
    expect(state).toMatchObject({
      title: '荷造り、夏',
      goal: '順番が分かる',
      plan: { lines: { inScope: '荷造り', outOfScope: '家さがし' }, startsAt: null },
      form: { status: 'draft' },
      participants: [],
    })
    expect(state.agenda.phases.map(({ title, minutes }) => [title, minutes])).toEqual([['ようこそ', 7]])
    const refused = await community.ask('POST', '/workshops', { cloneOf: earlier.workshopId, title: '' })
    expect(refused.json.error.code).toBe('title_missing')
    expect((await community.keeping()).workshops).toHaveLength(2)
  })

  it('HRU-1 a workshop begins with the rules of its community as they are then', async () => {
    const rules = ['最後まで聞く']
    const opened = await app.open({ community: { name: '引っ越しの会', houseRules: rules } })
    const { communityId, keeperToken, keeperUrl } = opened
    const community = keptAs(app, {
      communityId: communityId!,
      keeperToken: keeperToken!,
      keeperUrl: keeperUrl!,
    })
    const rulesIn = async ({ workshopId, facilitatorToken }: OpenedWorkshop) =>
      (await app.state(workshopId, facilitatorToken)).state.houseRules
    expect(await rulesIn(opened)).toEqual({ version: 1, lines: rules })
    await community.ask('PATCH', '', { houseRules: [...rules, '役職で呼ばない'] })
    const clone = await community.further({ cloneOf: opened.workshopId })
    expect((await rulesIn(clone)).lines).toEqual([...rules, '役職で呼ばない'])
    expect(await rulesIn(opened)).toEqual({ version: 1, lines: rules })
  })

  it('COM-3 keeps an agenda as a template, begins with it, and lets it go', async () => {
    const community = await keptCommunity(app)
    const earlier = await community.further()
    await give(earlier, { type: 'agenda.edit', phases: [{ kind: 'solutions', minutes: 25, votes: 5 }] })
    const kept = await community.ask('POST', '/templates', {
      name: '打ち手だけ',
      workshopId: earlier.workshopId,
    })
    expect(kept.status).toBe(201)
    const [template] = kept.json.templates
    expect(template).toMatchObject({ name: '打ち手だけ', minutes: 25, phases: 1 })
    const next = await community.further({ title: '台所', goal: '三日で片づく', template: template.id })
    const { state } = await app.state(next.workshopId, next.facilitatorToken)
    expect(state.agenda.phases).toMatchObject([{ kind: 'solutions', minutes: 25, votes: 5 }])
    const gone = await community.ask('POST', `/templates/${template.id}/removal`, {})
    expect(gone.json.templates).toEqual([])
    const missing = await community.ask('POST', '/workshops', {
      title: '台所',
      goal: '三日で片づく',
      template: template.id,
    })
    expect([missing.status, missing.json.error.code]).toEqual([400, 'malformed'])
  })
})

describe('what everybody may know of a community', () => {
  it('S-09 workshops that were announced, without a way in beside the application; nothing of the others', async () => {
    const community = await keptCommunity(app)
    const open = await community.further()
    const own = await community.further({ title: '内輪の相談', goal: '決めない' })
    await announce(open)
    const { workshops } = await factsOf(community.path)
    expect(workshops).toEqual([
      {
        title: '荷造り',
        goal: '順番が分かる',
        status: 'planning',
        startsAt: null,
        openedAt: null,
        apply: `/a/${open.code}`,
      },
    ])
    await give(open, { type: 'form.close' })
    const closed = await app.request('GET', community.path)
    for (const secret of [open.workshopId, open.code, own.workshopId, own.code, '内輪'])
      expect(closed.text).not.toContain(secret)
    expect((closed.json as CommunityFacts).workshops).toMatchObject([{ title: '荷造り', apply: null }])
  })

  it('is one query: no workshop is opened for it, but those of before lists were kept, once', async () => {
    const disk = new MemoryDisk()
    const read: string[] = []
    const restarts: TestApp[] = []
    const restarted = async () => {
      const storage = new MemoryStorage(disk)
      const { journal } = storage
      const counting = {
        ...journal,
        read: (...args: Parameters<typeof journal.read>) => {
          read.push(args[0])
          return journal.read(...args)
        },
      }
      const next = await TestApp.start({ storage: Object.assign(storage, { journal: counting }) })
      restarts.push(next)
      return next
    }
    const begun = await restarted()
    const opened = await begun.open({ community: { name: '引っ越しの会' } })
    const path = `/api/communities/${opened.communityId}`
    const tell = (command: CommandInput) => begun.give(opened.workshopId, opened.facilitatorToken, command)
    await tell({
      type: 'plan.edit',
      lines: { inScope: '荷造り', outOfScope: '家さがし' },
      startsAt: 1_800_000_000_000,
    })
    await tell({ type: 'form.publish' })
    await tell({ type: 'setup.edit', title: '荷ほどき' })
    const before = (await begun.request('GET', path)).json
    expect(before.workshops).toMatchObject([{ title: '荷ほどき', startsAt: 1_800_000_000_000 }])

    read.length = 0
    expect((await (await restarted()).request('GET', path)).json).toEqual(before)
    expect(read).toEqual([])
    disk.listings.clear()
    for (const round of [1, 2]) {
      expect((await (await restarted()).request('GET', path)).json, `round ${round}`).toEqual(before)
      expect(read).toEqual([`events/${opened.workshopId}`])
    }
    await Promise.all(restarts.map((one) => one.close()))
  })
})
