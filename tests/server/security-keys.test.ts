import { afterEach, describe, expect, it } from 'vitest'
import { systemRuntime } from '../../server/runtime.ts'
import { Keyring } from '../../server/rooms/keyring.ts'
import { TestApp } from '../support/server-app.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { boardUrl, RawClient } from '../support/board-raw-client.ts'
import { until } from '../support/board-server.ts'

let apps: TestApp[] = []
async function start(options: Parameters<typeof TestApp.start>[0] = {}): Promise<TestApp> {
  const app = await TestApp.start(options)
  apps.push(app)
  return app
}
afterEach(async () => {
  await Promise.all(apps.map((app) => app.close()))
  apps = []
})

const secretIn = (url: string) => new URL(url).hash.slice(3)

/** A fresh facilitators' secret that takes the place of all others. */
async function renew(app: TestApp, workshopId: string, token: string): Promise<string> {
  const link = await app.request('POST', `/api/workshops/${workshopId}/links`, {
    token,
    body: { as: 'facilitator' },
  })
  const next = secretIn(link.json.url)
  const renewed = await app.request('POST', `/api/workshops/${workshopId}/facilitation`, {
    token,
    body: { token: next },
  })
  expect(renewed.status).toBe(200)
  return next
}

/** A board of the workshop over a real socket. */
function boardOf(app: TestApp, workshopId: string, teamId: string, token: string): RawClient {
  const url = `${app.url.replace('http', 'ws')}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${token}`
  return new RawClient(url)
}

