import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#shared/random.ts'
import { readConfig } from '../../server/config.ts'
import { isOwnOrigin } from '../../server/origin.ts'
import { TestApp } from '../support/server-app.ts'

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

function pages(): string {
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-door-'))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'index.html'), '<p>page</p>')
  writeFileSync(join(dir, 'assets', 'a.js'), '1')
  return dir
}

describe('S-01 another site’s page', () => {
  const foreign = (own: string) => [
    'https://evil.example',
    'null',
    `http://${own}.evil.example`,
    `http://evil-${own}`,
    `http://${own}@evil.example`,
    `http://evil.example/${own}`,
    'file://',
    '',
    'javascript:alert(1)',
  ]

  it('S-01 opens no board and no room, with a cookie or a token, and nothing is opened for it', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const host = new URL(app.url).host
    const base = app.url.replace('http', 'ws')
    for (const origin of foreign(host)) {
      expect(isOwnOrigin(origin, host, null), origin).toBe(false)
      const headers = { origin, cookie: `yf_${workshopId}=${facilitatorToken}` }
      const board = new WebSocket(`${base}/boards/${workshopId}/all/topics?token=${facilitatorToken}`, {
        headers,
      })
      board.on('error', () => undefined)
      expect((await once(board, 'close'))[0], origin).toBe(4403)
      const room = app.connect(workshopId, { token: facilitatorToken }, { headers })
      await room.until(() => room.refusedWith !== null)
    }
    const facilitator = await app.join(workshopId, facilitatorToken)
    expect([facilitator.here, facilitator.facilitators]).toEqual([[], 1])
  })
})

describe('S-16 what changes something', () => {
  it('S-16 comes from our own pages or from programs, never from other sites’ pages and forms', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const path = `/api/workshops/${workshopId}/links`
    const cookie = `yf_${workshopId}=${facilitatorToken}`
    const ask = async (headers: Record<string, string>, token?: string) =>
      (await app.request('POST', path, { body: { as: 'facilitator' }, headers, ...(token ? { token } : {}) }))
        .status
    expect(await ask({ cookie, origin: app.url, 'x-yoriai': '1' })).toBe(200)
    expect(await ask({}, facilitatorToken)).toBe(200)
    expect(await ask({ cookie, origin: app.url })).toBe(403)
    expect(await ask({ cookie })).toBe(403)
    expect(await ask({ cookie, origin: 'https://evil.example', 'x-yoriai': '1' })).toBe(403)
    expect(await ask({ cookie, 'sec-fetch-site': 'cross-site', 'x-yoriai': '1' })).toBe(403)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await ask({ cookie, origin: app.url, 'x-yoriai': '1', 'content-type': type })).toBe(400)
    // no page of another site may ask for permission to send the header
    const preflight = await fetch(app.url + path, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-headers': 'x-yoriai' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    expect(preflight.headers.get('access-control-allow-headers')).toBeNull()
  })
})

