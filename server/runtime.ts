import { randomBytes, randomInt } from 'node:crypto'
import { CODE_ALPHABET, CODE_LENGTH } from '#shared/ids.ts'
import type { Random } from '#shared/random.ts'
import type { Millis } from '#shared/time.ts'

/** The workshop's time. `rate` > 1 runs it fast (rehearsals, tests): `now` then advances `rate` ms per real ms. */
export interface Clock {
  readonly rate: number
  now(): Millis
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

export interface Runtime {
  readonly clock: Clock
  readonly timers: Timers
  readonly ids: IdSource
}

/** setTimeout holds 31 bits; longer waits are taken in steps. */
const LONGEST_TIMEOUT: Millis = 2 ** 31 - 1

/** The real thing. `rate` is how many workshop milliseconds pass in one real millisecond. */
export function systemRuntime(rate = 1): Runtime {
  const start = Date.now()
  const clock: Clock = {
    rate,
    now: () => (rate === 1 ? Date.now() : Math.round(start + (Date.now() - start) * rate)),
  }
  const timers: Timers = {
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
  const ids: IdSource = {
    id: () => randomBytes(12).toString('base64url'),
    token: () => randomBytes(32).toString('base64url'),
    code: () => Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(''),
    random: () => randomInt(2 ** 32) / 2 ** 32,
  }
  return { clock, timers, ids }
}