describe('S-03 secrets', () => {
  it('S-03 are 256 random bits, never twice, and on disk as hashes alone', async () => {
    const { ids } = systemRuntime()
    const tokens = Array.from({ length: 2_000 }, () => ids.token())
    expect(new Set(tokens).size).toBe(tokens.length)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    // each of the 43 letters takes many values: nothing is counted up, nothing is a time
    for (let at = 0; at < 42; at++) expect(new Set(tokens.map((token) => token[at])).size).toBe(64)

    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const next = await renew(app, workshopId, facilitatorToken)
    const dump = [...storage.disk.tokens.keys()].join(' ')
    for (const secret of [facilitatorToken, seatToken, next]) expect(dump).not.toContain(secret)
    for (const hash of storage.disk.tokens.keys()) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('S-03 a seat’s secret opens no facilitation, and a hash from the disk opens nothing', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    expect((await app.give(workshopId, seatToken, { type: 'agenda.open' })).json.error.code).toBe(
      'not_allowed',
    )
    for (const hash of storage.disk.tokens.keys())
      expect((await app.request('GET', `/api/workshops/${workshopId}/state`, { token: hash })).status).toBe(
        401,
      )
  })
})

describe('S-04 links', () => {
  it('S-04 carry their secret in the fragment, and opening one as a robot would changes nothing', async () => {
    const app = await start()
    const opened = await app.open()
    const { seatUrl } = await app.seat(opened.workshopId, '青木')
    const before = await app.state(opened.workshopId, opened.facilitatorToken)
    for (const url of [opened.facilitatorUrl, seatUrl, opened.joinUrl]) {
      const { pathname, search, hash } = new URL(url)
      expect(pathname + search).not.toMatch(/[\w-]{43}/)
      if (url !== opened.joinUrl) expect(hash).toMatch(/^#[sf]=[\w-]{43}$/)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await fetch(app.url + pathname + search, { method })
    }
    for (const path of ['', '/session', '/state', '/qr.svg', '/boards/all/topics', '/outcome.json'])
      await app.request('GET', `/api/workshops/${opened.workshopId}${path}`, {
        token: opened.facilitatorToken,
      })
    expect(await app.state(opened.workshopId, opened.facilitatorToken)).toEqual(before)
  })
})

describe('S-06 new links', () => {
  it('S-06 kill every old facilitators’ secret and socket within two seconds; who renews stays in', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const path = `/api/workshops/${workshopId}`
    const { seatToken } = await app.seat(workshopId, '青木')
    const participant = await app.join(workshopId, seatToken)
    await app.give(workshopId, facilitatorToken, { type: 'team.form', by: 'headcount', size: 2 })
    const teamId = (await app.state(workshopId, facilitatorToken)).state.teams[0]!.id
    const shared = secretIn(
      (await app.request('POST', `${path}/links`, { token: facilitatorToken, body: { as: 'facilitator' } }))
        .json.url,
    )
    const old = [await app.join(workshopId, facilitatorToken), await app.join(workshopId, shared)]
    const board = boardOf(app, workshopId, teamId, shared)
    await until(() => board.of('welcome').length > 0, 'the board')

    const began = Date.now()
    const next = await renew(app, workshopId, facilitatorToken)
    for (const one of old) {
      // nothing is taken from here on, whether the goodbye has arrived or not
      if (one.socket.connected) {
        const reply = await one.give({ type: 'announce', text: '聞こえません' }).catch(() => null)
        expect(reply?.ok ?? false).toBe(false)
      }
      await one.until(() => one.closedWith !== null)
    }
    await until(() => board.closed !== null, 'the board’s goodbye')
    expect(Date.now() - began).toBeLessThan(2_000)
    expect(board.closed?.code).toBe(4401)
    for (const dead of [facilitatorToken, shared]) {
      expect((await app.give(workshopId, dead, { type: 'announce', text: 'まだいます' })).status).toBe(401)
      const again = app.connect(workshopId, { token: dead })
      await again.until(() => again.refusedWith !== null)
      const boardAgain = boardOf(app, workshopId, teamId, dead)
      await until(() => boardAgain.closed !== null, 'the refusal')
      expect(boardAgain.closed?.code).toBe(4401)
    }
    const { state } = await app.state(workshopId, next)
    expect(state.announcements).toEqual([])
    expect((await app.give(workshopId, next, { type: 'announce', text: '続けます' })).status).toBe(200)
    const still = await app.join(workshopId, next)
    expect(still.snapshots[0]?.viewer.role).toBe('facilitator')
    expect(participant.closedWith).toBeNull()
    expect((await participant.give({ type: 'call.raise' })).ok).toBe(true)
    // links made afterwards work as before
    const later = await app.request('POST', `${path}/links`, { token: next, body: { as: 'facilitator' } })
    expect((await app.join(workshopId, secretIn(later.json.url))).closedWith).toBeNull()
  })

  it('S-06 replace the asker’s cookie, survive a restart, and are refused to participants and strangers', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const path = `/api/workshops/${workshopId}`
    const own = { origin: app.url, 'x-yoriai': '1', cookie: `yf_${workshopId}=${facilitatorToken}` }
    const link = await app.request('POST', `${path}/links`, { body: { as: 'facilitator' }, headers: own })
    const next = secretIn(link.json.url)
    for (const token of [seatToken, 'guess'])
      expect([401, 403]).toContain(
        (await app.request('POST', `${path}/facilitation`, { token, body: { token: next } })).status,
      )
    const wrong = await app.request('POST', `${path}/facilitation`, {
      body: { token: seatToken },
      headers: own,
    })
    expect(wrong.status).toBe(401)
    expect((await app.state(workshopId, facilitatorToken)).seq).toBeGreaterThan(0)
    const renewed = await app.request('POST', `${path}/facilitation`, { body: { token: next }, headers: own })
    expect(renewed.headers.get('set-cookie')).toContain(`yf_${workshopId}=${next}`)
    expect(renewed.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i)
    const after = await start({ storage })
    expect((await after.request('GET', `${path}/state`, { token: facilitatorToken })).status).toBe(401)
    expect((await after.request('GET', `${path}/state`, { token: next })).status).toBe(200)
  })

  it('S-06 leave a facilitator with a seat in control, and removing the seat takes it', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    await app.give(workshopId, facilitatorToken, { type: 'facilitator.grant', participantId })
    const helper = await app.join(workshopId, seatToken)
    const next = await renew(app, workshopId, seatToken)
    expect((await helper.give({ type: 'announce', text: '手伝います' })).ok).toBe(true)
    await app.give(workshopId, next, { type: 'seat.remove', participantId })
    await helper.until(() => helper.closedWith !== null)
    expect((await app.give(workshopId, seatToken, { type: 'announce', text: 'まだ?' })).status).toBe(401)
  })

  it('S-06 a new room code lets nobody in by the old one, and moves nobody out', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, code } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const participant = await app.join(workshopId, seatToken)
    const path = `/api/workshops/${workshopId}/code`
    expect((await app.request('POST', path, { token: seatToken, body: {} })).status).toBe(403)
    const changed = await app.request('POST', path, { token: facilitatorToken, body: {} })
    expect(changed.json.code).toMatch(/^[2-9A-Z]{6}$/)
    expect(changed.json.joinUrl).toContain(changed.json.code)
    expect((await app.request('GET', `/api/workshops/by-code/${code}`)).json.error.code).toBe('code_unknown')
    expect((await app.request('GET', `/api/workshops/by-code/${changed.json.code}`)).status).toBe(200)
    const session = await app.request('GET', `/api/workshops/${workshopId}/session`, { token: seatToken })
    expect(session.json.code).toBe(changed.json.code)
    expect((await participant.give({ type: 'call.raise' })).ok).toBe(true)
  })

  it('S-06 what was looked up before the renewal is dead, what was minted after it lives', async () => {
    const storage = new HeldStorage()
    const told: string[] = []
    const keyring = new Keyring(storage.tokens, systemRuntime().ids, (workshopId) => told.push(workshopId))
    const grant = { role: 'facilitator', workshopId: 'w1' } as never
    const [old, kept] = [await keyring.mint(grant), await keyring.mint(grant)]
    const [oldKey, keptKey] = [await keyring.key('w1' as never, old), await keyring.key('w1' as never, kept)]
    expect(await keyring.renewFacilitation('w1' as never, 'nothing')).toBe(false)
    expect([keyring.holds(oldKey!), told]).toEqual([true, []])
    expect(await keyring.renewFacilitation('w1' as never, kept)).toBe(true)
    const later = await keyring.key('w1' as never, await keyring.mint(grant))
    expect([oldKey, keptKey, later].map((key) => keyring.holds(key!))).toEqual([false, true, true])
    expect(await keyring.key('w1' as never, old)).toBeNull()
    expect(told).toEqual(['w1'])
  })
})

