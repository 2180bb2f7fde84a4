import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TakeSeat } from '#shared/domain/slices/roster.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { KNOCK_LIMITS } from '#shared/protocol/knocks.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { KnockBook, type Knock } from '../../server/rooms/knock-book.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { manualRuntime } from '../support/board-runtime.ts'
import { TestApp, type Answer, type Connection } from '../support/server-app.ts'

describe('S-36 a guarded door', () => {
  let app: TestApp
  let opened: OpenedWorkshop
  let console_: Connection

  async function start(options: Parameters<typeof TestApp.start>[0] = {}): Promise<void> {
    app = await TestApp.start(options)
    opened = await app.open()
    console_ = await app.join(opened.workshopId, opened.facilitatorToken)
    expect(console_.knocks).toEqual([])
    expect((await give('door.guard')).json.ok).toBe(true)
  }
  beforeEach(() => start())
  afterEach(() => app.close())

  const give = (type: 'door.guard' | 'door.open' | 'door.close') =>
    app.give(opened.workshopId, opened.facilitatorToken, { type })
  const knock = (token?: string, body: object = { name: '井上' }, headers = {}): Promise<Answer> =>
    app.request('POST', `/api/workshops/${opened.workshopId}/knocks`, {
      body,
      headers: { 'accept-language': 'en', ...headers },
      ...(token === undefined ? {} : { token }),
    })
  const answer = (how: string, ids: readonly string[], token = opened.facilitatorToken) =>
    app.request('POST', `/api/workshops/${opened.workshopId}/knocks/answer`, {
      token,
      body: { answer: how, ids },
    })
  const waiting = async (count: number) => {
    await console_.until(() => console_.knocks?.length === count)
    return console_.knocks!
  }

  it('S-36 newcomers wait, are seen by facilitators with name and time, and their secret opens the seat once they are let in', async () => {
    const seat = await app.request('POST', `/api/workshops/${opened.workshopId}/seats`, {
      body: { name: '井上', letIn: true },
    })
    expect([seat.status, seat.json.error.code]).toEqual([409, 'door_guarded'])
    const facts = await app.request('GET', `/api/workshops/${opened.workshopId}`)
    expect([facts.json.guarded, facts.json.closed]).toEqual([true, false])

    const first = await knock(undefined, { name: '  井上 ', consent: true })
    const { seatToken, since } = first.json
    expect(first.json).toEqual({ standing: 'waiting', since, seatToken })
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const [one] = await waiting(1)
    expect(one).toEqual({ id: one!.id, name: '井上', since })
    expect((await app.state(opened.workshopId, opened.facilitatorToken)).state.participants).toEqual([])

    // asked again, from a page that was opened anew: the same asking
    expect((await knock(seatToken, {})).json).toEqual({ standing: 'waiting', since })
    expect(
      (await app.request('GET', `/api/workshops/${opened.workshopId}/state`, { token: seatToken })).status,
    ).toBe(401)

    expect((await answer('admit', [one!.id])).json).toEqual({ answered: 1 })
    await waiting(0)
    expect((await knock(seatToken, {})).json).toEqual({ standing: 'in', participantId: one!.id })
    const inside = await app.join(opened.workshopId, seatToken)
    expect(inside.snapshots[0]?.viewer).toEqual({ role: 'participant', participantId: one!.id })
    const [person] = (await app.state(opened.workshopId, opened.facilitatorToken)).state.participants
    expect(person).toMatchObject({ id: one!.id, name: '井上', consent: true })
    expect(inside.knocks).toBeNull()
  })

  it('S-36 who is declined is told so, kindly and for some minutes, and has no seat', async () => {
    const { seatToken } = (await knock()).json
    const [one] = await waiting(1)
    expect((await answer('decline', [one!.id])).json).toEqual({ answered: 1 })
    await waiting(0)
    expect((await knock(seatToken)).json).toEqual({ standing: 'declined' })
    expect((await answer('admit', [one!.id])).json).toEqual({ answered: 0 })
    expect((await app.state(opened.workshopId, opened.facilitatorToken)).state.participants).toEqual([])
  })

  it('S-36 who has a seat comes back unhindered, takes no second one, and learns nothing of who waits', async () => {
    await give('door.open')
    const aoki = await app.seat(opened.workshopId, '青木')
    await give('door.guard')
    const { seatToken } = (await knock(undefined, { name: '待ち人さがし' })).json
    const [one] = await waiting(1)
    const back = await app.join(opened.workshopId, aoki.seatToken)
    expect((await back.give({ type: 'call.raise' })).ok).toBe(true)
    expect((await knock(aoki.seatToken)).json).toEqual({ standing: 'in', participantId: aoki.participantId })
    expect((await answer('decline', [one!.id])).json).toEqual({ answered: 1 })
    const other = (await knock(undefined, { name: '待ち人さがし' })).json
    expect(other.seatToken).not.toBe(seatToken)
    await waiting(1)
    await back.caughtUp()
    const { text } = await app.request('GET', `/api/workshops/${opened.workshopId}/state`, {
      token: aoki.seatToken,
    })
    for (const told of [back.bytes, text]) {
      expect(told).not.toContain('待ち人')
      expect(told).not.toContain(one!.id)
    }
    expect(back.knocks).toBeNull()
  })

  it('S-36 facilitators alone answer, those with a seat too, and hear at once who already waits', async () => {
    await give('door.open')
    const aoki = await app.seat(opened.workshopId, '青木')
    await give('door.guard')
    await knock()
    const [one] = await waiting(1)
    expect((await answer('admit', [one!.id], aoki.seatToken)).status).toBe(403)
    expect((await answer('admit', [one!.id], 'guess')).status).toBe(401)
    expect((await answer('admit', [])).status).toBe(400)
    expect((await answer('keep', [one!.id])).status).toBe(400)
    const aokis = await app.join(opened.workshopId, aoki.seatToken)
    await app.give(opened.workshopId, opened.facilitatorToken, {
      type: 'facilitator.grant',
      participantId: aoki.participantId,
    })
    await aokis.until(() => aokis.knocks?.length === 1)
    expect((await answer('admit', [one!.id], aoki.seatToken)).json).toEqual({ answered: 1 })
  })

  it('S-36 all at once: those who were seen, once, however many facilitators press', async () => {
    await Promise.all(['井上', '上田', '江口'].map((name) => knock(undefined, { name })))
    const ids = (await waiting(3)).map(({ id }) => id)
    const [one, two] = await Promise.all([answer('admit', ids), answer('admit', ids)])
    expect(one.json.answered + two.json.answered).toBe(3)
    const { participants } = (await app.state(opened.workshopId, opened.facilitatorToken)).state
    expect(participants.map(({ name }) => name).sort()).toEqual(['上田', '井上', '江口'])
  })

  it('S-36 an opened door lets in whoever asks again; a closed one, and the end, say so and empty the list', async () => {
    const { seatToken } = (await knock()).json
    await waiting(1)
    await give('door.close')
    await waiting(0)
    expect((await knock(seatToken)).json.error.code).toBe('door_closed')
    await give('door.open')
    const opened_ = (await knock(seatToken)).json
    expect(opened_).toMatchObject({ standing: 'in', taken: { participantId: opened_.participantId } })
    await app.join(opened.workshopId, opened_.taken.seatToken)

    await give('door.guard')
    await knock()
    await waiting(1)
    await app.give(opened.workshopId, opened.facilitatorToken, {
      type: 'team.form',
      by: 'headcount',
      size: 2,
    })
    await app.give(opened.workshopId, opened.facilitatorToken, { type: 'agenda.open' })
    await app.give(opened.workshopId, opened.facilitatorToken, { type: 'agenda.end' })
    await waiting(0)
    expect((await knock()).json.error.code).toBe('ended')
  })

  it('S-36 a name that is none and a form that reads as none are refused at once', async () => {
    expect((await knock(undefined, { name: ' ' })).json.error.code).toBe('name_invalid')
    expect((await knock(undefined, {})).json.error.code).toBe('malformed')
    expect(console_.knocks).toEqual([])
  })

  it('S-36 facilitators bring people in past a guarded door', async () => {
    const { json } = await app.request('POST', `/api/workshops/${opened.workshopId}/people`, {
      token: opened.facilitatorToken,
      body: { people: [{ key: 'a-key-of-sixteen-or-more', name: '岡' }] },
    })
    expect(json.people[0]).toMatchObject({ ok: true })
  })

  it('S-36 after a restart a page that still waits asks anew and is let in; who was let in before has the seat', async () => {
    await app.close()
    const storage = new MemoryStorage()
    await start({ storage })
    const [in_, still] = [(await knock()).json, (await knock(undefined, { name: '上田' })).json]
    await answer('admit', [(await waiting(2))[0]!.id])
    await app.close()
    app = await TestApp.start({ storage })
    console_ = await app.join(opened.workshopId, opened.facilitatorToken)
    expect(console_.knocks).toEqual([])
    expect((await knock(in_.seatToken)).json.standing).toBe('in')
    const anew = (await knock(still.seatToken, { name: '上田' })).json
    expect(anew.seatToken).not.toBe(still.seatToken)
    await answer('admit', [(await waiting(1))[0]!.id])
    expect((await knock(anew.seatToken)).json.standing).toBe('in')
  })

  it('S-36 where the disk fails nobody is lost: they wait on, and can be let in again', async () => {
    await app.close()
    const storage = new HeldStorage()
    await start({ storage })
    const { seatToken } = (await knock()).json
    const [one] = await waiting(1)
    storage.break('append')
    expect((await answer('admit', [one!.id])).status).toBe(503)
    storage.mend('append')
    expect((await knock(seatToken)).json.standing).toBe('waiting')
    expect((await answer('admit', [one!.id])).json).toEqual({ answered: 1 })
    expect((await knock(seatToken)).json.standing).toBe('in')
  })

  it('S-36 a flood from one network takes half the places, pushes nobody out, and is told what is the matter', async () => {
    await app.close()
    await start({ env: { TRUST_PROXY: '1' } })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const honest = (await knock(undefined, { name: '井上' }, from('192.0.2.7'))).json
    const flood = await Promise.all(
      Array.from({ length: 200 }, (_, count) => knock(undefined, { name: `${count}` }, from('198.51.100.9'))),
    )
    const taken = flood.filter(({ status }) => status === 200)
    expect(taken.length).toBe(KNOCK_LIMITS.ofOneNetwork)
    const [refused] = flood.filter(({ status }) => status !== 200)
    expect([refused!.status, refused!.json.error.code]).toEqual([429, 'knocks_full'])
    expect(refused!.json.error.message).toContain('as soon as there is room')
    expect((await knock(undefined, { name: '上田' }, from('192.0.2.8'))).status).toBe(200)
    expect((await knock(honest.seatToken)).json.standing).toBe('waiting')
    await waiting(KNOCK_LIMITS.ofOneNetwork + 2)
    // room again once somebody goes in, but not for one network without end
    const ids = console_.knocks!.filter(({ name }) => /^\d+$/.test(name)).map(({ id }) => id)
    expect((await answer('decline', ids)).json).toEqual({ answered: KNOCK_LIMITS.ofOneNetwork })
    expect((await knock(undefined, { name: '9' }, from('198.51.100.9'))).json.error.code).toBe('knocks_full')
    expect((await knock(undefined, { name: '江口' }, from('192.0.2.9'))).status).toBe(200)
  })
})

