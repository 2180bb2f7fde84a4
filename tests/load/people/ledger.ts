import type { Reach } from '../wire/updates.ts'

/** What one Yjs client has sent: when, by clock. */
interface Author {
  readonly start: number
  readonly sentAt: number[]
}

/** By Yjs client: the clock after the last thing heard of it. */
export type Heard = Map<number, number>

/**
 * Who sent what when, and who has heard it. An edit is its Yjs (client, clock): no byte is added to it, and it is known
 * again however a server repacks it. All in one process, so there is one clock.
 */
export class Ledger {
  readonly #authors = new Map<number, Author>()
  readonly #latencies: number[] = []
  #gaps = 0
  #measuring = false
  #deliveries = 0
  /** called for each first hearing, where somebody wants to know */
  onHeard: ((client: number, clock: number) => void) | null = null

  /** Deliveries to others in the measured time, and how long each took, ms. */
  get measured(): { readonly deliveries: number; readonly latencies: readonly number[] } {
    return { deliveries: this.#deliveries, latencies: this.#latencies }
  }

  /** Edits that were passed over: something later of the same client came first. */
  get gaps(): number {
    return this.#gaps
  }

  get clients(): readonly number[] {
    return [...this.#authors.keys()]
  }

  measure(on: boolean): void {
    this.#measuring = on
  }

  author(client: number, start = 0): void {
    this.#authors.set(client, { start, sentAt: [] })
  }

  sent(client: number): void {
    this.#authors.get(client)?.sentAt.push(performance.now())
  }

  /** The clock after the last edit `client` has sent. */
  endOf(client: number): number {
    const author = this.#authors.get(client)
    return author ? author.start + author.sentAt.length : 0
  }

  sentAt(client: number, clock: number): number | null {
    const author = this.#authors.get(client)
    return author?.sentAt[clock - author.start] ?? null
  }

  heard(heard: Heard, { client, from, to }: Reach): void {
    const author = this.#authors.get(client)
    if (author === undefined) return
    const known = heard.get(client) ?? author.start
    if (to <= known) return
    if (from > known) this.#gaps += from - known
    heard.set(client, to)
    const now = performance.now()
    for (let clock = Math.max(from, known); clock < to; clock++) {
      this.onHeard?.(client, clock)
      if (!this.#measuring) continue
      this.#deliveries++
      this.#latencies.push(now - (author.sentAt[clock - author.start] ?? now))
    }
  }

  /** How many edits of `clients` somebody who heard this much still lacks. */
  missing(heard: Heard, clients: readonly number[]): number {
    return clients.reduce((sum, client) => {
      const { start = 0 } = this.#authors.get(client) ?? {}
      return sum + Math.max(0, this.endOf(client) - (heard.get(client) ?? start))
    }, 0)
  }

  clearLatencies(): void {
    this.#latencies.length = 0
    this.#deliveries = 0
  }
}
