import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A network between browsers and a server that can go away in the ways networks do. */
export interface BadNetwork {
  /** the server's address through it */
  readonly url: string
  /** every connection is gone at once, and no other comes through */
  cut(): void
  /** what is open now looks open for ever and carries nothing in either direction; new connections work */
  swallow(): void
  /** new connections work again */
  heal(): void
  /** connections let through so far */
  readonly count: number
  close(): Promise<void>
}

export async function badNetwork(target: string): Promise<BadNetwork> {
  const { port, hostname } = new URL(target)
  const pairs = new Set<readonly [Socket, Socket]>()
  let open = true
  let count = 0
  const server = createServer((near) => {
    near.on('error', () => undefined)
    if (!open) return void near.destroy()
    count++
    const far = connect(Number(port), hostname)
    const pair = [near, far] as const
    pairs.add(pair)
    near.pipe(far)
    far.pipe(near)
    far.on('error', () => near.destroy())
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      open = false
      for (const pair of [...pairs]) for (const socket of pair) socket.destroy()
    },
    swallow() {
      for (const [near, far] of pairs) {
        near.unpipe(far)
        far.unpipe(near)
        near.resume()
        far.resume()
      }
    },
    heal() {
      open = true
    },
    get count() {
      return count
    },
    async close() {
      open = false
      for (const pair of [...pairs]) for (const socket of pair) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
