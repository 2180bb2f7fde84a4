import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { Server } from 'socket.io'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { LIMITS } from '#shared/text.ts'
import { missLimit } from '../../server/address-limit.ts'
import { clientAddress, networkOf } from '../../server/client-address.ts'
import { SlowReaders } from '../../server/realtime/slow-readers.ts'
import type { Connection, RealtimeServer } from '../../server/realtime/socket-types.ts'
import { TestApp } from '../support/server-app.ts'
import { manualRuntime } from '../support/board-runtime.ts'
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

const consent = (names: boolean) => ({ type: 'consent.set', names }) as const
const isTooFast = (reply: { ok: boolean; error?: { code: string } }) => reply.error?.code === 'too_fast'

describe('S-13 before and while somebody is in', () => {
  it('S-13 closes who says much before coming in, and who never asks to come in', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const raw = () => {
      const socket = new WebSocket(
        `${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&w=${workshopId}`,
      )
      socket.on('error', () => undefined)
      return socket
    }
    const many = raw()
    await once(many, 'open')
    for (let count = 0; count < 6; count++) many.send(`40{"token":"guess${count}"}`)
    await once(many, 'close')
    const large = raw()
    await once(large, 'open')
    large.send(`40{"token":"${'x'.repeat(LIMITS.message)}"}`)
    await once(large, 'close')
    const silent = connect(Number(new URL(app.url).port), '127.0.0.1')
    silent.on('error', () => undefined)
    silent.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow')
    expect(app.app.httpServer.headersTimeout).toBe(10_000)
    silent.destroy()
  })

  it('S-13 a flood of strangers costs no more than 20 MB', { timeout: 60_000 }, async () => {
    const app = await start()
    const { workshopId } = await app.open()
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    const url = `${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&w=${workshopId}`
    for (let wave = 0; wave < 10; wave++) {
      const sockets = Array.from({ length: 20 }, () => new WebSocket(url))
      await Promise.all(
        sockets.map(async (socket) => {
          socket.on('error', () => undefined)
          await once(socket, 'open')
          for (let count = 0; count < 4; count++) socket.send(`42["x","${'y'.repeat(60_000)}"]`)
          await once(socket, 'close')
        }),
      )
    }
    // 200 strangers × 240 kB were sent; the test's own end of the sockets is in this process, too
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
    await app.seat(workshopId, '青木')
  })

  it('S-13 keeps four connections of a seat: the oldest goes, and hears why', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const tabs: Awaited<ReturnType<TestApp['join']>>[] = []
    for (let count = 0; count < 4; count++) tabs.push(await app.join(workshopId, seatToken))
    const goodbye = once(tabs[0]!.socket as never, 'workshop:goodbye')
    const fifth = await app.join(workshopId, seatToken)
    const [message] = (await goodbye) as [{ error: { code: string; message: string } }]
    expect(message.error.code).toBe('elsewhere')
    expect(message.error.message).toContain('ほかの画面')
    await tabs[0]!.until(() => tabs[0]!.closedWith !== null)
    for (const tab of [...tabs.slice(1), fifth]) expect((await tab.give(consent(true))).ok).toBe(true)
    tabs[1]!.close()
    await tabs[2]!.caughtUp()
    const sixth = await app.join(workshopId, seatToken)
    expect((await tabs[2]!.give(consent(false))).ok).toBe(true)
    expect(sixth.closedWith).toBeNull()
  })

  it('S-13 answers a message that is too large, and hangs up on one far beyond', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const reply = await facilitator.give({ type: 'announce', text: 'x'.repeat(LIMITS.message) })
    expect(reply).toMatchObject({ ok: false, error: { code: 'too_large' } })
    facilitator.socket.emit(
      'workshop:command',
      { commandId: 'c1', command: { type: 'announce', text: 'x'.repeat(3 * LIMITS.message) } },
      () => undefined,
    )
    await facilitator.until(() => facilitator.closedWith !== null)
    expect((await app.state(workshopId, facilitatorToken)).seq).toBe(1)
  })
})

