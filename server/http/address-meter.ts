import { isIPv6 } from 'node:net'
import type { Millis } from '#shared/time.ts'
import type { Clock } from '../runtime.ts'

interface Limit {
  readonly most: number
  /** real time */
  readonly within: Millis
}

/** Addresses remembered at once; beyond that all are forgotten, so that a flood of addresses costs no memory. */
const MOST_ADDRESSES = 10_000

/** Counts what one address does within a window. Only for what no class does together: opening workshops, guessing. */
export class AddressMeter {
  readonly #clock: Clock
  readonly #limit: Limit
  #counts = new Map<string, number>()
  #since: Millis

  constructor(clock: Clock, limit: Limit) {
    this.#clock = clock
    this.#limit = limit
    this.#since = clock.now()
  }

  /** Counts one; `false` when it is one too many. */
  take(address: string | undefined): boolean {
    const now = this.#clock.now()
    const over = now - this.#since >= this.#limit.within * this.#clock.rate
    if (over || this.#counts.size >= MOST_ADDRESSES) {
      this.#counts = new Map()
      this.#since = now
    }
    const key = networkOf(address ?? 'unknown')
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count <= this.#limit.most
  }
}

/** One household holds a whole /64 of IPv6. */
function networkOf(address: string): string {
  return isIPv6(address) && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address
}
