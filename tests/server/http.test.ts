import { afterEach, describe, expect, it } from 'vitest'
import type { ParticipantId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import { LIMITS } from '#shared/text.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { roomMark } from '../../server/log.ts'
import { cardId, parsed } from '../support/server-rooms.ts'

const running: TestApp[] = []

async function start(options: Parameters<typeof TestApp.start>[0] = {}): Promise<TestApp> {
  const app = await TestApp.start(options)
  running.push(app)
  return app
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

const DRAFT = '段ボールが足りるか'

describe('opening a workshop', () => {
  it('gives a facilitator link, a participant link and a code without confusing letters', async () => {
    const app = await start()
    const opened = await app.open()
    expect(opened.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/)
    expect(opened.joinUrl).toBe(`${app.url}/j/${opened.code}`)
    expect(opened.facilitatorUrl).toBe(
      `${app.url}/w/${opened.workshopId}/console#f=${opened.facilitatorToken}`,
    )
    expect(opened.facilitatorToken.length).toBeGreaterThanOrEqual(22)
  })

  it('uses PUBLIC_URL for links where it is set', async () => {
    const app = await start({ env: { PUBLIC_URL: 'https://yoriai.example.org' } })
    expect((await app.open()).joinUrl).toMatch(/^https:\/\/yoriai\.example\.org\/j\/[^/]+$/)
  })

  it.each([
    [{ title: ' ', goal: '迷わず動ける' }, 422, 'title_missing'],
    [{ title: '引っ越し', goal: '' }, 422, 'goal_missing'],
    [{ title: 'あ'.repeat(81), goal: '迷わず動ける' }, 422, 'title_too_long'],
    [{ title: '引っ越し' }, 400, 'malformed'],
    [{ title: '引っ越し', goal: 'x', template: 'no-such-template' }, 400, 'malformed'],
    [[], 400, 'malformed'],
    ['{"title":', 400, 'malformed'],
    ['"text"', 400, 'malformed'],
    ['null', 400, 'malformed'],
  ])('refuses %j', async (body, status, code) => {
    const app = await start()
    const answer = await app.request('POST', '/api/workshops', { body })
    expect([answer.status, answer.json.error.code]).toEqual([status, code])
  })

  it('stops a program that opens workshops without end', async () => {
    const app = await start({ env: { OPENINGS_PER_HOUR: '3' } })
    for (let count = 0; count < 3; count++) await app.open()
    const answer = await app.request('POST', '/api/workshops', { body: { title: 'x', goal: 'y' } })
    expect([answer.status, answer.json.error.code]).toEqual([429, 'too_fast'])
    expect(answer.headers.get('retry-after')).toBe('1')
  })
})

describe('what anyone may know', () => {
  it('finds a workshop by its code, however it was typed', async () => {
    const app = await start()
    const { workshopId, code } = await app.open()
    const typed = ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)}`
    for (const path of [`by-code/${code}`, `by-code/${encodeURIComponent(typed)}`, workshopId]) {
      const { json } = await app.request('GET', `/api/workshops/${path}`)
      expect(json).toMatchObject({
        workshopId,
        code,
        title: '引っ越しの段取り',
        status: 'planning',
        full: false,
        minutes: 90,
      })
    }
  })

  it('tells nothing but the facts: no people, no cards, no secrets', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    await app.seat(workshopId, '青木 はる')
    const { text, json } = await app.request('GET', `/api/workshops/${workshopId}`)
    expect(text).not.toMatch(/青木/)
    expect(text).not.toContain(facilitatorToken)
    expect(Object.keys(json).toSorted()).toEqual([
      'closed',
      'code',
      'createdAt',
      'full',
      'goal',
      'guarded',
      'joinUrl',
      'locale',
      'minutes',
      'status',
      'title',
      'workshopId',
    ])
  })

  it('draws the participant link as a QR code without scripts', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const { headers, text } = await app.request('GET', `/api/workshops/${workshopId}/qr.svg`)
    expect(headers.get('content-type')).toContain('image/svg+xml')
    expect(text).toMatch(/^<svg /)
    expect(text).not.toMatch(/script|href|on\w+=/i)
  })

  it('refuses unknown codes and workshops in the reader’s language', async () => {
    const app = await start()
    const ja = await app.request('GET', '/api/workshops/by-code/ZZZZZZ')
    expect([ja.status, ja.json.error.code]).toEqual([404, 'code_unknown'])
    expect(ja.json.error.message).toMatch(/[ぁ-ん]/)
    const en = await app.request('GET', '/api/workshops/nobody', {
      headers: { 'accept-language': 'en-GB,en;q=0.9' },
    })
    expect([en.status, en.json.error.code]).toEqual([404, 'workshop_unknown'])
    expect(en.json.error.message).toMatch(/^[A-Z]/)
  })
})

describe('seats', () => {
  it('gives a seat with a name alone, a personal link and a cookie out of reach of scripts', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const body = { name: '青木 はる' }
    const { json, headers } = await app.request('POST', `/api/workshops/${workshopId}/seats`, { body })
    expect(json.seatUrl).toBe(`${app.url}/w/${workshopId}#s=${json.seatToken}`)
    const cookie = headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`ys_${workshopId}=${json.seatToken}; `)
    expect(cookie).toMatch(/Max-Age=2592000; Path=\/; .*HttpOnly; SameSite=Lax/)
    expect(cookie).not.toContain('Secure')
    const { state } = await app.state(workshopId, json.seatToken)
    expect(state.participants).toMatchObject([{ id: json.participantId, name: '青木 はる', consent: false }])
  })

  it('marks the cookie Secure where people come by https', async () => {
    const app = await start({ env: { PUBLIC_URL: 'https://yoriai.example.org' } })
    const { workshopId } = await app.open()
    const { headers } = await app.request('POST', `/api/workshops/${workshopId}/seats`, {
      body: { name: '青木' },
    })
    expect(headers.get('set-cookie')).toContain('Secure')
  })

  it('refuses a name that is none, and leaves no secret behind', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId } = await app.open()
    const secrets = storage.disk.tokens.size
    for (const name of ['', '  ', 'あ'.repeat(41)]) {
      const answer = await app.request('POST', `/api/workshops/${workshopId}/seats`, { body: { name } })
      expect([answer.status, answer.json.error.code]).toEqual([422, 'name_invalid'])
    }
    expect(storage.disk.tokens.size).toBe(secrets)
  })

  it('says so when the room is full', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const room = must(await app.app.registry.getRoom(workshopId), 'room')
    const taken = Array.from({ length: LIMITS.participants }, (_, index) =>
      room.dispatch({
        command: parsed({ type: 'seat.take', participantId: `p${index}` as ParticipantId, name: '参加者' }),
        actor: { role: 'system' },
        commandId: null,
      }),
    )
    expect((await Promise.all(taken)).every(({ ok }) => ok)).toBe(true)
    const answer = await app.request('POST', `/api/workshops/${workshopId}/seats`, { body: { name: '遅刻' } })
    expect([answer.status, answer.json.error.code]).toEqual([409, 'room_full'])
    expect((await app.request('GET', `/api/workshops/${workshopId}`)).json.full).toBe(true)
  })

  it('S-03 keeps no usable secret on disk', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const disk = JSON.stringify([
      [...storage.disk.tokens],
      storage.commits.map(({ records }) => Buffer.concat(records).toString()),
    ])
    expect(disk).not.toContain(facilitatorToken)
    expect(disk).not.toContain(seatToken)
  })
})

