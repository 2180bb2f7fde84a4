import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { seededRandom, type Random } from '#shared/random.ts'

/** What a network does to the bytes of one direction. Times in ms. */
export interface Weather {
  /** one way; a round trip has it twice */
  readonly latency: number
  /** up to so much is added to each chunk */
  readonly jitter: number
  /** `null`: as fast as the machine */
  readonly bytesPerSecond: number | null
  /** this share of chunks comes late, and all behind them waits: what a lost packet looks like through TCP */
  readonly late: { readonly share: number; readonly least: number; readonly most: number } | null
  /** writes are cut into pieces of 1 to so many bytes; `null`: left as they came */
  readonly slice: number | null
  /** nothing passes, not even a goodbye; it is kept, as a sender that goes on trying keeps it, until this ends */
  readonly blackHole: boolean
}

export const CALM: Weather = {
  latency: 0,
  jitter: 0,
  bytesPerSecond: null,
  late: null,
  slice: null,
  blackHole: false,
}

/** `up`: from clients to the server */
export type Direction = 'up' | 'down'

/** Beyond this a network takes no more, and the sender feels it. */
const IN_FLIGHT = 256 * 1024

interface Options {
  /** the server's port on this machine */
  readonly target: number
  readonly seed: number
}

/** A stretch of bad network in front of a server on this machine. What it does follows from its seed and the traffic. */
export class FaultProxy {
  readonly port: number
  readonly #server: Server
  readonly #options: Options
  readonly #random: Random
  readonly #links = new Set<Link>()
  readonly #weather: Record<Direction, Weather> = { up: CALM, down: CALM }

  private constructor(server: Server, port: number, options: Options) {
    this.#server = server
    this.port = port
    this.#options = options
    this.#random = seededRandom(options.seed)
    server.on('connection', (client) => this.#accept(client))
  }

  static async open(options: Options): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return new FaultProxy(server, address.port, options)
  }

  /** `http://…`, to be used instead of the server's own */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** connections that have not ended on both sides */
  get connections(): number {
    return this.#links.size
  }

  /** Changes what is named, for what is on its way too as far as that can be. */
  set(change: Partial<Weather>, directions: readonly Direction[] = ['up', 'down']): void {
    for (const direction of directions) {
      this.#weather[direction] = { ...this.#weather[direction], ...change }
    }
    for (const link of this.#links) link.weatherChanged()
  }

  /** Ends every connection with an RST on both sides; what was on its way is lost. */
  reset(): void {
    for (const link of this.#links) link.reset()
  }

  /** Says goodbye (FIN) to the receiving side of one direction, and leaves the other direction open. */
  halfClose(direction: Direction): void {
    for (const link of this.#links) link.halfClose(direction)
  }

  async close(): Promise<void> {
    this.#server.close()
    for (const link of this.#links) link.reset()
    await once(this.#server, 'close')
  }

  #accept(client: Socket): void {
    const link: Link = new Link(client, {
      target: this.#options.target,
      random: this.#random,
      weather: this.#weather,
      ended: () => this.#links.delete(link),
    })
    this.#links.add(link)
    link.weatherChanged()
  }
}

interface LinkOptions {
  readonly target: number
  readonly random: Random
  /** read afresh at every use */
  readonly weather: Readonly<Record<Direction, Weather>>
  readonly ended: () => void
}

/** One client's connection and the one to the server that belongs to it. */
class Link {
  readonly #client: Socket
  readonly #options: LinkOptions
  #server: Socket | null = null
  #up: Pipe | null = null
  #down: Pipe | null = null
  #ended = false

  constructor(client: Socket, options: LinkOptions) {
    this.#client = client
    this.#options = options
    client.pause()
    client.on('error', () => undefined)
  }

  /** A new connection does not get through a black hole; it is made when that is over. */
  weatherChanged(): void {
    const { up, down } = this.#options.weather
    if (this.#server === null && !this.#ended && !up.blackHole && !down.blackHole) this.#connect()
    this.#up?.pump()
    this.#down?.pump()
  }

  reset(): void {
    this.#client.resetAndDestroy()
    this.#server?.resetAndDestroy()
    this.#end()
  }

  halfClose(direction: Direction): void {
    if (direction === 'up') this.#server?.end()
    else this.#client.end()
  }

  #connect(): void {
    const { target, random, weather } = this.#options
    const client = this.#client
    const server = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true, noDelay: true })
    server.on('error', () => undefined)
    this.#server = server
    this.#up = new Pipe(client, server, { random, weather: () => weather.up })
    this.#down = new Pipe(server, client, { random, weather: () => weather.down })
    const whenBothGone = () => {
      if (client.destroyed && server.destroyed) this.#end()
    }
    client.on('close', whenBothGone)
    server.on('close', whenBothGone)
    if (client.destroyed) server.destroy()
  }

  #end(): void {
    this.#ended = true
    this.#up?.close()
    this.#down?.close()
    this.#options.ended()
  }
}

type Parcel =
  | { readonly kind: 'bytes'; readonly due: number; readonly bytes: Buffer }
  | { readonly kind: 'end' | 'gone'; readonly due: number }

interface PipeOptions {
  readonly random: Random
  readonly weather: () => Weather
}

/** One direction of one connection: everything arrives in order, each parcel when it is due. */
class Pipe {
  readonly #from: Socket
  readonly #to: Socket
  readonly #options: PipeOptions
  #parcels: Parcel[] = []
  #waiting = 0
  #lastDue = 0
  #linkFree = 0
  #timer: NodeJS.Timeout | undefined
  #draining = false