describe('S-37 how long a right lasts', () => {
  it('S-37 a secret taken off the disk by hand closes its connection at the next look', async () => {
    const storage = new HeldStorage()
    // five minutes pass in 300 ms
    const app = await start({ storage, env: { CLOCK_RATE: '1000' } })
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const keyring = new Keyring(storage.tokens, systemRuntime().ids)
    const key = await keyring.key(workshopId, seatToken)
    expect(await keyring.stillKnown(key!)).toBe(true)
    storage.disk.tokens.delete(key!.hash)
    expect(await keyring.stillKnown(key!)).toBe(false)
  })

  it('S-37 after the end a secret reads, and changes nothing but what concerns what goes out', async () => {
    const app = await start()
    const { workshopId, one, facilitator, phase } = await app.hiddenPhase()
    await facilitator({ type: 'agenda.end' })
    const late = await app.give(workshopId, one.seatToken, {
      type: 'card.add',
      cardId: 'late' as never,
      board: phase.board!,
      text: '遅れて',
      part: null,
    })
    expect(late.json.error.code).toBe('ended')
    expect(
      (await app.request('GET', `/api/workshops/${workshopId}/outcome.md`, { token: one.seatToken })).status,
    ).toBe(200)
    expect(boardUrl('ws://x', null)).toContain('/boards/')
  })
})