describe('S-04 secrets and cookies', () => {
  it('turns the secret of a link into a cookie, for either role, and says who one is', async () => {
    const app = await start()
    const { workshopId, code, facilitatorToken, joinUrl } = await app.open()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    const path = `/api/workshops/${workshopId}/session`
    const asFacilitator = await app.request('POST', path, { body: { token: facilitatorToken } })
    expect(asFacilitator.json).toEqual({
      viewer: { role: 'facilitator', participantId: null },
      code,
      joinUrl,
    })
    expect(asFacilitator.headers.get('set-cookie')).toContain(`yf_${workshopId}=`)

    const cookie = `other=1; ys_${workshopId}=${seatToken}; yf_${workshopId}=${facilitatorToken}`
    const who = async (headers: Record<string, string>, query = '') =>
      (await app.request('GET', `${path}${query}`, { headers: { cookie, ...headers } })).json.viewer
    expect(await who({})).toEqual({ role: 'participant', participantId })
    expect(await who({ 'x-yoriai-as': 'facilitator' })).toEqual({ role: 'facilitator', participantId: null })
    expect(await who({}, '?as=facilitator')).toEqual({ role: 'facilitator', participantId: null })
    expect(await who({ 'x-yoriai-as': 'participant' })).toEqual({ role: 'participant', participantId })
  })

  it('mints a fresh link for one’s own seat, and for the facilitation only to those who hold it', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    const path = `/api/workshops/${workshopId}/links`
    const mine = await app.request('POST', path, { token: seatToken, body: { as: 'participant' } })
    const secret = new URL(mine.json.url).hash.slice('#s='.length)
    expect(secret).not.toBe(seatToken)
    const session = await app.request('POST', `/api/workshops/${workshopId}/session`, {
      body: { token: secret },
    })
    expect(session.json.viewer).toEqual({ role: 'participant', participantId })

    const theirs = await app.request('POST', path, { token: seatToken, body: { as: 'facilitator' } })
    expect([theirs.status, theirs.json.error.code]).toEqual([403, 'forbidden'])
    const seatless = await app.request('POST', path, { token: facilitatorToken, body: { as: 'participant' } })
    expect(seatless.status).toBe(403)
    const shared = await app.request('POST', path, { token: facilitatorToken, body: { as: 'facilitator' } })
    expect(shared.json.url).toContain(`/w/${workshopId}/console#f=`)
  })

  it('opens nothing with another workshop’s secret', async () => {
    const app = await start()
    const [mine, theirs] = [await app.open(), await app.open()]
    const base = `/api/workshops/${mine.workshopId}`
    const token = theirs.facilitatorToken
    for (const [method, path, body] of [
      ['GET', '/state', undefined],
      ['GET', '/session', undefined],
      ['GET', '/outcome.json', undefined],
      ['GET', '/boards/all/topics', undefined],
      ['POST', '/commands', { commandId: 'c1', command: { type: 'announce', text: 'x' } }],
      ['POST', '/links', { as: 'facilitator' }],
    ] as const) {
      const answer = await app.request(method, `${base}${path}`, { token, body })
      expect([path, answer.status, answer.json.error.code]).toEqual([path, 401, 'unauthorised'])
    }
    expect((await app.state(mine.workshopId, mine.facilitatorToken)).seq).toBe(1)
  })

  it('F-27 slows guessing from an address, and changes nothing for those with a valid secret there', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, code } = await app.open()
    const path = `/api/workshops/${workshopId}/state`
    const guesses = []
    for (let count = 0; count < 40; count++)
      guesses.push((await app.request('GET', path, { token: `guess${count}` })).status)
    expect(guesses.slice(0, 30)).toEqual(Array(30).fill(401))
    expect(guesses.slice(30)).toEqual(Array(10).fill(429))
    expect((await app.request('GET', path, { token: facilitatorToken })).status).toBe(200)
    expect((await app.request('GET', `/api/workshops/by-code/${code}`)).status).toBe(200)
    await app.seat(workshopId, '青木')
  })

  it('S-32 logs neither secrets nor names nor texts', async () => {
    const lines: string[] = []
    const app = await start({ logTo: { write: (line) => lines.push(line) } })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木 はる')
    await app.request('GET', `/api/workshops/${workshopId}/state?token=${seatToken}`, {
      headers: { cookie: `ys_${workshopId}=${seatToken}` },
    })
    await app.give(workshopId, facilitatorToken, { type: 'announce', text: 'ここだけの話' })
    const log = lines.join('')
    expect(log).toContain(`/api/workshops/${roomMark(workshopId)}/state`)
    for (const secret of [facilitatorToken, seatToken, workshopId, '青木', 'ここだけの話'])
      expect(log).not.toContain(secret)
  })
})

