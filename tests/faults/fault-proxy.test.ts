import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#shared/random.ts'
import { FaultProxy } from './fault-proxy.ts'

let server: Server
let proxy: FaultProxy
/** the server's ends, in the order in which they came */
let ends: Socket[]

beforeEach(async () => {
  ends = []
  server = createServer({ allowHalfOpen: true }, (end) => {
    ends.push(end)
    end.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await FaultProxy.open({ target: (server.address() as AddressInfo).port, seed: 7 })
})
afterEach(async () => {
  await proxy.close()
  for (const end of ends) end.destroy()
  server.close()
})

describe('the fault proxy', () => {
  it('brings every byte in order, whatever the weather', async () => {
    proxy.set({ latency: 5, jitter: 10, slice: 700, late: { share: 0.1, least: 5, most: 30 } })
    const random = seededRandom(3)
    const sent = Buffer.from(Array.from({ length: 60_000 }, () => Math.floor(random() * 256)))
    const { client, end } = await connected()
    const arrived = collect(end, sent.length)
    for (let at = 0; at < sent.length; at += 5_000) client.write(sent.subarray(at, at + 5_000))
    expect((await arrived).equals(sent)).toBe(true)
    const back = collect(client, sent.length)
    end.write(sent)
    expect((await back).equals(sent)).toBe(true)
  })

  it('delays each way by the latency', async () => {
    proxy.set({ latency: 120 })
    const { client, end } = await connected()
    expect(await timeOf(client, end)).toBeGreaterThanOrEqual(119)
    expect(await timeOf(end, client)).toBeGreaterThanOrEqual(119)
  })

  it('holds a link to its bandwidth', async () => {
    const { client, end } = await connected()
    proxy.set({ bytesPerSecond: 40_000 })
    const started = performance.now()
    client.write(Buffer.alloc(10_000))
    await collect(end, 10_000)
    expect(performance.now() - started).toBeGreaterThanOrEqual(245)
  })

  it('makes about as many chunks late as it was told, and those behind them wait', async () => {
    const { client, end } = await connected()
    proxy.set({ late: { share: 0.2, least: 150, most: 160 } })
    const waits: number[] = []
    for (let sent = 0; sent < 40; sent++) waits.push(await timeOf(client, end))
    const late = waits.filter((wait) => wait >= 149).length
    expect(late).toBeGreaterThanOrEqual(2)
    expect(late).toBeLessThanOrEqual(20)
  })

  it('lets nothing through a black hole, one way only, and brings it when that is over', async () => {
    const { client, end } = await connected()
    proxy.set({ blackHole: true }, ['up'])
    let heard = ''
    end.on('data', (bytes) => (heard += bytes.toString()))
    client.write('up')
    expect(await timeOf(end, client)).toBeLessThan(100)
    client.end()
    await pause(60)
    expect(heard).toBe('')
    expect(end.readableEnded).toBe(false)
    proxy.set({ blackHole: false }, ['up'])
    await once(end, 'end')
    expect(heard).toBe('up')
  })

  it('keeps new connections waiting in front of a black hole', async () => {
    proxy.set({ blackHole: true }, ['down'])
    const client = connect(proxy.port, '127.0.0.1')
    await once(client, 'connect')
    client.write('hello')
    await pause(60)
    expect(ends).toHaveLength(0)
    proxy.set({ blackHole: false }, ['down'])
    await until(() => ends.length === 1)
    expect((await collect(ends[0] as Socket, 5)).toString()).toBe('hello')
    client.destroy()
  })

  it('resets both sides', async () => {
    const { client, end } = await connected()
    const clientError = once(client, 'error')
    const endError = once(end, 'error')
    proxy.reset()
    expect(((await clientError)[0] as NodeJS.ErrnoException).code).toBe('ECONNRESET')
    expect(((await endError)[0] as NodeJS.ErrnoException).code).toBe('ECONNRESET')
    expect(proxy.connections).toBe(0)
  })

  it('closes one direction and leaves the other open', async () => {
    const { client, end } = await connected()
    end.resume()
    proxy.halfClose('up')
    await once(end, 'end')
    const back = collect(client, 4)
    end.write('back')
    expect((await back).toString()).toBe('back')
  })

  it('is felt by who sends more than it takes', async () => {
    const { client } = await connected()
    proxy.set({ blackHole: true }, ['up'])
    // Kernels keep a few MB on their own; far beyond that only a proxy that reads on could take it.
    const chunk = Buffer.alloc(1024 * 1024)
    for (let sent = 0; sent < 48; sent++) client.write(chunk)
    await pause(300)
    expect(client.writableLength).toBeGreaterThan(8 * chunk.length)
    client.destroy()
  })
})

async function connected(): Promise<{ client: Socket; end: Socket }> {
  const client = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  client.on('error', () => undefined)
  await once(client, 'connect')
  await until(() => ends.length === 1)
  return { client, end: ends[0] as Socket }
}

/** How long one byte takes, in ms. */
async function timeOf(from: Socket, to: Socket): Promise<number> {
  const started = performance.now()
  from.write('x')
  await collect(to, 1)
  return performance.now() - started
}

async function collect(from: Socket, length: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let sofar = 0
  return new Promise((resolve) => {
    const hear = (bytes: Buffer) => {
      parts.push(bytes)
      sofar += bytes.length
      if (sofar < length) return
      from.off('data', hear)
      resolve(Buffer.concat(parts))
    }
    from.on('data', hear)
  })
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(5)
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
