import { CODE_ALPHABET, CODE_LENGTH } from '#shared/ids.ts'
import type { Random } from '#shared/random.ts'
import type { Millis } from '#shared/time.ts'
import type { IdSource, Runtime } from '../../server/runtime.ts'

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

interface Due {
  readonly at: Millis
  readonly run: () => void
  cancelled: boolean
}

/** The one clock of a simulated world, and everything that is going to happen in it. One seed, one course of events. */
export class ModelTime {
  readonly random: Random
  readonly ids: IdSource
  #now: Millis = Date.UTC(2031, 4, 17, 10)
  /** latest first, so that the next one is at the end */
  #due: Due[] = []
  #stirred = 0

  constructor(random: Random) {
    this.random = random
    const letters = (count: number, alphabet: string) =>
      Array.from({ length: count }, () => alphabet[this.below(alphabet.length)]).join('')
    this.ids = {
      id: () => letters(16, URL_SAFE),
      token: () => letters(43, URL_SAFE),
      code: () => letters(CODE_LENGTH, CODE_ALPHABET),
      random,
    }
  }

  now(): Millis {
    return this.#now
  }

  /** A whole number from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.random() * count)
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** Says that something happened which may make more happen in this instant. */
  stir(): void {
    this.#stirred++
  }

  after(delay: Millis, run: () => void): () => void {
    const due: Due = { at: this.#now + Math.max(0, delay), run, cancelled: false }
    // Behind everything that is due at the same time or earlier: first come, first served.
    let [low, high] = [0, this.#due.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#due[middle] as Due).at > due.at) low = middle + 1
      else high = middle
    }
    this.#due.splice(low, 0, due)
    this.#stirred++
    return () => {
      due.cancelled = true
    }
  }

  /** Lets time pass; whatever falls due on the way runs, and what it sets off comes to rest, before time goes on. */
  async pass(time: Millis): Promise<void> {
    const end = this.#now + time
    await this.rest()
    for (;;) {
      const next = this.#due.at(-1)
      if (!next || next.at > end) break
      this.#now = Math.max(this.#now, next.at)
      while (this.#due.length > 0 && (this.#due.at(-1) as Due).at <= this.#now) {
        const due = this.#due.pop() as Due
        if (!due.cancelled) due.run()
      }
      await this.rest()
    }
    this.#now = end
  }

  /** Until nothing moves any more that does not wait for time. */
  async rest(): Promise<void> {
    for (;;) {
      const before = this.#stirred
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#stirred === before) return
    }
  }
}

/** The time of one run of the server: when the process dies, its timers die with it. */
export class ServerTime implements Runtime {
  readonly clock: Runtime['clock']
  readonly timers: Runtime['timers']
  readonly ids: IdSource
  /** here no work takes any time: the same seed takes the same course on every machine */
  readonly machine: Runtime['machine']
  readonly #time: ModelTime
  readonly #armed = new Set<() => void>()
  #dead = false

  constructor(time: ModelTime) {
    this.#time = time
    this.clock = { rate: 1, now: () => time.now() }
    this.timers = { after: (delay, run) => this.after(delay, run) }
    this.ids = time.ids
    this.machine = { clock: { rate: 1, now: () => time.now() }, timers: this.timers }
  }

  get dead(): boolean {
    return this.#dead
  }

  after(delay: Millis, run: () => void): () => void {
    if (this.#dead) return () => undefined
    const cancel = this.#time.after(delay, () => {
      this.#armed.delete(cancel)
      run()
    })
    this.#armed.add(cancel)
    return () => {
      this.#armed.delete(cancel)
      cancel()
    }
  }

  kill(): void {
    this.#dead = true
    for (const cancel of this.#armed) cancel()
    this.#armed.clear()
  }
}

/** One direction of a connection: what is put in first comes out first, each after some time. */
export class Line {
  readonly #time: ModelTime
  readonly #latency: () => Millis
  #lastAt: Millis = 0
  #cut = false

  constructor(time: ModelTime, latency: () => Millis) {
    this.#time = time
    this.#latency = latency
  }

  deliver(arrive: () => void): void {
    if (this.#cut) return
    this.#lastAt = Math.max(this.#lastAt, this.#time.now() + this.#latency())
    this.#time.after(this.#lastAt - this.#time.now(), () => {
      if (!this.#cut) arrive()
    })
  }

  /** Whatever is on its way is lost. */
  cut(): void {
    this.#cut = true
  }
}
