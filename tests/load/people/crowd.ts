import type { Person } from './person.ts'

/** A load that was held up by the machine does not make up for it in one burst: nobody types like that. */
const LATEST_MS = 100

export interface Pace {
  readonly keysPerSecond: number
  readonly presencePerSecond: number
}

/**
 * Makes people type and move. Keystrokes of all together are one Poisson stream, each by somebody drawn at random,
 * which is the same as a Poisson stream each; presence goes round evenly.
 */
export class Crowd {
  readonly #people: Person[] = []
  readonly #pace: Pace
  #timer: NodeJS.Timeout | null = null
  #nextKey = 0
  #nextWave = 0
  #turn = 0
  #worstLag = 0

  constructor(pace: Pace) {
    this.#pace = pace
  }

  get people(): readonly Person[] {
    return this.#people
  }

  /** How late the load itself was at its worst since the last look, ms. */
  takeLag(): number {
    const lag = this.#worstLag
    this.#worstLag = 0
    return lag
  }

  add(people: readonly Person[]): void {
    this.#people.push(...people)
  }

  start(): void {
    this.#nextKey = this.#nextWave = performance.now()
    this.#timer = setInterval(() => this.#tick(), 1)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    const now = performance.now()
    const { keysPerSecond, presencePerSecond } = this.#pace
    const count = this.#people.length
    this.#worstLag = Math.max(this.#worstLag, now - Math.min(this.#nextKey, this.#nextWave))
    this.#nextKey = Math.max(this.#nextKey, now - LATEST_MS)
    this.#nextWave = Math.max(this.#nextWave, now - LATEST_MS)
    while (this.#nextKey <= now) {
      this.#people[Math.floor(Math.random() * count)]?.type()
      this.#nextKey += (-Math.log(1 - Math.random()) * 1_000) / (count * keysPerSecond)
    }
    while (this.#nextWave <= now) {
      this.#people[this.#turn++ % count]?.wave()
      this.#nextWave += 1_000 / (count * presencePerSecond)
    }
  }
}