describe('commands and state', () => {
  it('takes a command once and answers its seq; refusals carry their code, a sentence and a status', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const announce = { type: 'announce', text: '始めます' } as const
    const first = await app.give(workshopId, facilitatorToken, announce, 'same')
    expect([first.status, first.json]).toEqual([200, { ok: true, seq: 3 }])
    expect((await app.give(workshopId, facilitatorToken, announce, 'same')).json).toEqual({
      ok: true,
      seq: 3,
    })
    const refused = await app.give(workshopId, seatToken, announce)
    expect(refused.status).toBe(403)
    expect(refused.json).toMatchObject({
      ok: false,
      error: { code: 'not_allowed', message: expect.any(String) },
    })
    const early = await app.give(workshopId, facilitatorToken, { type: 'agenda.pause' })
    expect([early.status, early.json.error.code]).toEqual([409, 'not_open_yet'])
  })

  it('F-05 says "not now" when the disk fails, and changes nothing', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    storage.break('append')
    const answer = await app.give(workshopId, facilitatorToken, { type: 'announce', text: 'x' })
    expect([answer.status, answer.json.error.code]).toEqual([503, 'unavailable'])
    storage.mend('append')
    expect((await app.state(workshopId, facilitatorToken)).state.announcements).toEqual([])
  })

  it('shows each viewer their own state: drafts to their author alone', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, one, two, phase, first } = await app.hiddenPhase()
    await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text: DRAFT })
    const seenBy = async (token: string) =>
      (await app.request('GET', `/api/workshops/${workshopId}/state`, { token })).text.includes(DRAFT)
    expect([
      await seenBy(one.seatToken),
      await seenBy(two.seatToken),
      await seenBy(facilitatorToken),
    ]).toEqual([true, false, false])
  })
})

