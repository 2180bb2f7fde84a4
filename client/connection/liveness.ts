import type { Millis } from '#shared/time.ts'

interface Options {
  /** asks the server something; its answer is told by `answered` */
  readonly ask: () => void
  /** this connection is dead, whatever the socket says */
  readonly dead: () => void
  /** since when the server owes the next answer to something sent (ms since 1970); `null` when it owes nothing */
  readonly owedSince: () => Millis | null
}

/** The server says something every 15 s (reliability.md, 5.4). */
const SILENT: Millis = 25_000
/** F-06: liveness by progress. Longer each time in a row: a stalled disk is not helped by new connections. */
const STUCK: Millis = 8_000
const MOST_PATIENCE: Millis = 60_000
/** F-29: after sleep a socket may look open and be dead for a minute. */
const ANSWER_WITHIN: Millis = 2_000
/** The server counts questions; one in this time is far below what it allows. */
const NEXT_QUESTION: Millis = 2_500
const LOOK: Millis = 1_000
/** Timers that come this late have slept with their device: then only an answer tells. */
const SLEPT: Millis = 5_000

/** Whether a connection still carries anything, in either direction. One for each socket, used again and again. */
export class Liveness {
  readonly #options: Options
  #looking: ReturnType<typeof setInterval> | undefined
  #asking: ReturnType<typeof setTimeout> | undefined
  #askedAt: Millis = Number.NEGATIVE_INFINITY
  #heardAt: Millis = 0
  #lookedAt: Millis = 0
  #patience = STUCK

  constructor(options: Options) {
    this.#options = options
  }

  opened(): void {
    this.closed()
    this.#heardAt = this.#lookedAt = Date.now()
    this.#looking = setInterval(() => this.#look(), LOOK)
  }

  /** Any frame at all. */
  heard(): void {
    this.#heardAt = Date.now()
  }

  /** Something the server owed has come. */
  progressed(): void {
    this.#patience = STUCK
  }

  /** Asks at once whether anybody is there. Without an answer in 2 s the connection is dead. */
  probe(): void {
    const now = Date.now()
    if (this.#looking === undefined || this.#asking !== undefined) return
    if (now - this.#askedAt >= 0 && now - this.#askedAt < NEXT_QUESTION) return
    this.#askedAt = now
    this.#asking = setTimeout(() => this.#die(), ANSWER_WITHIN)
    this.#options.ask()
  }

  answered(): void {
    this.heard()
    clearTimeout(this.#asking)
    this.#asking = undefined
  }

  closed(): void {
    clearInterval(this.#looking)
    clearTimeout(this.#asking)
    this.#looking = this.#asking = undefined
    this.#askedAt = Number.NEGATIVE_INFINITY
  }

  /** Hidden pages' timers come once a minute; frames do not wait for them, so the times still tell the truth. */
  #look(): void {
    const now = Date.now()
    const slept = now - this.#lookedAt > SLEPT
    this.#lookedAt = now
    if (now - this.#heardAt > SILENT) return slept ? this.probe() : this.#die()
    const owed = this.#options.owedSince()
    if (slept || owed === null || now - owed < this.#patience) return
    this.#patience = Math.min(MOST_PATIENCE, this.#patience * 2)
    this.#die()
  }

  #die(): void {
    this.closed()
    this.#options.dead()
  }
}
