import { SECOND } from '#shared/time.ts'
import type { Clock } from '../runtime.ts'

/** Far above what hands can do, an outbox coming back after a tunnel included (reliability.md S-14). */
export const COMMAND_RATE = { perSecond: 10, burst: 40 } as const

/**
 * A token bucket for one connection. Never kept by address: a class behind one address is thirty connections. It fills
 * in real time, also on a fast clock.
 */
export class RateLimit {
  readonly #clock: Clock
  readonly #rate: { readonly perSecond: number; readonly burst: number }
  #left: number
  #at: number

  constructor(clock: Clock, rate: { readonly perSecond: number; readonly burst: number }) {
    this.#clock = clock
    this.#rate = rate
    this.#left = rate.burst
    this.#at = clock.now()
  }

  /** Takes one turn; `false` when it comes too soon. */
  take(): boolean {
    const now = this.#clock.now()
    const seconds = Math.max(0, now - this.#at) / this.#clock.rate / SECOND
    this.#at = now
    this.#left = Math.min(this.#rate.burst, this.#left + seconds * this.#rate.perSecond)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
