import { afterEach, describe, expect, it } from 'vitest'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import type { KnownPerson } from '#shared/protocol/people.ts'
import { keptCommunity } from '../support/communities.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

type Seat = Pick<TakenSeat, 'participantId'>

async function hold({ workshopId, facilitatorToken }: OpenedWorkshop): Promise<void> {
  await app.give(workshopId, facilitatorToken, { type: 'team.form', by: 'answers', seed: 1 })
  for (const type of ['agenda.open', 'agenda.end'] as const)
    expect((await app.give(workshopId, facilitatorToken, { type })).json.ok).toBe(true)
}

/** A facilitator asks, or says, who somebody was. */
function about({ workshopId, facilitatorToken }: OpenedWorkshop, { participantId }: Seat) {
  const path = `/api/workshops/${workshopId}/people/${participantId}/known`
  return {
    ask: async (): Promise<KnownPerson> => (await app.request('GET', path, { token: facilitatorToken })).json,
    say: (earlier: unknown, token = facilitatorToken) =>
      app.request('POST', path, { token, body: { earlier } }),
    path,
  }
}

const at = ({ workshopId }: OpenedWorkshop, { participantId }: Seat) => ({ workshopId, participantId })
const stepsOf = async ({ workshopId, facilitatorToken }: OpenedWorkshop) =>
  (await app.state(workshopId, facilitatorToken)).state.past?.steps

/** Two workshops of one community: 架空 and 例 came to the first, nobody brings a cookie to the second. */
async function twoWorkshops() {
  app = await TestApp.start()
  const community = await keptCommunity(app)
  const spring = await community.further({ title: '春の会', goal: '順番が分かる' })
  const [one, two] = [await app.seat(spring.workshopId, '架空'), await app.seat(spring.workshopId, '例')]
  await hold(spring)
  const summer = await community.further()
  const again = await app.seat(summer.workshopId, '架 空')
  return { community, spring, summer, one, two, again }
}

describe('who a facilitator confirms', () => {
  it('COM-7 is known at once, to facilitators who watch as well, until it is taken back', async () => {
    const { spring, summer, one, two, again } = await twoWorkshops()
    const { ask, say } = about(summer, again)
    const before = await ask()
    expect(before).toMatchObject({ known: [], confirmed: null })
    expect(before.others).toMatchObject([
      { ...at(spring, one), name: '架空', title: '春の会', sameName: true },
      { ...at(spring, two), name: '例', sameName: false },
    ])
    // the same name alone makes nobody known
    expect(await stepsOf(summer)).toEqual({})
    const watcher = await app.join(summer.workshopId, summer.facilitatorToken)
    const said = await say(at(spring, one))
    expect(said.status).toBe(200)
    expect(said.json).toMatchObject({ confirmed: at(spring, one), known: [at(spring, one)] })
    expect(said.json.others).toHaveLength(1)
    await watcher.until(() => watcher.pasts.length > 0)
    expect(watcher.pasts.at(-1)?.steps).toEqual({ [again.participantId]: 'second' })
    expect(await stepsOf(summer)).toEqual({ [again.participantId]: 'second' })
    // who is known here is offered to nobody else here
    const other = await app.seat(summer.workshopId, '別の人')
    expect((await about(summer, other).ask()).others).toMatchObject([at(spring, two)])

    expect((await say(null)).json).toEqual(before)
    expect(await stepsOf(summer)).toEqual({})
    expect(watcher.pasts.at(-1)?.steps).toEqual({})
  })

  it('COM-7 is never two people: a seat in one workshop is not a second one in it', async () => {
    const { spring, summer, one, two, again } = await twoWorkshops()
    const other = await app.seat(summer.workshopId, '別の人')
    expect((await about(summer, again).say(at(spring, one))).status).toBe(200)
    for (const [who, earlier] of [
      [other, one],
      [again, two],
    ] as const) {
      const refused = await about(summer, who).say(at(spring, earlier))
      expect(refused.status).toBe(409)
      expect(refused.json.error.code).toBe('not_one_person')
    }
    expect(await stepsOf(summer)).toEqual({ [again.participantId]: 'second' })
  })

  it('COM-7 what was confirmed joins what links prove: two times before make a regular', async () => {
    const { community, spring, summer, one, again } = await twoWorkshops()
    await about(summer, again).say(at(spring, one))
    await hold(summer)
    const autumn = await community.further()
    const third = await app.request('POST', `/api/workshops/${autumn.workshopId}/seats`, {
      body: { name: 'また来た人' },
      headers: { cookie: `ys_${summer.workshopId}=${again.seatToken}`, 'x-yoriai': '1' },
    })
    expect(third.status).toBe(201)
    expect(await stepsOf(autumn)).toEqual({ [third.json.participantId]: 'regular' })
    // taken back in the one workshop, it is so in the other, which is live
    const watcher = await app.join(autumn.workshopId, autumn.facilitatorToken)
    await about(summer, again).say(null)
    await watcher.until(() => watcher.pasts.at(-1)?.steps[third.json.participantId] === 'second')
    expect(await stepsOf(autumn)).toEqual({ [third.json.participantId]: 'second' })
  })

  it('COM-7 S-07 is said by facilitators of a community’s workshop, of people of its earlier ones alone', async () => {
    const { community, spring, summer, one, two, again } = await twoWorkshops()
    const theirs = await (await keptCommunity(app, { name: '台所の会' })).further()
    const stranger = await app.seat(theirs.workshopId, '架空')
    await hold(theirs)
    const never = await community.further()
    const idle = await app.seat(never.workshopId, '架空')
    const { say, path } = about(summer, again)
    const tokens = { seat: again.seatToken, earlier: spring.facilitatorToken, none: '' }
    for (const [token, status] of [
      [tokens.seat, 403],
      [tokens.earlier, 401],
      [tokens.none, 401],
    ] as const) {
      expect((await say(at(spring, one), token)).status).toBe(status)
      expect((await app.request('GET', path, { token })).status).toBe(status)
    }
    for (const [earlier, status] of [
      [at(theirs, stranger), 404],
      [at(never, idle), 404],
      [at(spring, { participantId: again.participantId }), 404],
      [at(summer, again), 404],
      [{ workshopId: '__proto__', participantId: one.participantId }, 400],
      ['spring', 400],
      [undefined, 400],
    ] as const)
      expect((await say(earlier)).status, JSON.stringify(earlier)).toBe(status)
    const nobody = about(summer, { participantId: two.participantId })
    expect((await nobody.say(at(spring, one))).status).toBe(404)
    const cookie = `yf_${summer.workshopId}=${summer.facilitatorToken}`
    const foreign = await app.request('POST', path, { body: { earlier: null }, headers: { cookie } })
    expect(foreign.status).toBe(403)
    expect(await stepsOf(summer)).toEqual({})

    const alone = await app.open()
    const seat = await app.seat(alone.workshopId, '架空')
    expect(await about(alone, seat).ask()).toEqual({ known: [], others: [], confirmed: null })
    expect((await about(alone, seat).say(at(spring, one))).status).toBe(404)
    expect((await app.state(alone.workshopId, alone.facilitatorToken)).state.past?.ofCommunity).toBe(false)
  })
})
