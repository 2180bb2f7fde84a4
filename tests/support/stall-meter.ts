import { openSync, readSync } from 'node:fs'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { percentile } from './fault-journal.ts'

/** ms between looks */
const EVERY = 2

export interface Stalls {
  /** ms during which nothing else in the process got its turn, at the longest */
  readonly longest: number
  readonly p99: number
  /** the same without the time in which the machine ran something else: what the process itself is to blame for */
  readonly ownLongest: number
  readonly ownP99: number
}

/** Measures how long the event loop of this process stands still. */
export class StallMeter {
  readonly #timer: NodeJS.Timeout
  readonly #buffer = Buffer.alloc(96)
  readonly #file = schedule()
  #at = performance.now()
  #waited = this.#waiting()
  #stalls: number[] = []
  #own: number[] = []

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY)
  }

  /** Since it was asked last. */
  read(): Stalls {
    const [stalls, own] = [this.#stalls, this.#own]
    this.#stalls = []
    this.#own = []
    return {
      longest: percentile(stalls, 1),
      p99: percentile(stalls, 0.99),
      ownLongest: percentile(own, 1),
      ownP99: percentile(own, 0.99),
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = performance.now()
    const waited = this.#waiting()
    const stall = Math.max(0, now - this.#at - EVERY)
    this.#stalls.push(stall)
    this.#own.push(Math.max(0, stall - (waited - this.#waited)))
    this.#at = now
    this.#waited = waited
  }

  /** ms this thread was ready to run and did not get a processor (Linux; elsewhere nothing is known). */
  #waiting(): number {
    if (this.#file === null) return 0
    const size = readSync(this.#file, this.#buffer, 0, this.#buffer.length, 0)
    return Number(this.#buffer.toString('latin1', 0, size).split(' ')[1]) / 1e6
  }
}

function schedule(): number | null {
  try {
    return openSync('/proc/thread-self/schedstat', 'r')
  } catch {
    return null
  }
}

/** ms this machine needs for a fixed piece of work, building a board of 2,000 cards: some 10 on the machine of the bars. */
export function yardstick(): number {
  const doc = new Y.Doc()
  const { cards } = boardDoc(doc)
  doc.transact(() => {
    for (let card = 0; card < 2_000; card++) {
      const fields = new Y.Map<unknown>()
      fields.set('text', new Y.Text(`札 ${card}`))
      cards.set(`card${card}`, fields as Parameters<typeof cards.set>[1])
    }
  })
  const update = Y.encodeStateAsUpdate(doc)
  const times = Array.from({ length: 7 }, () => {
    const began = performance.now()
    Y.applyUpdate(new Y.Doc(), update)
    return performance.now() - began
  })
  return percentile(times, 0.5)
}
