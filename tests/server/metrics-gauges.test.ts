import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { HeldStorage } from '../support/board-storage.ts'
import { TestApp } from '../support/server-app.ts'

const TOKEN = 'a-token-of-this-test'
let app: TestApp
afterEach(() => app.close())

/** What Prometheus would read. */
async function scrape(): Promise<string> {
  return (await app.request('GET', '/metrics', { token: TOKEN })).text
}

async function gauge(name: string): Promise<number> {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await scrape())?.[1])
}

async function untilGauge(name: string, expected: number): Promise<void> {
  const since = Date.now()
  while ((await gauge(name)) !== expected) {
    if (Date.now() - since > 10_000) throw new Error(`${name} is ${await gauge(name)}, not ${expected}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('/metrics', () => {
  it('S-40 is not there for anybody without the token, not even on this machine', async () => {
    app = await TestApp.start()
    expect((await app.request('GET', '/metrics')).status).toBe(404)
    await app.close()
    app = await TestApp.start({ env: { METRICS_TOKEN: TOKEN } })
    const unknown = await app.request('GET', '/no-such-path')
    const refused = await app.request('GET', '/metrics', { token: `${TOKEN}x` })
    expect([refused.status, refused.json]).toEqual([404, unknown.json])
    expect((await app.request('GET', '/metrics')).status).toBe(404)
    expect((await app.request('GET', '/metrics', { token: TOKEN })).status).toBe(200)
  })

  it('S-40 is there for programs on this machine where that is allowed, but not through a proxy', async () => {
    app = await TestApp.start({ env: { METRICS_LOCAL: 'on' } })
    expect((await app.request('GET', '/metrics')).status).toBe(200)
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    expect((await app.request('GET', '/metrics', { headers })).status).toBe(404)
  })

  it('S-32 S-33 tells numbers, refusals and closes, and neither ids nor words nor secrets', async () => {
    const storage = new HeldStorage()
    app = await TestApp.start({ storage, env: { METRICS_TOKEN: TOKEN } })
    const { workshopId, code, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    await app.give(workshopId, facilitatorToken, { type: 'announce', text: '内緒の話' })
    await app.request('GET', `/api/workshops/${workshopId}/state`, { token: 'wrong' })
    const stranger = new WebSocket(`${app.url.replace('http', 'ws')}/boards/${workshopId}/all/topics`)
    await once(stranger, 'close')
    const text = await scrape()
    expect(text).toMatch(/^yoriai_rooms 1$/m)
    expect(text).toMatch(/^yoriai_saving 1$/m)
    expect(text).toMatch(/^yoriai_refusals_total\{code="unauthorised"\} 1$/m)
    expect(text).toMatch(/^yoriai_audit_total\{event="request.refused",code="unauthorised"\} [1-9]/m)
    expect(text).toMatch(/^yoriai_board_closes_total\{code="4401"\} 1$/m)
    expect(text).toMatch(/^yoriai_commit_seconds_count\{outcome="saved"\} [1-9]/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds/m)
    for (const secret of [workshopId, code, facilitatorToken, seatToken, '青木', '内緒', '引っ越し'])
      expect(text).not.toContain(secret)

    storage.break('append')
    await app.give(workshopId, facilitatorToken, { type: 'announce', text: '書けない' })
    await untilGauge('yoriai_saving', 0)
    expect(await scrape()).toMatch(/^yoriai_commit_seconds_count\{outcome="failed"\} [1-9]/m)
  })
})

describe('people who come and go', () => {
  it('F-57 leave nothing behind: every gauge is where it was', { timeout: 120_000 }, async () => {
    app = await TestApp.start({ env: { METRICS_TOKEN: TOKEN } })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const names = ['rooms', 'room_connections', 'board_connections', 'presence_entries'].map(
      (name) => `yoriai_${name}`,
    )
    await comeAndGo(20)
    const before = await settled()
    const timers = await gauge('yoriai_timers')
    await comeAndGo(1_000)
    expect(await settled()).toEqual(before)
    // Some run by themselves (the disk, the sweep, a board that is put away later): a leak would be hundreds.
    expect(Math.abs((await gauge('yoriai_timers')) - timers)).toBeLessThan(10)

    /** Twice as many joins and leaves: a room's and a board's each time. */
    async function comeAndGo(times: number): Promise<void> {
      const AT_ONCE = 20
      for (let done = 0; done < times; done += AT_ONCE)
        await Promise.all(
          Array.from({ length: AT_ONCE }, async (_, index) => {
            const token = index % 2 === 0 ? seatToken : facilitatorToken
            const connection = app.connect(workshopId, { token })
            const board = new WebSocket(
              `${app.url.replace('http', 'ws')}/boards/${workshopId}/all/topics?w=${workshopId}&token=${token}`,
            )
            const opened = once(board, 'open')
            await connection.until(() => connection.here !== null)
            await opened
            connection.close()
            const closed = once(board, 'close')
            board.close()
            await closed
          }),
        )
    }

    async function settled(): Promise<number[]> {
      await untilGauge('yoriai_room_connections', 0)
      await untilGauge('yoriai_board_connections', 0)
      return Promise.all(names.map(gauge))
    }
  })
})