describe('boards and the outcome', () => {
  it('shows a board to those who may read it', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, one, teamId } = await app.hiddenPhase()
    const outsider = await app.seat(workshopId, '後から来た人')
    await app.give(workshopId, facilitatorToken, {
      type: 'team.move',
      participantId: outsider.participantId,
      teamId: null,
    })
    const board = async (token: string | undefined, path: string) => {
      const options = token === undefined ? {} : { token }
      const { status, json } = await app.request(
        'GET',
        `/api/workshops/${workshopId}/boards/${path}`,
        options,
      )
      return [status, json.error?.code]
    }
    expect(await board(one.seatToken, `${teamId}/ideals`)).toEqual([200, undefined])
    expect(await board(facilitatorToken, `${teamId}/ideals`)).toEqual([200, undefined])
    expect(await board(outsider.seatToken, `${teamId}/ideals`)).toEqual([403, 'forbidden'])
    expect(await board(outsider.seatToken, 'all/topics')).toEqual([200, undefined])
    expect(await board(undefined, `${teamId}/ideals`)).toEqual([401, 'unauthorised'])
    expect(await board(facilitatorToken, 'nobody/ideals')).toEqual([404, 'team_unknown'])
    expect(await board(facilitatorToken, `${teamId}/secrets`)).toEqual([404, 'not_found'])
  })

  it('gives the outcome to facilitators at any time, to participants at the end, with every revealed card', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, one, first, phase, facilitator } = await app.hiddenPhase()
    const outcome = (token: string, format: string) =>
      app.request('GET', `/api/workshops/${workshopId}/outcome.${format}`, { token })
    await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text: DRAFT })
    expect((await outcome(one.seatToken, 'json')).status).toBe(403)
    const early = await outcome(facilitatorToken, 'json')
    expect([early.status, early.text.includes(DRAFT)]).toEqual([200, false])

    await facilitator({ type: 'agenda.end' })
    const json = await outcome(one.seatToken, 'json')
    expect(json.json.teams[0].boards.ideals.cards).toMatchObject([
      { id: 'k1', text: DRAFT, authorName: null },
    ])
    expect(json.headers.get('content-disposition')).toMatch(/^attachment; filename="?yoriai-\w{6}\.json"?$/)
    const markdown = await outcome(facilitatorToken, 'md')
    expect(markdown.text).toContain(DRAFT)
    expect(markdown.headers.get('content-type')).toContain('text/markdown; charset=utf-8')
    expect((await outcome(facilitatorToken, 'exe')).json.error.code).toBe('not_found')
    expect((await outcome(facilitatorToken, 'constructor')).json.error.code).toBe('not_found')
  })
})

