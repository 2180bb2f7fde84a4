import { seededRandom, type Random } from '#shared/random.ts'
import type { FaultJournal } from './fault-journal.ts'
import { holdsWithin, judgeReplicas } from './fault-reader.ts'
import type { FaultStage } from './fault-stage.ts'
import { Typist } from './fault-typist.ts'

interface Options {
  /** where the person at that seat of that board finds the server; asked at every connection */
  readonly base: (board: number, seat: number) => string
  readonly stage: FaultStage
  readonly journal: FaultJournal
  readonly seed: number
  /** words and erasures a second and person */
  readonly pace: number
}

/** Everybody of a stage at their boards, typing. */
export class Crew {
  readonly #stage: FaultStage
  readonly #byPath = new Map<string, Typist[]>()
  readonly #random: Random
  readonly #pace: number
  #timers: NodeJS.Timeout[] = []

  constructor({ base, stage, journal, seed, pace }: Options) {
    this.#stage = stage
    this.#random = seededRandom(seed)
    this.#pace = pace
    for (const [board, { path, seats, cardIds }] of stage.boards.entries()) {
      const letter = String.fromCharCode(97 + board)
      const typists = seats.map(({ seatToken }, seat) => {
        const random = seededRandom(seed * 1_000 + board * 100 + seat)
        return new Typist({
          name: `${letter}${seat}`,
          base: () => base(board, seat),
          path,
          token: seatToken,
          cardIds,
          random,
          journal,
        })
      })
      this.#byPath.set(path, typists)
    }
  }

  get typists(): Typist[] {
    return [...this.#byPath.values()].flat()
  }

  start(typists: readonly Typist[] = this.typists): void {
    const every = 1_000 / this.#pace
    for (const typist of typists) {
      const again = () => {
        typist.act()
        this.#timers[slot] = setTimeout(again, every * (0.5 + this.#random()))
      }
      const slot = this.#timers.length
      this.#timers.push(setTimeout(again, every * this.#random()))
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = []
  }

  /** Nobody comes back before `release`. */
  hold(): void {
    for (const typist of this.typists) typist.hold()
  }

  release(): void {
    for (const typist of this.typists) typist.release()
  }

  allLive(within: number): Promise<boolean> {
    return holdsWithin(within, () => this.typists.every((typist) => typist.live))
  }

  allOffline(within: number): Promise<boolean> {
    return holdsWithin(within, () => this.typists.every((typist) => typist.offline))
  }

  survey(): void {
    for (const typist of this.typists) typist.survey()
  }

  /** Stops typing and waits until all that was typed is saved and everybody reads the same; what is wrong if not. */
  async settle(base: string, within: number): Promise<string[]> {
    this.stop()
    const saved = await holdsWithin(within, () => this.typists.every((typist) => typist.saved))
    const unsaved = this.typists.filter((typist) => !typist.saved).map(({ name }) => name)
    if (!saved) return [`${unsaved.join(' ')} not saved within ${within} ms`]
    let wrong: string[] = []
    // Others' last words may still be on their way to a screen when their author has been told.
    for (let tries = 0; tries < 20; tries++) {
      wrong = await judgeReplicas(base, this.#stage, this.#byPath)
      if (wrong.length === 0) return []
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return wrong
  }

  close(): void {
    this.stop()
    for (const typist of this.typists) typist.close()
  }
}
