import { afterEach, describe, expect, it } from 'vitest'
import { roomMark } from '../../server/log.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { keptCommunity } from '../support/communities.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

const secretIn = (url: string) => new URL(url).hash.slice(3)

/** Everything a keeper does, as `[method, path, body]`. */
const doings = (workshopId: string) =>
  [
    ['GET', '/keeping', undefined],
    ['PATCH', '', { purpose: 'のっとった' }],
    ['POST', '/links', {}],
    ['POST', '/keepers', { token: 'x' }],
    ['POST', '/workshops', { title: 'よその', goal: 'よその' }],
    ['POST', `/workshops/${workshopId}/links`, {}],
    ['POST', '/templates', { name: 'よその', workshopId }],
    ['POST', '/templates/any/removal', {}],
  ] as const

describe('who keeps a community', () => {
  it('S-07 its keepers alone: no facilitator, no seat, no other community’s keeper, nobody without a secret', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const { workshopId, facilitatorToken } = await community.further()
    const { seatToken } = await app.seat(workshopId, '青木')
    const other = await keptCommunity(app, { name: '台所の会' })
    const before = (await app.request('GET', community.path)).text
    for (const token of [facilitatorToken, seatToken, other.keeperToken, ''])
      for (const [method, rest, body] of doings(workshopId))
        expect((await community.ask(method, rest, body, token)).status, `${method} ${rest}`).toBe(401)
    expect((await app.request('GET', community.path)).text).toBe(before)
    expect((await community.keeping()).workshops).toHaveLength(1)
  })

  it('S-07 a keeper’s secret opens no workshop by itself, and a facilitators’ link of the community’s own', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const { workshopId } = await community.further()
    const { keeperToken } = community
    expect(
      (await app.request('GET', `/api/workshops/${workshopId}/state`, { token: keeperToken })).status,
    ).toBe(401)
    const link = await community.ask('POST', `/workshops/${workshopId}/links`, {})
    const token = secretIn(link.json.url)
    const session = await app.request('GET', `/api/workshops/${workshopId}/session?as=facilitator`, { token })
    expect(session.json.viewer).toEqual({ role: 'facilitator', participantId: null })
  })

  it('S-09 of two communities neither sees, clones, keeps or opens a workshop of the other, as if it were not there', async () => {
    app = await TestApp.start()
    const one = await keptCommunity(app)
    const other = await keptCommunity(app, { name: '台所の会' })
    const theirs = await other.further({ title: '台所の内輪', goal: '三日で片づく' })
    await app.seat(theirs.workshopId, '青木')
    const alone = await app.open({ title: 'だれのでもない', goal: 'ひとり' })
    for (const workshopId of [theirs.workshopId, alone.workshopId, 'nobody', '__proto__'])
      for (const [rest, body] of [
        ['/workshops', { cloneOf: workshopId }],
        [`/workshops/${workshopId}/links`, {}],
        ['/templates', { name: '盗んだ', workshopId }],
      ] as const) {
        const answer = await one.ask('POST', rest, body)
        expect([answer.status, answer.json.error.code]).toEqual([404, 'workshop_unknown'])
      }
    const seen = [await one.ask('GET', '/keeping'), await app.request('GET', one.path)]
    for (const { text } of seen)
      for (const word of ['台所', 'だれのでもない', '青木']) expect(text).not.toContain(word)
    expect((await one.keeping()).workshops).toEqual([])
    expect((await one.keeping()).templates).toEqual([])
  })
})

