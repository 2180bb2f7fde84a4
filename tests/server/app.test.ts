import { once } from 'node:events'
import { createServer } from 'node:http'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { readConfig } from '../../server/config.ts'
import { listen } from '../../server/listen.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { value } from '../support/server-rooms.ts'

const cleanUp: (() => unknown)[] = []

async function start(options: Parameters<typeof TestApp.start>[0] = {}): Promise<TestApp> {
  const app = await TestApp.start(options)
  cleanUp.push(() => app.close())
  return app
}

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

describe('one port for everything', () => {
  it('answers upgrades nobody knows with 404 and goes on', async () => {
    const app = await start()
    const { port } = new URL(app.url)
    for (const path of ['/', '/evil', '/boardsx/1', '//']) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      )
      const [answer] = (await once(socket, 'data')) as [Buffer]
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /)
      socket.destroy()
    }
    expect((await app.request('GET', '/healthz')).status).toBe(200)
  })

  it('lets boards in on the same port, past the proxy PUBLIC_URL names', async () => {
    const app = await start({ env: { PUBLIC_URL: 'https://yoriai.example.org' } })
    const { workshopId, facilitatorToken } = await app.open()
    const board = (origin: string) =>
      new WebSocket(
        `${app.url.replace('http', 'ws')}/boards/${workshopId}/all/topics?w=${workshopId}&token=${facilitatorToken}`,
        { origin },
      )
    const own = board('https://yoriai.example.org')
    await once(own, 'message')
    own.close()
    const foreign = board('https://evil.example')
    expect(await once(foreign, 'close')).toMatchObject({ 0: 4403 })
  })
})

describe('the pages', () => {
  function built(): string {
    const dir = mkdtempSync(join(tmpdir(), 'yoriai-pages-'))
    cleanUp.push(() => rmSync(dir, { recursive: true }))
    mkdirSync(join(dir, 'assets'))
    writeFileSync(join(dir, 'index.html'), '<!doctype html><title>よりあい</title>')
    writeFileSync(join(dir, 'assets', 'main-1a2b3c.js'), 'export {}')
    writeFileSync(join(dir, 'assets', 'main-1a2b3c.js.br'), brotliCompressSync('export {}'))
    writeFileSync(join(dir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return dir
  }

  it('serves the one page at every address, afresh, and hashed files for ever', async () => {
    const app = await start({ client: { kind: 'built', dir: built() } })
    for (const path of ['/', '/join', '/w/abc/console', '/j/ABC234']) {
      const page = await app.request('GET', path)
      expect(page.text).toContain('よりあい')
      expect(page.headers.get('cache-control')).toBe('no-cache')
    }
    const asset = await app.request('GET', '/assets/main-1a2b3c.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await app.request('GET', '/icon.svg')).headers.get('content-type')).toContain('image/svg+xml')
    expect((await app.request('GET', '/assets/old-hash.js')).status).toBe(404)
    expect((await app.request('GET', '/api/nothing')).json.error.code).toBe('not_found')
  })

  it('names what the room is made of together with the room’s page, and with no other', async () => {
    const dir = built()
    mkdirSync(join(dir, '.vite'))
    const room = { name: 'room', file: 'assets/room-1.js', css: ['assets/room-2.css'] }
    writeFileSync(
      join(dir, '.vite', 'manifest.json'),
      JSON.stringify({ base: { name: 'base', file: 'assets/base-3.js' }, _room: room }),
    )
    const app = await start({ client: { kind: 'built', dir } })
    const ahead = async (path: string) => (await app.request('GET', path)).headers.get('link')
    expect(await ahead('/w/abc')).toBe(
      '</assets/room-1.js>; rel=modulepreload, </assets/room-2.css>; rel=preload; as=style',
    )
    expect(await ahead('/w/abc/console')).toBeNull()
    expect(await ahead('/')).toBeNull()
  })

  it('serves a hashed file as it was compressed when it was built, to whoever takes it so', async () => {
    const app = await start({ client: { kind: 'built', dir: built() } })
    const asking = (encoding: string) =>
      app.request('GET', '/assets/main-1a2b3c.js', { headers: { 'accept-encoding': encoding } })
    for (const [accepted, sent] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', null],
      ['identity', null],
    ] as const) {
      const asset = await asking(accepted)
      expect([asset.headers.get('content-encoding'), asset.text]).toEqual([sent, 'export {}'])
      expect(asset.headers.get('vary')).toBe('Accept-Encoding')
      expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/)
      expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    }
  })

  it('S-29 serves nothing outside its folder', async () => {
    const app = await start({ client: { kind: 'built', dir: built() } })
    for (const path of [
      '/assets/..%2f..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/%2e%2e/%2e%2e/package.json',
    ])
      expect((await app.request('GET', path)).text).not.toMatch(/root:|"dependencies"/)
  })
})

describe('the port', () => {
  it('takes a free one when 3000 is taken, but insists on the one that was asked for', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    cleanUp.push(() => taken.close())
    const address = taken.address() as { port: number }
    const config = value(readConfig({ PORT: String(address.port) }))
    const insisting = createServer()
    await expect(listen(insisting, config)).rejects.toMatchObject({ code: 'EADDRINUSE' })

    const flexible = [createServer(), createServer()]
    cleanUp.push(() => flexible.forEach((server) => server.close()))
    const urls = []
    for (const server of flexible) urls.push(await listen(server, value(readConfig({}))))
    expect(new Set(urls).size).toBe(2)
  })

  it('names an address a browser can open', async () => {
    const server = createServer()
    cleanUp.push(() => server.close())
    expect(await listen(server, value(readConfig({ PORT: '0', HOST: '0.0.0.0' })))).toMatch(
      /^http:\/\/localhost:\d+$/,
    )
  })
})

describe('going down', () => {
  it('F-52 sends everybody away with 1012, saves, and does not wait for those who do not answer', async () => {
    const storage = new MemoryStorage()
    const app = await TestApp.start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const board = new WebSocket(
      `${app.url.replace('http', 'ws')}/boards/${workshopId}/all/topics?w=${workshopId}&token=${facilitatorToken}`,
    )
    await once(board, 'message')
    const boardClosed = once(board, 'close')
    const silent = connect(Number(new URL(app.url).port), '127.0.0.1')
    silent.on('error', () => undefined)
    await once(silent, 'connect')
    const code = new Promise((resolve) =>
      facilitator.socket.io.engine.once('close', (_reason, details) =>
        resolve((details as unknown as { context?: { code?: number } }).context?.code),
      ),
    )

    const begun = performance.now()
    await Promise.all([app.app.close(), app.app.close()])
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(await code).toBe(1012)
    expect((await boardClosed)[0]).toBe(1012)
    await facilitator.until(() => facilitator.closedWith !== null)
    expect(facilitator.closedWith).toBe('transport close')

    const after = await start({ storage })
    expect((await after.state(workshopId, facilitatorToken)).seq).toBe(1)
  })
})