describe('S-14 how fast one may be', () => {
  it('S-14 one allowance for all tabs of a seat and its HTTP requests; others are not touched', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const [one, two] = [await app.seat(workshopId, '青木'), await app.seat(workshopId, '井上')]
    const tabs = [await app.join(workshopId, one.seatToken), await app.join(workshopId, one.seatToken)]
    const other = await app.join(workshopId, two.seatToken)
    const replies = await Promise.all(
      Array.from({ length: 120 }, (_, count) => tabs[count % 2]!.give(consent(count % 4 < 2))),
    )
    expect(replies.filter((reply) => reply.ok).length).toBeLessThan(40 + 10 * 5)
    expect(replies.filter((reply) => isTooFast(reply as never)).length).toBeGreaterThan(20)
    const overHttp = await Promise.all(
      Array.from({ length: 30 }, () => app.give(workshopId, one.seatToken, consent(true))),
    )
    expect(overHttp.filter(({ status }) => status === 429).length).toBeGreaterThan(10)
    expect((await other.give(consent(true))).ok).toBe(true)
  })

  it('S-14 hits nobody among hands that type, press and vote as fast as hands can', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const seats = await Promise.all(Array.from({ length: 20 }, (_, n) => app.seat(workshopId, `人${n}`)))
    const people = await Promise.all(seats.map(({ seatToken }) => app.join(workshopId, seatToken)))
    // an outbox with twenty commands that comes back at once, and five more taps
    const replies = await Promise.all(
      people.flatMap((person) => Array.from({ length: 25 }, (_, n) => person.give(consent(n % 2 === 0)))),
    )
    expect(replies.filter((reply) => !reply.ok)).toEqual([])
  })

  it('S-14 closes a connection that never stops, with a word', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const flooder = await app.join(workshopId, seatToken)
    const goodbye = once(flooder.socket as never, 'workshop:goodbye')
    for (let count = 0; count < 900; count++)
      flooder.socket.emit(
        'workshop:command',
        { commandId: `f${count}`, command: consent(true) },
        () => undefined,
      )
    const [message] = (await goodbye) as [{ error: { code: string } }]
    expect(message.error.code).toBe('too_fast')
    await flooder.until(() => flooder.closedWith !== null)
  })
})

describe('S-15 never by address for those who may come in', () => {
  it(
    'S-15 F-27 two hundred people behind one address all get in while it is also guessing',
    { timeout: 60_000 },
    async () => {
      const app = await start()
      const { workshopId } = await app.open()
      for (let count = 0; count < 40; count++)
        await app.request('GET', `/api/workshops/${workshopId}/state`, { token: `guess${count}` })
      const seats = await Promise.all(Array.from({ length: 200 }, (_, n) => app.seat(workshopId, `人${n}`)))
      const people = await Promise.all(seats.map(({ seatToken }) => app.join(workshopId, seatToken)))
      expect(people.filter(({ closedWith }) => closedWith !== null)).toEqual([])
    },
  )

  it('S-15 guesses over sockets and HTTP are counted together', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const codes: (string | undefined)[] = []
    for (let count = 0; count < 34; count++) {
      const guess = app.connect(workshopId, { token: `guess${count}` })
      await guess.until(() => guess.refusedWith !== null)
      codes.push(guess.refusedWith?.data?.code)
    }
    expect(codes.slice(0, 30)).toEqual(Array(30).fill('unauthorised'))
    expect(codes.slice(30)).toEqual(Array(4).fill('too_fast'))
    expect((await app.request('GET', '/api/workshops/by-code/ZZZZZZ')).status).toBe(429)
  })

  it('S-15 believes X-Forwarded-For from as many proxies as there are, and from nobody else', async () => {
    const request = (forwarded: string | undefined) =>
      ({
        headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
        socket: { remoteAddress: '10.0.0.1' },
      }) as unknown as IncomingMessage
    expect(clientAddress(request('1.1.1.1, 2.2.2.2'), 0)).toBe('10.0.0.1')
    expect(clientAddress(request('1.1.1.1, 2.2.2.2'), 1)).toBe('2.2.2.2')
    expect(clientAddress(request('6.6.6.6, 1.1.1.1, 2.2.2.2'), 2)).toBe('1.1.1.1')
    expect(clientAddress(request(undefined), 2)).toBe('10.0.0.1')
    const app = await start()
    const { workshopId } = await app.open()
    const statuses = []
    for (let count = 0; count < 34; count++) {
      const headers = { 'x-forwarded-for': `203.0.113.${count}` }
      const path = `/api/workshops/${workshopId}/state`
      statuses.push((await app.request('GET', path, { token: `guess${count}`, headers })).status)
    }
    expect(statuses.slice(30)).toEqual([429, 429, 429, 429])
  })

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
  ])('S-15 counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it('S-15 one /64 is one guesser, its neighbours are others', async () => {
    const misses = missLimit()
    for (let count = 0; count < 30; count++)
      expect(await misses.take(`2001:db8::${count.toString(16)}`)).toBe(true)
    expect(await misses.take('2001:db8::ffff')).toBe(false)
    expect(await misses.take('2001:db8:0:1::1')).toBe(true)
  })
})

