import { afterEach, describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { TestApp } from '../support/server-app.ts'

const running: TestApp[] = []

async function start(): Promise<TestApp> {
  const app = await TestApp.start()
  running.push(app)
  return app
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

const WISH = '明日からの一歩を見つけたい'

describe('what people answered before they came', () => {
  it('D11 reaches facilitators, at once and later, and nobody else', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const seats = `/api/workshops/${workshopId}/seats`
    const watcher = await app.join(workshopId, (await app.seat(workshopId, '青木')).seatToken)
    const facilitator = await app.join(workshopId, facilitatorToken)

    const taken = await app.request('POST', seats, {
      body: { name: '見本', consent: true, answers: { wish: WISH, mentor: true, size: 2, unknown: 'x' } },
    })
    expect(taken.status).toBe(201)
    const { participantId, seatToken } = taken.json
    const answers = { ...NO_ANSWERS, wish: WISH, mentor: true, size: 2 }

    await facilitator.until(() => facilitator.types.includes('answers.given'))
    expect(facilitator.messages.find((message) => message.answers)?.answers).toEqual({
      [participantId]: answers,
    })
    const again = await app.join(workshopId, facilitatorToken)
    expect(again.snapshots[0]?.state.participants.map((one) => one.answers)).toEqual([undefined, answers])
    const state = `/api/workshops/${workshopId}/state`
    const seen = await app.request('GET', state, { token: facilitatorToken })
    expect(seen.json.state.participants[1]).toMatchObject({ id: participantId, name: '見本', answers })

    const own = await app.join(workshopId, seatToken)
    await watcher.until(() => watcher.types.includes('seat.taken'))
    await watcher.caughtUp()
    await own.caughtUp()
    expect(own.snapshots[0]?.state.participants).toHaveLength(2)
    for (const bytes of [watcher.bytes, own.bytes]) {
      expect(bytes).toContain('見本')
      expect(bytes).not.toContain(WISH)
      expect(bytes).not.toContain('answers')
    }
    const others = await app.request('GET', state, { token: seatToken })
    expect(others.text).not.toContain(WISH)
    const facts = await app.request('GET', `/api/workshops/${workshopId}`)
    expect(facts.text).not.toContain(WISH)
  })

  it('D11 are known to who becomes a facilitator later', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const body = { name: '見本', answers: { wish: WISH } }
    const { json } = await app.request('POST', `/api/workshops/${workshopId}/seats`, { body })
    const facilitator = await app.join(workshopId, facilitatorToken)
    await facilitator.give({ type: 'facilitator.grant', participantId: json.participantId })
    const seen = await app.request('GET', `/api/workshops/${workshopId}/state`, { token: json.seatToken })
    expect(seen.json.state.participants[0].answers.wish).toBe(WISH)
  })

  it('ROS-12 are refused with a remedy, and then there is no seat', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const answersOf = async (answers: unknown) => {
      const body = { name: '見本', answers }
      const { status, json } = await app.request('POST', `/api/workshops/${workshopId}/seats`, { body })
      return [status, json.error.code, json.error.limit]
    }
    expect(await answersOf({ wish: '長'.repeat(201) })).toEqual([422, 'text_too_long', 200])
    for (const odd of [{ size: 6 }, { size: 1.5 }, { mentor: 'はい' }, { solved: 'x' }, 'x', 1]) {
      expect(await answersOf(odd)).toEqual([400, 'malformed', undefined])
    }
    const { json } = await app.request('GET', `/api/workshops/${workshopId}/state`, {
      token: facilitatorToken,
    })
    expect(json.state.participants).toEqual([])
  })
})
