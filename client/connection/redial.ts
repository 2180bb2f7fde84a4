import type { Millis } from '#shared/time.ts'

interface Options {
  /** begins to connect; how it went is told by `opened` or `lost` */
  readonly dial: () => void
  /** gives up what is being tried, without a word about it */
  readonly hangUp: () => void
  /** what is not open by then is given up (reliability.md, F-29: sockets stuck in connecting) */
  readonly within?: Millis
  /** 0 up to 1; `Math.random` when left out */
  readonly random?: () => number
}

/** reliability.md, 5.4: full jitter, so that a room of people does not come back in the same instant. */
const BASE: Millis = 300
const CAP: Millis = 10_000
/** A connection that is closed sooner was no success: a server that accepts and drops is left alone ever longer. */
const STABLE: Millis = 5_000
const CONNECT_WITHIN: Millis = 5_000
/** A server says when to come back; more than this is a mistake. */
const LONGEST_HINT: Millis = 30_000

type Line = 'idle' | 'dialling' | 'open' | 'waiting' | 'stopped'

/** When to connect again. It does not know what a connection is. */
export class Redial {
  readonly #options: Required<Options>
  #line: Line = 'idle'
  #failures = 0
  #since: Millis = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ dial, hangUp, within = CONNECT_WITHIN, random = Math.random }: Options) {
    this.#options = { dial, hangUp, within, random }
  }

  get stopped(): boolean {
    return this.#line === 'stopped'
  }

  /** Connects now; what is being tried is begun anew. Starts a stopped line again. */
  now(): void {
    if (this.#line === 'dialling') this.#options.hangUp()
    this.#enter('dialling')
    this.#timer = setTimeout(() => {
      this.#options.hangUp()
      this.lost()
    }, this.#options.within)
    this.#options.dial()
  }

  opened(): void {
    if (this.#line !== 'stopped') this.#enter('open')
  }

  /** The connection is gone, or could not be had. `retryIn`: the server's own word about when to come back. */
  lost(retryIn: Millis | null = null): void {
    if (this.#line === 'stopped' || this.#line === 'waiting') return
    if (this.#line === 'open' && Date.now() - this.#since >= STABLE) this.#failures = 0
    const wait =
      retryIn === null
        ? this.#options.random() * Math.min(CAP, BASE * 2 ** this.#failures)
        : Math.min(retryIn, LONGEST_HINT)
    this.#failures++
    this.#enter('waiting')
    this.#timer = setTimeout(() => this.now(), wait)
  }

  /** The network or the device has come back: nobody waits for the next turn. An open line stays as it is. */
  wake(): void {
    if (this.#line === 'waiting' || this.#line === 'dialling') this.now()
  }

  /** The server will not have us back, or nobody needs it any more. */
  stop(): void {
    this.#enter('stopped')
  }

  #enter(line: Line): void {
    clearTimeout(this.#timer)
    this.#line = line
    this.#since = Date.now()
  }
}

/** A closing server's hint, as `retry=<ms>` somewhere in its reason; `null` without one. */
export function retryHint(reason: unknown): Millis | null {
  const found = typeof reason === 'string' ? /\bretry=(\d{1,6})\b/.exec(reason)?.[1] : undefined
  return found === undefined ? null : Number(found)
}
