import { createSubscriber } from 'svelte/reactivity'
import type { ClockReply } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'

/** A measurement: at local time `at` the server's clock read `now`, give or take half of `roundTrip`. */
interface Sample {
  readonly at: Millis
  readonly now: Millis
  readonly rate: number
  readonly roundTrip: Millis
}

interface Options {
  /** asks the server for its time; rejects when no answer comes */
  readonly ask: () => Promise<ClockReply>
  /** a local clock that never steps, in ms; `performance.now` when left out */
  readonly local?: () => Millis
}

/** The lowest round trip of five is rarely hit by a queue on the way. */
const SAMPLES = 5
/** Cheap quartz drifts some 50 ppm: 3 ms in this time. */
const REPEAT: Millis = 60_000
/** Ten times a second: a shown second is late by 100 ms at most, so that two screens side by side agree within 150 ms. */
const TICK: Millis = 100
/** Smaller corrections backwards are waited out, so that digits do not flicker; larger ones are taken at once. */
const LARGEST_WAIT: Millis = 1_000

/** The server's clock as this device sees it, whatever its own clock says. Times are workshop time. */
export class ServerClock {
  readonly #ask: () => Promise<ClockReply>
  readonly #local: () => Millis
  readonly #repeat: ReturnType<typeof setInterval>
  readonly #subscribe: () => void
  #sample: Sample | null = null
  #latest: Millis = Number.NEGATIVE_INFINITY
  #measuring: Promise<void> | null = null

  constructor({ ask, local = () => performance.now() }: Options) {
    this.#ask = ask
    this.#local = local
    this.#repeat = setInterval(() => void this.sync(), REPEAT)
    this.#subscribe = createSubscriber((update) => {
      const ticking = setInterval(update, TICK)
      return () => clearInterval(ticking)
    })
  }

  /** Whether the server has been asked at least once; until then `now` is the device's own guess. */
  get synced(): boolean {
    return this.#sample !== null
  }

  /** How many workshop milliseconds pass in a real one. */
  get rate(): number {
    return this.#sample?.rate ?? 1
  }

  /** The workshop's time in ms since 1970. Does not run backwards by less than a second. */
  now(): Millis {
    const estimate = this.#sample ? at(this.#sample, this.#local()) : Date.now()
    const behind = this.#latest - estimate
    if (behind > 0 && behind <= LARGEST_WAIT * this.rate) return this.#latest
    this.#latest = estimate
    return estimate
  }

  /** `now`, read in a component: it is read again ten times a second. */
  get tick(): Millis {
    this.#subscribe()
    return this.now()
  }

  /** Measures anew, e.g. after the device woke up. Never rejects; with no answer the last measurement stands. */
  sync(): Promise<void> {
    this.#measuring ??= this.#measure().finally(() => (this.#measuring = null))
    return this.#measuring
  }

  close(): void {
    clearInterval(this.#repeat)
  }

  async #measure(): Promise<void> {
    let best: Sample | null = null
    for (let count = 0; count < SAMPLES; count++) {
      const sample = await this.#takeSample()
      if (sample === null) break
      if (best === null || sample.roundTrip < best.roundTrip) best = sample
    }
    if (best && (this.#sample === null || contradicts(best, this.#sample))) this.#sample = best
  }

  async #takeSample(): Promise<Sample | null> {
    const sent = this.#local()
    try {
      const { now, rate } = await this.#ask()
      const received = this.#local()
      return { at: (sent + received) / 2, now, rate, roundTrip: received - sent }
    } catch {
      return null
    }
  }
}

function at(sample: Sample, local: Millis): Millis {
  return sample.now + (local - sample.at) * sample.rate
}

/** A coarser measurement that agrees with a finer one teaches nothing. */
function contradicts(fresh: Sample, held: Sample): boolean {
  if (fresh.roundTrip <= held.roundTrip || fresh.rate !== held.rate) return true
  return Math.abs(fresh.now - at(held, fresh.at)) > (fresh.roundTrip / 2) * fresh.rate
}
