import type { Runtime } from './runtime.ts'

/** `burst` at once, `perSecond` on average. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

/** Counts what one connection uses up. Measured in real time: a workshop on a fast clock types no faster. */
export class TokenBucket {
  readonly #allowance: Allowance
  readonly #now: () => number
  #left: number
  #filledAt: number

  constructor(allowance: Allowance, { clock }: Pick<Runtime, 'clock'>) {
    this.#allowance = allowance
    this.#now = () => clock.now() / clock.rate
    this.#left = allowance.burst
    this.#filledAt = this.#now()
  }

  /** Takes `cost` if it is there; otherwise takes nothing and says no. */
  take(cost = 1): boolean {
    this.#fill()
    if (cost > this.#left) return false
    this.#left -= cost
    return true
  }

  /** Takes `cost` in any case: what has been used up already. There may then be less than nothing. */
  spend(cost: number): void {
    this.#left -= cost
  }

  /** Whether anything is left. */
  get any(): boolean {
    if (this.#left <= 0) this.#fill()
    return this.#left > 0
  }

  #fill(): void {
    const { burst, perSecond } = this.#allowance
    const now = this.#now()
    // A clock that was set back fills nothing, and never drains.
    const seconds = Math.max(0, now - this.#filledAt) / 1_000
    this.#filledAt = now
    this.#left = Math.min(burst, this.#left + seconds * perSecond)
  }
}
