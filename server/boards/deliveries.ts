import type { Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'

/** Something that has been given what it will send when it is told to. */
export interface Deliverable {
  /** sends all it has */
  deliver(): void
}

/**
 * Real time between two rounds. What can wait goes with whatever is sent next, or with the second round from now, so after
 * 25 ms to 50 ms: nobody sees whether `saved` comes that much later, and it saves a system call for most edits.
 */
const ROUND: Millis = 25

/**
 * When connections send: what they are given in one turn of the event loop goes out in one write at its end, and what can
 * wait goes along with that or with a later round. Whoever creates one closes it.
 */
export class Deliveries {
  readonly #runtime: Runtime
  #now: Deliverable[] = []
  #waiting = new Set<Deliverable>()
  /** those that have waited for a round already */
  #waited = new Set<Deliverable>()
  #cancelRound: (() => void) | null = null

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Delivers when this turn is over. To be called once for each delivery. */
  soon(deliverable: Deliverable): void {
    this.#now.push(deliverable)
    if (this.#now.length === 1) process.nextTick(() => this.#deliverNow())
  }

  /** Delivers 25 to 50 ms from the first call, unless told that it went out in the meantime. */
  later(deliverable: Deliverable): void {
    if (!this.#waited.has(deliverable)) this.#waiting.add(deliverable)
    if (this.#cancelRound === null) this.#roundLater()
  }

  /** What should be delivered later is on its way. */
  wentOut(deliverable: Deliverable): void {
    if (!this.#waiting.delete(deliverable)) this.#waited.delete(deliverable)
  }

  close(): void {
    this.#cancelRound?.()
    this.#cancelRound = null
  }

  #deliverNow(): void {
    const now = this.#now
    this.#now = []
    for (const deliverable of now) deliverable.deliver()
  }

  #roundLater(): void {
    const { clock, timers } = this.#runtime
    this.#cancelRound = timers.after(realTime(clock, ROUND), () => {
      const due = this.#waited
      this.#waited = this.#waiting
      this.#waiting = new Set()
      this.#cancelRound = null
      for (const deliverable of due) deliverable.deliver()
      if (this.#waited.size > 0) this.#roundLater()
    })
  }
}
