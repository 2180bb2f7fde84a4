import { afterEach, describe, expect, it } from 'vitest'
import { BRING_LIMITS } from '#shared/protocol/people.ts'
import { LIMITS } from '#shared/text.ts'
import { roomMark } from '../../server/log.ts'
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

describe('who may bring people in', () => {
  it('S-07 facilitators, and a participant who was made one; nobody else, and then nobody is in', async () => {
    const { workshopId, bring, seats, facilitatorToken } = await room()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    const elsewhere = await app.open()
    const people = [person('a', '見本')]
    for (const [token, status] of [
      [seatToken, 403],
      [elsewhere.facilitatorToken, 401],
      ['a-guessed-secret', 401],
      ['', 401],
    ] as const)
      expect((await bring(people, token)).status).toBe(status)
    expect(await seats()).toHaveLength(1)
    await app.give(workshopId, facilitatorToken, { type: 'facilitator.grant', participantId })
    expect((await bring(people, seatToken)).status).toBe(200)
    expect(await seats()).toHaveLength(2)
  })

  it('S-03 no key leads to the seat of somebody who came by themselves, nor to another workshop’s', async () => {
    const { workshopId, bring } = await room()
    const { participantId } = await app.seat(workshopId, '青木')
    const other = await app.open()
    const own = await bring([{ key: participantId.padEnd(16, 'x'), name: '見本' }, person('a', '架空')])
    const theirs = await app.request('POST', `/api/workshops/${other.workshopId}/people`, {
      body: { people: [person('a', '架空')] },
      token: other.facilitatorToken,
    })
    const ids = [...own.json.people, ...theirs.json.people].map(
      (one: { participantId: string }) => one.participantId,
    )
    expect(new Set([...ids, participantId]).size).toBe(4)
    const crossed = await app.request('GET', `/api/workshops/${other.workshopId}/state`, {
      token: tokenIn(own.json.people[1].seatUrl),
    })
    expect(crossed.status).toBe(401)
  })

  it('S-16 only from our own pages and from programs', async () => {
    const { workshopId, path, seats, facilitatorToken } = await room()
    const cookie = `yf_${workshopId}=${facilitatorToken}`
    const ask = async (headers: Record<string, string>) => {
      const body = { people: [person('a', '見本')] }
      const sent = { 'x-yoriai-as': 'facilitator', cookie, ...headers }
      return (await app.request('POST', path, { body, headers: sent })).status
    }
    expect(await ask({ origin: app.url })).toBe(403)
    expect(await ask({ origin: 'https://evil.example', 'x-yoriai': '1' })).toBe(403)
    expect(await ask({ 'sec-fetch-site': 'cross-site', 'x-yoriai': '1' })).toBe(403)
    expect(await ask({ origin: app.url, 'x-yoriai': '1', 'content-type': 'text/plain' })).toBe(400)
    expect(await seats()).toEqual([])
    expect(await ask({ origin: app.url, 'x-yoriai': '1' })).toBe(200)
    expect(await seats()).toHaveLength(1)
  })

  it('S-13 S-27 a request is bounded in people and bytes, and strange ones change nothing', async () => {
    const { path, bring, seats, facilitatorToken } = await room()
    const { people } = BRING_LIMITS
    const many = Array.from({ length: people + 1 }, (_, index) => person(`p${index}`, '見本'))
    for (const odd of [many, [], {}, 'x', null, undefined])
      expect((await bring(odd)).json.error.code).toBe('malformed')
    const large = await bring([person('a', '見本', { freeText: 'x'.repeat(LIMITS.message) })])
    expect([large.status, large.json.error.code]).toEqual([413, 'too_large'])
    const polluted = `{"people":[{"key":"__proto__","name":"x"},{"key":"${keyFor('b')}","__proto__":{"name":"見本"}}]}`
    const { json } = await app.request('POST', path, {
      body: polluted,
      token: facilitatorToken,
    })
    expect(json.people.map((one: { error: { code: string } }) => one.error.code)).toEqual([
      'malformed',
      'malformed',
    ])
    expect(await seats()).toEqual([])
  })

  it('S-14 costs a facilitator’s allowance, one command for every ten people', async () => {
    const { workshopId, bring, seats, facilitatorToken } = await room()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    await app.give(workshopId, facilitatorToken, { type: 'facilitator.grant', participantId })
    const fifty = Array.from({ length: 50 }, (_, index) => person(`p${index}`, `参加者${index}`))
    // 40 at once for a seat, 10 a second: 100 requests of 5 at once are far more
    const answers = await Promise.all(Array.from({ length: 100 }, () => bring(fifty, seatToken)))
    const fast = answers.filter(({ status }) => status === 429)
    expect(fast.length).toBeGreaterThan(0)
    expect(fast[0]?.json.error.code).toBe('too_fast')
    expect(fast[0]?.headers.get('retry-after')).toBe('1')
    expect(await seats()).toHaveLength(51)
  })
})

it('S-32 S-33 who was brought in is one line of ids and codes: no name, answer, key or link', async () => {
  const lines: string[] = []
  const { workshopId, bring } = await room({ logTo: { write: (line) => lines.push(line) } })
  const { seatToken } = await app.seat(workshopId, '青木')
  const { json } = await bring([person('a', '見本 一郎', { wish: WISH }), person('b', '')])
  await bring([person('c', '架空')], seatToken)
  const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ audit }) => audit)
  const mark = { workshopId: roomMark(workshopId) }
  expect(noted).toContainEqual(expect.objectContaining({ audit: 'people.brought', ...mark, seq: 4 }))
  expect(noted).toContainEqual(
    expect.objectContaining({ audit: 'command.refused', command: 'seat.take', code: 'name_invalid' }),
  )
  expect(noted).toContainEqual(
    expect.objectContaining({ audit: 'request.refused', ...mark, code: 'forbidden' }),
  )
  const log = lines.join('')
  const link = json.people[0].seatUrl
  for (const secret of ['見本', '一郎', '架空', WISH, keyFor('a'), tokenIn(link), seatToken, workshopId])
    expect(log).not.toContain(secret)
})
