import { whenAtRest } from '../ui/later.ts'

/** cards; as many as a large screen shows at first */
const FIRST = 48
/** cards; made in one go, which takes a slow phone less than a key may wait */
const STEP = 24
/** ms; a page that is never at rest goes on all the same */
const AT_LAST = 100

/**
 * How many of a board's cards are made: at first those that a screen shows, and the others a few at a time while the
 * browser has nothing else to do. Those not made yet hold their places. Once all are, every new one is at once.
 */
export class Unrolling {
  #made = $state(FIRST)

  /** How many of a list are made that so many cards lie ahead of; not asked for once all are. */
  of(ahead: () => number): number {
    return this.#made === Infinity ? Infinity : this.#made - ahead()
  }

  /** To be called in an effect, with how many cards there are; answers the way to stop. */
  goOn(cards: number): (() => void) | undefined {
    const next = this.#made + STEP
    if (cards === 0 || this.#made === Infinity) return undefined
    return whenAtRest(() => (this.#made = this.#made >= cards ? Infinity : next), AT_LAST)
  }
}