describe('S-17 headers', () => {
  it('S-17 stand on every route, without an exception for inline styles or scripts', async () => {
    const app = await start({ client: { kind: 'built', dir: pages() } })
    const { workshopId, facilitatorToken, code } = await app.open()
    const host = new URL(app.url).host
    for (const path of [
      '/',
      '/w/any',
      '/assets/a.js',
      '/assets/none.js',
      '/healthz',
      '/readyz',
      '/api/nothing',
      `/api/workshops/by-code/${code}`,
      `/api/workshops/${workshopId}`,
      `/api/workshops/${workshopId}/qr.svg`,
      `/api/workshops/${workshopId}/state`,
      `/api/workshops/${workshopId}/outcome.md`,
    ]) {
      const { headers } = await app.request('GET', path, { token: facilitatorToken })
      const csp = headers.get('content-security-policy') ?? ''
      const directives = new Map(
        csp.split(';').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
      )
      expect(Object.fromEntries(directives), path).toMatchObject({
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'object-src': "'none'",
        'base-uri': "'none'",
        'frame-ancestors': "'self'",
        'form-action': "'self'",
        'connect-src': `'self' ws://${host} wss://${host}`,
        'require-trusted-types-for': "'script'",
      })
      expect(csp, path).not.toMatch(/unsafe|\*|blob:/)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
      expect(headers.get('x-powered-by'), path).toBeNull()
      expect(headers.get('access-control-allow-origin'), path).toBeNull()
    }
  })

  it('S-02 where people come by https it stays https, and the page stands alone', async () => {
    const app = await start({ env: { PUBLIC_URL: 'https://yoriai.example.org' } })
    const { headers } = await app.request('GET', '/healthz')
    expect(headers.get('strict-transport-security')).toMatch(/max-age=15552000/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(readConfig({ PUBLIC_URL: 'ws://yoriai.example.org' }).ok).toBe(false)
  })
})

describe('S-09 other teams', () => {
  it('S-09 another team’s board answers as one that does not exist, over HTTP and over the board socket', async () => {
    const app = await start()
    const { workshopId, one, two, facilitator } = await app.hiddenPhase()
    await facilitator({ type: 'team.move', participantId: two.participantId, teamId: null })
    const { state } = await app.state(workshopId, one.seatToken)
    const theirs = state.participants.find(({ id }) => id === one.participantId)!.teamId!
    const answers = []
    for (const team of [theirs, 'nowhere', 'team-99']) {
      const { status, json } = await app.request(
        'GET',
        `/api/workshops/${workshopId}/boards/${team}/ideals`,
        {
          token: two.seatToken,
        },
      )
      const socket = new WebSocket(
        `${app.url.replace('http', 'ws')}/boards/${workshopId}/${team}/ideals?token=${two.seatToken}`,
      )
      let bytes = 0
      socket.on('message', (data) => (bytes += (data as Buffer).length))
      const [code, reason] = (await once(socket, 'close')) as [number, Buffer]
      answers.push({ status, json, code, reason: reason.toString(), bytes })
    }
    expect(answers[0]).toMatchObject({ status: 403, code: 4403, bytes: 0 })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('S-27 S-39 S-29 strange requests', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']

  it('S-27 names that every object has change nothing, over HTTP and Socket.IO', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const before = await app.state(workshopId, facilitatorToken)
    for (const key of KEYS) {
      const bodies = [
        `{"commandId":"k1","command":{"type":"${key}"}}`,
        `{"commandId":"${key}","command":{"type":"announce","text":""}}`,
        `{"commandId":"k2","command":{"type":"seat.remove","participantId":"${key}"}}`,
        `{"commandId":"k3","command":{"type":"team.rename","teamId":"${key}","name":"x"}}`,
        `{"commandId":"k4","${key}":{"role":"facilitator","ok":true},"command":{"type":"announce","text":"","${key}":{"polluted":1}}}`,
      ]
      for (const body of bodies) {
        const overHttp = await app.request('POST', `/api/workshops/${workshopId}/commands`, {
          token: facilitatorToken,
          body,
        })
        expect(overHttp.json.ok, body).toBe(false)
        const reply = await facilitator.ask('workshop:command', JSON.parse(body))
        expect(reply.ok, body).toBe(false)
      }
      for (const path of [`/api/workshops/${key}`, `/api/workshops/${workshopId}/boards/${key}/ideals`])
        expect((await app.request('GET', path, { token: facilitatorToken })).status).toBe(404)
      expect(
        (await app.request('GET', `/api/workshops/${workshopId}/outcome.${key}`, { token: facilitatorToken }))
          .status,
      ).toBe(404)
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(await app.state(workshopId, facilitatorToken)).toEqual(before)
  })

  it(
    'S-39 no answer holds a path, a stack or a source file, whatever is asked',
    { timeout: 60_000 },
    async () => {
      const app = await start({ client: { kind: 'built', dir: pages() } })
      const { workshopId, facilitatorToken } = await app.open()
      const seed = 20_391_121
      const random = seededRandom(seed)
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
      const parts = [
        'api',
        'workshops',
        workshopId,
        'seats',
        'session',
        'links',
        'code',
        'commands',
        'state',
        'boards',
        'facilitation',
        'outcome.md',
        'qr.svg',
        'by-code',
        '..',
        '%2e%2e',
        '%00',
        '%E0%A4%A',
        'assets',
        '%5c..%5c',
        ...KEYS,
      ]
      const bodies = [
        '',
        '{',
        '[]',
        'null',
        '0',
        '"x"',
        '{}',
        '{"name":{}}',
        '{"token":[]}',
        '{"commandId":1,"command":{}}',
        `{"a":${'['.repeat(2_000)}`,
        '\u0000',
        '{"as":"__proto__"}',
      ]
      for (let count = 0; count < 400; count++) {
        const path = `/${Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(parts)).join('/')}${pick(['', '?as=x', '?locale=../../etc', '?a[b]=c'])}`
        const method = pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])
        const answer = await fetch(app.url + path, {
          method,
          headers: {
            authorization: `Bearer ${facilitatorToken}`,
            'content-type': pick(['application/json', 'text/plain', 'x']),
          },
          ...(method === 'GET' ? {} : { body: pick(bodies) }),
        })
        const text = await answer.text()
        expect(answer.status, `${method} ${path} (seed ${seed})`).not.toBe(500)
        expect(text, `${method} ${path} (seed ${seed})`).not.toMatch(
          /node_modules|at \w+ \(|\.ts:\d|\.js:\d|\/server\/|ENOENT|SyntaxError/,
        )
      }
    },
  )

  it('S-29 names of files come from the room code, never from what was asked or written', async () => {
    const app = await start({ client: { kind: 'built', dir: pages() } })
    const { workshopId, facilitatorToken, code } = await app.open()
    await app.give(workshopId, facilitatorToken, {
      type: 'setup.edit',
      title: '../../etc/passwd"; filename="x.exe',
    })
    const { headers } = await app.request('GET', `/api/workshops/${workshopId}/outcome.md?name=../../x`, {
      token: facilitatorToken,
    })
    expect(headers.get('content-disposition')).toBe(`attachment; filename=yoriai-${code}.md`)
    for (const path of [
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
      '/assets/%2e%2e/%2e%2e/index.html',
      '/..%5c..%5cetc/passwd',
      '/assets/a.js%00.png',
    ]) {
      const answer = await app.request('GET', path)
      expect(answer.text).not.toMatch(/root:|1$/)
    }
  })

  it('S-40 nobody outside learns more of the server than that it lives', async () => {
    const app = await start()
    for (const path of ['/metrics', '/debug', '/status', '/server-status', '/.env', '/api/metrics'])
      expect((await app.request('GET', path)).status, path).toBe(404)
    expect((await app.request('GET', '/healthz')).json).toEqual({ ok: true })
    expect(Object.keys((await app.request('GET', '/readyz')).json)).toEqual(['ok'])
  })
})