describe('F-33 slow readers', () => {
  async function serve(options: { readonly reads: boolean }) {
    const httpServer = createServer()
    const io = new Server(httpServer, { perMessageDeflate: false }) as RealtimeServer
    const runtime = manualRuntime()
    const cut: Connection[] = []
    const slow = new SlowReaders({
      runtime,
      connections: () => io.sockets.sockets.values(),
      cut: (connection) => cut.push(connection),
    })
    httpServer.listen(0, '127.0.0.1')
    await once(httpServer, 'listening')
    const { port } = httpServer.address() as AddressInfo
    const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
    client.on('error', () => undefined)
    await once(client, 'open')
    client.send('40')
    await until(() => io.sockets.sockets.size === 1, 'the connection')
    if (!options.reads) client.pause()
    const [connection] = io.sockets.sockets.values()
    return {
      runtime,
      cut,
      connection: connection!,
      client,
      async close() {
        slow.close()
        client.terminate()
        await io.close()
      },
    }
  }

  it('F-33 cuts who does not read before more than a mebibyte waits for them', async () => {
    const { runtime, cut, connection, close } = await serve({ reads: false })
    const chunk = 'x'.repeat(256 * 1024)
    // beyond what the kernel takes for both ends
    for (let count = 0; count < 80; count++)
      connection.emit('workshop:presence', { here: [chunk as never], facilitators: 0 })
    await new Promise((resolve) => setImmediate(resolve))
    for (let count = 0; count < 8; count++)
      connection.emit('workshop:presence', { here: [chunk as never], facilitators: 0 })
    const gone = new Promise((resolve) => connection.on('disconnect', resolve))
    runtime.pass(1_000)
    expect(cut).toHaveLength(1)
    await gone
    await close()
  })

  it('F-33 G-16 cuts who takes nothing off the line within ten seconds', async () => {
    const { runtime, cut, connection, close } = await serve({ reads: false })
    connection.emit('workshop:presence', { here: ['x'.repeat(24 * 1024 * 1024) as never], facilitators: 0 })
    // The kernel takes what it can hold, and then no more.
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (let second = 1; second <= 7; second++) runtime.pass(1_000)
    expect(cut).toHaveLength(0)
    for (let second = 8; second <= 10; second++) runtime.pass(1_000)
    expect(cut).toHaveLength(1)
    await close()
  })

  it('F-33 gives somebody on a bad network twenty seconds for what is on its way, and no more', async () => {
    const { runtime, cut, connection, client, close } = await serve({ reads: false })
    let received = 0
    let enough = 0
    const stream = (client as unknown as { readonly _socket: Socket })._socket
    stream.prependListener('data', (data: Buffer) => {
      received += data.length
      if (received >= enough) client.pause()
    })
    connection.emit('workshop:presence', { here: ['x'.repeat(24 * 1024 * 1024) as never], facilitators: 0 })
    await new Promise((resolve) => setImmediate(resolve))
    for (let second = 1; second <= 20; second++) {
      enough = received + 512 * 1024
      client.resume()
      await until(() => received >= enough, 'a little more of it')
      runtime.pass(1_000)
    }
    expect(cut).toHaveLength(0)
    for (let second = 21; second <= 22; second++) runtime.pass(1_000)
    expect(cut).toHaveLength(1)
    await close()
  })

  it('F-33 leaves readers alone, however much they are sent', async () => {
    const { runtime, cut, connection, client, close } = await serve({ reads: true })
    let received = 0
    client.on('message', (data) => (received += (data as Buffer).length))
    for (let count = 0; count < 40; count++) {
      connection.emit('workshop:presence', { here: ['x'.repeat(256 * 1024) as never], facilitators: 0 })
      await until(() => received > (count + 1) * 256 * 1024, 'the message')
      runtime.pass(1_000)
    }
    expect(cut).toEqual([])
    await close()
  })
})