describe('the secrets of keepers', () => {
  it('S-03 S-04 are 256 bits in a fragment, on disk as hashes, exchanged for a cookie out of reach of scripts', async () => {
    const storage = new HeldStorage()
    app = await TestApp.start({ storage, env: { PUBLIC_URL: 'https://yoriai.example' } })
    const community = await keptCommunity(app)
    const { keeperToken, keeperUrl, communityId } = community
    expect(Buffer.from(keeperToken, 'base64url')).toHaveLength(32)
    expect(keeperUrl).toBe(`https://yoriai.example/c/${communityId}#k=${keeperToken}`)
    expect([...storage.disk.tokens.keys()].join(' ')).not.toContain(keeperToken)
    const entered = await community.ask('POST', '/session', { token: keeperToken }, '')
    expect(entered.headers.get('set-cookie')).toMatch(
      new RegExp(
        `^yk_${communityId}=${keeperToken}; Max-Age=\\d+; Path=/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$`,
      ),
    )
    const [hash] = [...storage.disk.tokens.keys()]
    expect((await community.ask('POST', '/session', { token: hash }, '')).status).toBe(401)
    expect((await app.request('GET', `${community.path}/keeping?token=${keeperToken}`)).status).toBe(401)
  })

  it('S-06 a new keepers’ link ends the old ones at once, and no workshop', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const other = await keptCommunity(app, { name: '台所の会' })
    const { workshopId, facilitatorToken } = await community.further()
    const next = secretIn((await community.ask('POST', '/links', {})).json.url)
    expect((await community.ask('GET', '/keeping', undefined, next)).status).toBe(200)
    expect((await community.ask('POST', '/keepers', { token: other.keeperToken })).status).toBe(401)
    expect((await community.ask('GET', '/keeping')).status).toBe(200)
    expect((await community.ask('POST', '/keepers', { token: next })).status).toBe(200)
    expect((await community.ask('GET', '/keeping')).status).toBe(401)
    expect((await community.ask('GET', '/keeping', undefined, next)).status).toBe(200)
    expect((await other.ask('GET', '/keeping')).status).toBe(200)
    expect((await app.state(workshopId, facilitatorToken)).state.title).toBe('荷造り')
  })

  it('S-16 a cookie works from our own pages alone', async () => {
    app = await TestApp.start()
    const { path, communityId, keeperToken } = await keptCommunity(app)
    const cookie = `yk_${communityId}=${keeperToken}`
    const ask = async (headers: Record<string, string>) =>
      (await app.request('PATCH', path, { body: { values: '急がない' }, headers: { cookie, ...headers } }))
        .status
    expect(await ask({ origin: app.url })).toBe(403)
    expect(await ask({ origin: 'https://evil.example', 'x-yoriai': '1' })).toBe(403)
    expect(await ask({ 'sec-fetch-site': 'cross-site', 'x-yoriai': '1' })).toBe(403)
    expect(await ask({ origin: app.url, 'x-yoriai': '1', 'content-type': 'text/plain' })).toBe(400)
    expect(await ask({ origin: app.url, 'x-yoriai': '1' })).toBe(200)
  })

  it('S-15 guesses are slowed by address, and who holds a secret is not', async () => {
    app = await TestApp.start()
    const community = await keptCommunity(app)
    const statuses: number[] = []
    for (let guess = 0; guess < 40; guess++)
      statuses.push((await community.ask('POST', '/session', { token: `guess-${guess}` }, '')).status)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect(statuses.at(-1)).toBe(429)
    expect((await community.ask('GET', '/keeping')).status).toBe(200)
  })

  it('S-14 a keeper who floods is told to wait, and other communities go on', async () => {
    app = await TestApp.start({ env: { OPENINGS_PER_HOUR: '2' } })
    const community = await keptCommunity(app)
    const other = await keptCommunity(app, { name: '台所の会' })
    const third = await app.request('POST', '/api/communities', { body: { name: '三つめ' } })
    expect(third.status).toBe(429)
    const changes = await Promise.all(
      Array.from({ length: 200 }, (_, at) => community.ask('PATCH', '', { values: `${at}` })),
    )
    expect(changes.some(({ status }) => status === 429)).toBe(true)
    expect((await other.ask('PATCH', '', { values: '急がない' })).status).toBe(200)
    expect((await other.further()).workshopId).toBeTruthy()
  })
})

describe('the log', () => {
  it('S-32 S-33 says what was done to keepers’ rights, and never which community, in what words or by which secret', async () => {
    const lines: string[] = []
    app = await TestApp.start({ logTo: { write: (line) => lines.push(line) } })
    const community = await keptCommunity(app, { purpose: '段取りの知恵' })
    const { workshopId } = await community.further()
    await community.ask('POST', `/workshops/${workshopId}/links`, {})
    const next = secretIn((await community.ask('POST', '/links', {})).json.url)
    await community.ask('POST', '/keepers', { token: next })
    await community.ask('GET', '/keeping', undefined, 'a-guessed-secret')
    const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const of = (event: string) => noted.filter(({ audit }) => audit === event)
    expect(of('keeper.facilitates')).toMatchObject([{ workshopId: roomMark(workshopId) }])
    expect(of('keeping.renewed')).toHaveLength(1)
    expect(of('request.refused')).toHaveLength(1)
    const all = lines.join('')
    for (const secret of [
      community.communityId,
      community.keeperToken,
      next,
      workshopId,
      '引っ越しの会',
      '段取り',
    ])
      expect(all).not.toContain(secret)
  })
})