describe('S-36 who waits', () => {
  const w1 = 'w1' as WorkshopId
  const person = (id: string, network = id): Knock => ({
    id: id as ParticipantId,
    name: id,
    since: 0,
    asked: { type: 'seat.take', participantId: id as ParticipantId, name: id, consent: false } as TakeSeat,
    network,
  })
  function book() {
    const runtime = manualRuntime()
    const told: number[] = []
    const knocks = new KnockBook(runtime, (id) => told.push(knocks.waiting(id).length))
    return { runtime, told, knocks, ids: () => knocks.waiting(w1).map(({ id }) => id) }
  }

  it('S-36 has gone after three minutes without asking, and facilitators are told', () => {
    const { runtime, told, knocks, ids } = book()
    knocks.add(w1, 'a', person('a'))
    knocks.add(w1, 'b', person('b'))
    runtime.pass(2 * MINUTE)
    expect(knocks.hear(w1, 'b')?.standing).toBe('waiting')
    runtime.pass(MINUTE + 30 * SECOND)
    expect(ids()).toEqual(['b'])
    expect(told).toEqual([1, 2, 1])
    expect(knocks.hear(w1, 'a')).toBeNull()
    runtime.pass(4 * MINUTE)
    expect(ids()).toEqual([])
    expect(knocks.add(w1, 'a', person('a'))).toBe(true)
  })

  it('S-36 is remembered as declined for five minutes, and then may ask anew', () => {
    const { runtime, knocks } = book()
    knocks.add(w1, 'a', person('a'))
    knocks.decline(w1, 'a' as ParticipantId)
    runtime.pass(4 * MINUTE)
    expect(knocks.hear(w1, 'a')?.standing).toBe('declined')
    runtime.pass(MINUTE + SECOND)
    expect(knocks.hear(w1, 'a')).toBeNull()
  })

  it('S-36 is never pushed out by who comes later, and those who are full are told', () => {
    const { knocks, ids } = book()
    for (let count = 0; count < KNOCK_LIMITS.waiting; count++)
      knocks.add(w1, `h${count}`, person(`p${count}`))
    expect(knocks.add(w1, 'late', person('late'))).toBe(false)
    expect(ids()).toHaveLength(KNOCK_LIMITS.waiting)
    knocks.decline(w1, 'p0' as ParticipantId)
    expect(knocks.add(w1, 'late', person('late'))).toBe(true)
    expect(ids().at(-1)).toBe('late')
  })

  it('S-36 is answered by one at a time, and waits on when it did not work', async () => {
    const { knocks, ids } = book()
    const a = 'a' as ParticipantId
    knocks.add(w1, 'a', person('a'))
    const failing = knocks.admit(w1, a, () => Promise.resolve('full'))
    expect(knocks.decline(w1, a)).toBe(false)
    expect(knocks.hear(w1, 'a')?.standing).toBe('waiting')
    expect(await failing).toBe('full')
    expect(ids()).toEqual(['a'])
    await expect(knocks.admit(w1, a, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk')
    expect(await knocks.admit(w1, a, () => Promise.resolve(null))).toBeNull()
    expect(ids()).toEqual([])
    expect(await knocks.admit(w1, a, () => Promise.resolve(null))).toBeUndefined()
  })
})