describe('the door', () => {
  it('S-17 sends security headers that also work on plain http in a local network', async () => {
    const app = await start()
    for (const path of ['/', '/api/workshops/nobody']) {
      const { headers } = await app.request('GET', path)
      const csp = headers.get('content-security-policy') ?? ''
      expect(csp).toContain("default-src 'none'")
      expect(csp).toContain("script-src 'self'")
      expect(csp).not.toContain('upgrade-insecure-requests')
      expect(headers.get('strict-transport-security')).toBeNull()
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-powered-by')).toBeNull()
    }
  })

  it('S-16 changes nothing for other sites’ pages, nor for forms', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const path = `/api/workshops/${workshopId}/seats`
    const foreign = await app.request('POST', path, {
      body: { name: 'x' },
      headers: { origin: 'https://evil.example' },
    })
    expect([foreign.status, foreign.json.error.code]).toEqual([403, 'forbidden'])
    const form = await app.request('POST', path, {
      body: 'name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([form.status, form.json.error.code]).toEqual([400, 'malformed'])
    const own = await app.request('POST', path, {
      body: { name: '青木' },
      headers: { origin: app.url, 'x-yoriai': '1' },
    })
    expect(own.status).toBe(201)
  })

  it('refuses more than 64 KiB', async () => {
    const app = await start()
    const answer = await app.request('POST', '/api/workshops', {
      body: { title: 'x'.repeat(LIMITS.message), goal: 'y' },
    })
    expect([answer.status, answer.json.error.code]).toEqual([413, 'too_large'])
  })

  it('S-39 answers unknown paths and bugs without a stack', async () => {
    const storage = new MemoryStorage()
    const app = await start({ storage })
    storage.workshops.get = () => Promise.reject(new Error('a bug in /secret/place'))
    const bug = await app.request('GET', '/api/workshops/abc')
    expect([bug.status, bug.json.error.code]).toEqual([500, 'internal'])
    expect(bug.text).not.toMatch(/secret|\.ts|at /)
    const odd = await app.request('GET', '/api/workshops/%E0%A4%A')
    expect([odd.status, odd.json.error.code]).toEqual([400, 'malformed'])
    const unknown = await app.request('GET', '/api/nothing')
    expect([unknown.status, unknown.json.error.code]).toEqual([404, 'not_found'])
  })

  it('says that it lives, and whether it is ready', async () => {
    const storage = new MemoryStorage()
    const app = await start({ storage })
    expect((await app.request('GET', '/healthz')).json).toEqual({ ok: true })
    expect((await app.request('GET', '/readyz')).status).toBe(200)
    await storage.close()
    expect((await app.request('GET', '/readyz')).status).toBe(503)
    expect((await app.request('GET', '/healthz')).status).toBe(200)
  })
})
