import { randomBytes, randomInt } from 'node:crypto'
import { CODE_ALPHABET, CODE_LENGTH } from '#shared/ids.ts'
import type { Random } from '#shared/random.ts'
import type { Millis } from '#shared/time.ts'

/** The workshop's time. `rate` > 1 runs it fast (rehearsals, tests): `now` then advances `rate` ms per real ms. */
export interface Clock {
  readonly rate: number
  now(): Millis
  /**
   * On a fast clock only: from now on it is at least `at`, a moment an earlier run of the process has written down.
   * Without it a restart would throw a fast workshop back to real time. Real time needs no such thing.
   */
  catchUp?(at: Millis): void
}

/** Timers in workshop time; the returned function cancels. */
export interface Timers {
  after(delay: Millis, run: () => void): () => void
}

/** Ids and secrets. */
export interface IdSource {
  /** 16 characters, 96 random bits, URL-safe */
  id(): string
  /** 43 characters, 256 random bits, URL-safe */
  token(): string
  /** six letters of the code alphabet */
  code(): string
  readonly random: Random
}

/** Where the server says what happened; never names, texts or secrets. pino's logger fits. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** `delay` of real time in workshop time: for what concerns networks and machines rather than the agenda. */
export function realTime(clock: Clock, delay: Millis): Millis {
  return delay * clock.rate
}

/** Waits for `work`, but not longer than `patience` of workshop time; `false` when that was over first. Never rejects. */
export function within(timers: Timers, patience: Millis, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = timers.after(patience, () => resolve(false))
    const done = () => {
      cancel()
      resolve(true)
    }
    work.then(done, done)
  })
}

export interface Runtime {
  readonly clock: Clock
  readonly timers: Timers
  readonly ids: IdSource
  readonly machine: Machine
}

/**
 * The machine's own time, to measure how long work takes and to wait for more: real, never set back, and the same whatever
 * clock the workshops run on.
 */
export type Machine = Pick<Runtime, 'clock' | 'timers'>

/** setTimeout holds 31 bits; longer waits are taken in steps. */
const LONGEST_TIMEOUT: Millis = 2 ** 31 - 1

/** The real thing. `rate` is how many workshop milliseconds pass in one real millisecond. */
export function systemRuntime(rate = 1): Runtime {
  const clock = rate === 1 ? { rate, now: () => Date.now() } : fastClock(rate)
  const ids: IdSource = {
    id: () => randomBytes(12).toString('base64url'),
    token: () => randomBytes(32).toString('base64url'),
    code: () =>
      Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(''),
    random: () => randomInt(2 ** 32) / 2 ** 32,
  }
  const machine: Machine = { clock: { rate: 1, now: () => performance.now() }, timers: systemTimers(1) }
  return { clock, timers: systemTimers(rate), ids, machine }
}

function systemTimers(rate: number): Timers {
  return {
    after(delay, run) {
      let left = Math.max(0, delay / rate)
      let handle: NodeJS.Timeout
      const arm = () => {
        const step = Math.min(left, LONGEST_TIMEOUT)
        left -= step
        handle = setTimeout(() => (left > 0 ? arm() : run()), step)
        handle.unref()
      }
      arm()
      return () => clearTimeout(handle)
    },
  }
}

function fastClock(rate: number): Clock {
  let start = Date.now()
  let base: Millis = start
  const now = () => Math.round(base + (Date.now() - start) * rate)
  return {
    rate,
    now,
    catchUp(at) {
      if (at <= now()) return
      base = at
      start = Date.now()
    },
  }
}
