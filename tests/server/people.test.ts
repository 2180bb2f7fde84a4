import { afterEach, describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { LIMITS } from '#shared/text.ts'
import { keyFor, person, roomToFill, tokenIn } from '../support/bring-people.ts'
import type { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

async function room(options: Parameters<typeof roomToFill>[0] = {}) {
  const opened = await roomToFill(options)
  app = opened.app
  return opened
}

const WISH = '明日からの一歩を見つけたい'

describe('people who are brought in by a facilitator', () => {
  it('ROS-1 have a seat each in their order, with what they answered and a link of their own', async () => {
    const { workshopId, bring, seats } = await room()
    const { status, json, headers } = await bring([
      person('a', '見本 一郎', { wish: WISH, mentor: true, size: 2 }),
      person('b', '架空 花子'),
    ])
    expect(status).toBe(200)
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    const [one, two] = json.people
    expect([one.key, two.key]).toEqual([keyFor('a'), keyFor('b')])
    const answers = { ...NO_ANSWERS, wish: WISH, mentor: true, size: 2 }
    const seated = await seats()
    expect(seated.map(({ id, name }) => [id, name])).toEqual([
      [one.participantId, '見本 一郎'],
      [two.participantId, '架空 花子'],
    ])
    expect(seated.map((participant) => participant.answers)).toEqual([answers, undefined])

    expect(one.seatUrl).toBe(`${app.url}/w/${workshopId}#s=${tokenIn(one.seatUrl)}`)
    const session = await app.request('POST', `/api/workshops/${workshopId}/session`, {
      body: { token: tokenIn(two.seatUrl) },
    })
    expect(session.json.viewer).toEqual({ role: 'participant', participantId: two.participantId })
  })

  it('ROS-3 are there once, however often and how closely the same request comes', async () => {
    const { workshopId, bring, seats, facilitatorToken } = await room()
    const people = [person('a', '見本'), person('b', '架空'), person('a', '見本')]
    const both = await Promise.all([bring(people), bring(people)])
    const ids = both.map(({ json }) => json.people.map((one: { participantId: string }) => one.participantId))
    expect(new Set(ids.flat()).size).toBe(2)
    expect(ids[1]).toEqual(ids[0])
    await app.give(workshopId, facilitatorToken, {
      type: 'seat.rename',
      participantId: ids[0][0],
      name: '見本さん',
    })
    const later = await bring([person('a', '見本')])
    expect(later.json.people[0].participantId).toBe(ids[0][0])
    expect((await seats()).map(({ name }) => name)).toEqual(['見本さん', '架空'])
    // every link that was ever handed out opens its seat
    for (const { json } of [...both, later])
      expect((await app.state(workshopId, tokenIn(json.people[0].seatUrl))).state).toBeDefined()
  })

  it('ROS-12 what is refused for one leaves the others in', async () => {
    const { bring, seats } = await room()
    const { status, json } = await bring([
      person('a', '見本'),
      person('b', ' \u200b '),
      person('c', '架空', { wish: '長'.repeat(201) }),
      person('d', '仮名', { size: 9 }),
      person('e', '例'),
      { key: 'short', name: '短い' },
      { name: 'なし' },
      'x',
      null,
    ])
    expect(status).toBe(200)
    const codes = json.people.map((one: { error?: { code: string } }) => one.error?.code ?? 'in')
    const wrong = Array.from({ length: 4 }, () => 'malformed')
    expect(codes).toEqual(['in', 'name_invalid', 'text_too_long', 'malformed', 'in', ...wrong])
    expect(json.people[1]).toMatchObject({ ok: false, key: keyFor('b') })
    expect(json.people[1].error.message).toMatch(/\S/)
    expect(json.people[5].key).toBeNull()
    expect((await seats()).map(({ name }) => name)).toEqual(['見本', '例'])
  })

  it('ROS-2 a full room takes in whom it can, and tells the others', { timeout: 60_000 }, async () => {
    const { bring, seats } = await room()
    const batch = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => person(`p${from + index}`, `参加者${from + index}`))
    for (let from = 0; from + 50 < LIMITS.participants; from += 50)
      expect((await bring(batch(from, 50))).status).toBe(200)
    await bring(batch(LIMITS.participants - 50, 48))
    const { json } = await bring(batch(LIMITS.participants, 3))
    const codes = json.people.map((one: { error?: { code: string } }) => one.error?.code ?? 'in')
    expect(codes).toEqual(['in', 'in', 'room_full'])
    // who is in already is told again, full or not
    expect((await bring(batch(0, 1))).json.people[0].ok).toBe(true)
    expect(await seats()).toHaveLength(LIMITS.participants)
  })

  it('S-37 keep their links when the same request comes after the end, and nobody new gets in', async () => {
    const { workshopId, bring, facilitatorToken } = await room()
    const first = await bring([person('a', '見本')])
    await app.give(workshopId, facilitatorToken, { type: 'agenda.open' })
    await app.give(workshopId, facilitatorToken, { type: 'agenda.end' })
    const after = await bring([person('a', '見本'), person('b', '架空')])
    expect(after.json.people.map((one: { ok: boolean }) => one.ok)).toEqual([false, false])
    const token = tokenIn(first.json.people[0].seatUrl)
    expect((await app.state(workshopId, token)).state.status).toBe('ended')
  })
})