  constructor(from: Socket, to: Socket, options: PipeOptions) {
    this.#from = from
    this.#to = to
    this.#options = options
    from.on('data', (bytes: Buffer) => this.#take(bytes))
    from.on('end', () => this.#push({ kind: 'end', due: this.#due(0) }))
    from.on('close', () => this.#push({ kind: 'gone', due: this.#due(0) }))
    from.resume()
  }

  pump(): void {
    clearTimeout(this.#timer)
    while (!this.#options.weather().blackHole && !this.#draining) {
      const next = this.#parcels[0]
      if (next === undefined) return
      const wait = next.due - performance.now()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.pump(), Math.ceil(wait))
        return
      }
      this.#parcels.shift()
      this.#deliver(next)
    }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#parcels = []
  }

  #take(bytes: Buffer): void {
    for (const piece of this.#pieces(bytes)) {
      this.#waiting += piece.byteLength
      this.#push({ kind: 'bytes', due: this.#due(piece.byteLength), bytes: piece })
    }
    if (this.#waiting > IN_FLIGHT) this.#from.pause()
  }

  #push(parcel: Parcel): void {
    this.#parcels.push(parcel)
    if (this.#parcels.length === 1) this.pump()
  }

  #deliver(parcel: Parcel): void {
    const to = this.#to
    switch (parcel.kind) {
      case 'end':
        return void to.end()
      case 'gone':
        return void to.destroySoon()
      case 'bytes': {
        this.#waiting -= parcel.bytes.byteLength
        if (this.#waiting < IN_FLIGHT / 2 && this.#from.isPaused()) this.#from.resume()
        if (to.writable && !to.write(parcel.bytes)) this.#waitForDrain()
      }
    }
  }

  #waitForDrain(): void {
    this.#draining = true
    const goOn = () => {
      this.#draining = false
      this.pump()
    }
    this.#to.once('drain', goOn)
    this.#to.once('close', goOn)
  }

  #pieces(bytes: Buffer): Buffer[] {
    const { slice } = this.#options.weather()
    if (slice === null) return [bytes]
    const pieces: Buffer[] = []
    for (let at = 0; at < bytes.byteLength;) {
      const length = 1 + Math.floor(this.#options.random() * slice)
      pieces.push(bytes.subarray(at, at + length))
      at += length
    }
    return pieces
  }

  #due(bytes: number): number {
    const { latency, jitter, bytesPerSecond, late } = this.#options.weather()
    const { random } = this.#options
    const now = performance.now()
    if (bytesPerSecond !== null) {
      this.#linkFree = Math.max(this.#linkFree, now) + (bytes / bytesPerSecond) * 1_000
    }
    const isLate = late !== null && bytes > 0 && random() < late.share
    const lateBy = isLate ? late.least + random() * (late.most - late.least) : 0
    const due = Math.max(this.#linkFree, now) + latency + jitter * random() + lateBy
    this.#lastDue = Math.max(this.#lastDue, due)
    return this.#lastDue
  }
}
