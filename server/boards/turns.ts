import type { Millis } from '#shared/time.ts'
import type { Machine } from '../runtime.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'

/**
 * Real ms that frames may take in one turn of the event loop. A hostile packet of 64 KiB holds some hundred frames of a
 * millisecond each; everybody else is served between every few of them, and the loop never stands still for all.
 */
const TURN: Millis = 5
/** Real ms: as long as frames take less than half of a processor, nobody has to rest. */
const HALF: Allowance = { burst: 500, perSecond: 500 }
/** Real time until those whose sender has used up its share are looked at again. */
const REST: Millis = 25

/** Somebody whose frames wait. */
export interface Waiting {
  /** deals with one frame: whether there are `more`, or it has to `rest` first */
  serve(): 'more' | 'rest' | 'done'
}

/** Shares the event loop among all connections to boards, a frame each in turn. One for the server; close it. */
export class Turns {
  readonly #queue = new Set<Waiting>()
  readonly #machine: Machine
  readonly #half: TokenBucket
  #resting: Waiting[] = []
  #left = TURN
  #ending = false
  #cancelRest: (() => void) | null = null

  constructor(machine: Machine) {
    this.#machine = machine
    this.#half = new TokenBucket(HALF, machine)
  }

  /** Whether a frame that just came may be dealt with at once; not while others wait. */
  get open(): boolean {
    return this.#left > 0 && this.#queue.size === 0
  }

  /** Whether frames take so much time that who has used up their share of it must rest. */
  get crowded(): boolean {
    return !this.#half.any
  }

  /** `took`: real ms that a frame has cost. */
  spend(took: Millis): void {
    this.#left -= took
    this.#half.spend(took)
    this.#endLater()
  }

  /** From now on `one` is served in its turn, until it is done. */
  enqueue(one: Waiting): void {
    this.#queue.add(one)
    this.#endLater()
  }

  close(): void {
    this.#cancelRest?.()
    this.#queue.clear()
    this.#resting = []
  }

  #endLater(): void {
    if (this.#ending) return
    this.#ending = true
    setImmediate(() => this.#next())
  }

  /** The last thing in a turn: what is left of it goes to those who wait. */
  #next(): void {
    this.#ending = false
    // Whoever has more is put behind the others, and met again by this loop.
    for (const one of this.#queue) {
      if (this.#left <= 0) break
      this.#queue.delete(one)
      const then = one.serve()
      if (then === 'more') this.#queue.add(one)
      if (then === 'rest') this.#rest(one)
    }
    this.#left = TURN
    if (this.#queue.size > 0) this.#endLater()
  }

  #rest(one: Waiting): void {
    this.#resting.push(one)
    this.#cancelRest ??= this.#machine.timers.after(REST, () => {
      this.#cancelRest = null
      for (const rested of this.#resting.splice(0)) this.enqueue(rested)
    })
  }
}
