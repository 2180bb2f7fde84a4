import { afterEach, describe, expect, it } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { MemoryDisk, MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { keyFor, person } from '../support/bring-people.ts'
import { keptCommunity, type KeptCommunity } from '../support/communities.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

type Opened = Awaited<ReturnType<KeptCommunity['further']>>
const seatCookie = (workshopId: string, { seatToken }: Pick<TakenSeat, 'seatToken'>) =>
  `ys_${workshopId}=${seatToken}`
/** as our own pages send it */
const browser = (cookie: string) => ({ cookie, 'x-yoriai': '1' })
const FIRST = { firstTime: true }

async function sit(
  { workshopId }: Opened,
  { cookie = '', ...body }: { cookie?: string; name?: string; earlierSeat?: unknown; answers?: object } = {},
) {
  return app.request('POST', `/api/workshops/${workshopId}/seats`, {
    body: { name: '見本', answers: FIRST, ...body },
    ...(cookie === '' ? {} : { headers: browser(cookie) }),
  })
}

async function taken(workshop: Opened, how: Parameters<typeof sit>[1] = {}): Promise<TakenSeat> {
  const { status, text, json } = await sit(workshop, how)
  if (status !== 201) throw new Error(text)
  return json
}

/** Everybody with a seat takes part: they have a team, and the workshop opens and ends. */
async function hold({ workshopId, facilitatorToken }: Opened, end = true): Promise<void> {
  await app.give(workshopId, facilitatorToken, { type: 'team.form', by: 'answers', seed: 1 })
  expect((await app.give(workshopId, facilitatorToken, { type: 'agenda.open' })).json.ok).toBe(true)
  if (end) expect((await app.give(workshopId, facilitatorToken, { type: 'agenda.end' })).json.ok).toBe(true)
}

async function known({ workshopId, facilitatorToken }: Opened): Promise<WorkshopState> {
  return (await app.state(workshopId, facilitatorToken)).state
}

const ticks = (state: WorkshopState) => state.participants.map(({ answers }) => answers?.firstTime)

describe('people of a community who come again', () => {
  it('COM-5 are known by their seats’ cookies, the second time and as regulars, to facilitators alone', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const spring = await community.further()
    const [one, two] = [await taken(spring), await taken(spring)]
    await hold(spring)
    const summer = await community.further()
    const watcher = await app.join(summer.workshopId, summer.facilitatorToken)
    const again = await taken(summer, { cookie: `other=1; ${seatCookie(spring.workshopId, one)}` })
    await taken(summer, { name: '架空' })
    await watcher.until(() => watcher.pasts.length > 0)
    expect(watcher.pasts.at(-1)?.steps).toEqual({ [again.participantId]: 'second' })
    const seen = await known(summer)
    expect(seen.past?.steps).toEqual({ [again.participantId]: 'second' })
    expect(ticks(seen)).toEqual([false, true])
    await hold(summer)

    const autumn = await community.further()
    const cookie = `${seatCookie(spring.workshopId, one)}; ${seatCookie(summer.workshopId, again)}`
    const third = await taken(autumn, { cookie })
    const other = await taken(autumn, { cookie: seatCookie(spring.workshopId, two), name: '架空' })
    const { past } = await known(autumn)
    expect(past?.steps).toEqual({ [third.participantId]: 'regular', [other.participantId]: 'second' })
    expect(past?.teams).toEqual([
      [[third.participantId]],
      [expect.arrayContaining([third.participantId, other.participantId])],
    ])
    expect(past?.roles[third.participantId]).toHaveLength(2)

    // not of other workshops, not to participants, not to the public
    const own = await app.request('GET', `/api/workshops/${autumn.workshopId}/state`, {
      token: third.seatToken,
    })
    const facts = await app.request('GET', `/api/workshops/${autumn.workshopId}`)
    for (const { text } of [own, facts]) expect(text).not.toMatch(/"past"|second|regular/)
    const all = JSON.stringify(await known(autumn))
    for (const hidden of [spring.workshopId, summer.workshopId, one.participantId, again.participantId])
      expect(all).not.toContain(hidden)
  })

  it('COM-5 programs name an earlier seat, and one that is nobody’s here takes no new seat', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const elsewhere = await keptCommunity(app, { name: '台所の会' })
    const [spring, theirs] = [await community.further(), await elsewhere.further()]
    const [one, stranger] = [await taken(spring), await taken(theirs)]
    const alone = await app.open()
    const nobodys = await app.seat(alone.workshopId, '井上')
    await hold(spring)
    await hold(theirs)
    const summer = await community.further()
    const earlierSeat = (workshopId: string, token: string) => ({ earlierSeat: { workshopId, token } })
    for (const [workshopId, token, status] of [
      [spring.workshopId, stranger.seatToken, 401],
      [theirs.workshopId, stranger.seatToken, 401],
      [alone.workshopId, nobodys.seatToken, 401],
      [spring.workshopId, spring.facilitatorToken, 401],
      [spring.workshopId, '', 400],
      ['__proto__', one.seatToken, 400],
    ] as const)
      expect((await sit(summer, earlierSeat(workshopId, token))).status, workshopId).toBe(status)
    expect((await known(summer)).participants).toEqual([])
    const again = await taken(summer, earlierSeat(spring.workshopId, one.seatToken))
    expect((await known(summer)).past?.steps).toEqual({ [again.participantId]: 'second' })
  })

  it('COM-5 cookies of another community, of no community and without truth make nobody known', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const theirs = await (await keptCommunity(app, { name: '台所の会' })).further()
    const alone = await app.open()
    const stranger = await taken(theirs)
    const nobodys = await app.seat(alone.workshopId, '井上')
    const spring = await community.further()
    await taken(spring)
    for (const held of [theirs, spring]) await hold(held)
    const summer = await community.further()
    const cookie = [
      seatCookie(theirs.workshopId, stranger),
      seatCookie(alone.workshopId, nobodys),
      seatCookie(spring.workshopId, stranger),
      `yf_${spring.workshopId}=${spring.facilitatorToken}`,
      'ys_nobody=x',
      'ys_=x',
    ].join('; ')
    await taken(summer, { cookie })
    const seen = await known(summer)
    expect(seen.past).toEqual({ ofCommunity: true, steps: {}, teams: [], roles: {} })
    expect(ticks(seen)).toEqual([true])
  })

  it('COM-5 a shared computer makes nobody somebody else, and a workshop that never opened counts for nobody', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const [spring, planned] = [await community.further(), await community.further()]
    const [one, idle] = [await taken(spring), await taken(planned)]
    await hold(spring)
    const summer = await community.further()
    const cookie = `${seatCookie(spring.workshopId, one)}; ${seatCookie(planned.workshopId, idle)}`
    const first = await taken(summer, { cookie })
    const second = await taken(summer, { cookie, name: '同じ机の人' })
    const { past } = await known(summer)
    expect(past?.steps).toEqual({ [first.participantId]: 'second' })
    expect(past?.steps[second.participantId as ParticipantId]).toBeUndefined()
  })

  it('COM-5 whom a facilitator brought in is known once they open their own link', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const spring = await community.further()
    const one = await taken(spring)
    await hold(spring)
    const summer = await community.further()
    const { workshopId, facilitatorToken } = summer
    const brought = await app.request('POST', `/api/workshops/${workshopId}/people`, {
      token: facilitatorToken,
      body: { people: [person('a', '見本')] },
      headers: browser(seatCookie(spring.workshopId, one)),
    })
    expect(brought.json.people[0].key).toBe(keyFor('a'))
    expect((await known(summer)).past?.steps).toEqual({})
    const { participantId, seatUrl } = brought.json.people[0]
    const token = new URL(seatUrl).hash.slice(3)
    for (let time = 0; time < 2; time++) {
      const session = await app.request('POST', `/api/workshops/${workshopId}/session`, {
        body: { token },
        headers: browser(seatCookie(spring.workshopId, one)),
      })
      expect(session.status).toBe(200)
      expect((await known(summer)).past?.steps).toEqual({ [participantId]: 'second' })
    }
  })

  it('COM-5 who applies by the form is known by an earlier seat’s cookie, seated or waiting for one', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const spring = await community.further()
    const [one, two] = [await taken(spring), await taken(spring, { name: '架空' })]
    await hold(spring)
    const summer = await community.further()
    for (const command of [
      { type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } },
      { type: 'form.edit', questions: [{ key: 'wish' }], capacity: 2 },
      { type: 'form.publish' },
    ] satisfies CommandInput[])
      expect((await app.give(summer.workshopId, summer.facilitatorToken, command)).json.ok).toBe(true)
    const apply = (name: string, cookie = '') =>
      fetch(`${app.url}/a/${summer.code}`, {
        method: 'POST',
        body: new URLSearchParams({ once: `mark-${name}`, name }),
        headers: { origin: app.url, 'sec-fetch-site': 'same-origin', ...(cookie === '' ? {} : { cookie }) },
        redirect: 'manual',
      })
    expect((await apply('見本', seatCookie(spring.workshopId, one))).status).toBe(303)
    expect((await apply('はじめて')).status).toBe(303)
    expect((await apply('架空', seatCookie(spring.workshopId, two))).status).toBe(303)
    const { participants, waiting, past } = await known(summer)
    const [again] = participants
    expect([participants.length, waiting.length]).toEqual([2, 1])
    expect(past?.steps).toEqual({ [again!.id]: 'second', [waiting[0]!.participantId]: 'second' })
  })

  it('D11 who is erased is out of it, there and here, and a restart changes nothing', async () => {
    const disk = new MemoryDisk()
    app = await TestApp.start({ storage: new MemoryStorage(disk) })
    const community = await keptCommunity(app)
    const spring = await community.further()
    const [one, two] = [await taken(spring), await taken(spring, { name: '架空' })]
    await hold(spring)
    const summer = await community.further()
    const again = await taken(summer, { cookie: seatCookie(spring.workshopId, one) })
    const other = await taken(summer, { cookie: seatCookie(spring.workshopId, two), name: '架空' })
    const names = async () => Object.keys((await known(summer)).past?.steps ?? {}).sort()
    expect(await names()).toEqual([again.participantId, other.participantId].sort())
    await app.close()
    app = await TestApp.start({ storage: new MemoryStorage(disk) })
    expect(await names()).toEqual([again.participantId, other.participantId].sort())
    const watcher = await app.join(summer.workshopId, summer.facilitatorToken)
    const forget = (workshop: Opened, { participantId }: TakenSeat) =>
      app.give(workshop.workshopId, workshop.facilitatorToken, { type: 'seat.forget', participantId })
    expect((await forget(spring, one)).json).toMatchObject({ ok: true })
    await watcher.until(() => watcher.pasts.length > 0)
    expect(Object.keys(watcher.pasts.at(-1)!.steps)).toEqual([other.participantId])
    expect(JSON.stringify((await known(summer)).past)).not.toContain(again.participantId)
    expect((await forget(summer, other)).json).toMatchObject({ ok: true })
    await watcher.until(() => watcher.pasts.length > 1)
    expect((await known(summer)).past).toEqual({ ofCommunity: true, steps: {}, teams: [], roles: {} })
  })
})
