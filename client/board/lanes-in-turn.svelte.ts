import type { Millis } from '#shared/time.ts'
import { whenAtRest } from '../ui/later.ts'
import { onFirstScreen } from './wall-layout.ts'
import type { Lane } from './wall.ts'

/** lanes that are made in one go below those of the first screen */
const STEP = 6
/** A page that is never at rest goes on all the same. */
const AT_LAST: Millis = 50

/**
 * The lanes of a board that are made. Of a board that has just come these are the ones on the first screen, so that it is seen
 * soon; the others follow below them while the page is at rest, some at each. From then on it is all of them.
 */
export class LanesInTurn {
  readonly #lanes: () => readonly Lane[]
  /** lanes beyond those of the first screen; as many as there are, once all have been made */
  #more = $state(0)
  readonly firstScreen = $derived.by(() =>
    onFirstScreen(this.#lanes(), { width: window.innerWidth, height: window.innerHeight }),
  )
  readonly #count = $derived.by(() =>
    this.#more === Infinity ? Infinity : this.firstScreen.lanes + this.#more,
  )
  /** only what this tells, and not each word somebody writes, puts the next ones off */
  readonly #stage = $derived.by(() => {
    const { length } = this.#lanes()
    return length === 0 ? 'none' : length <= this.#count ? 'all' : 'some'
  })
  readonly made = $derived.by((): readonly Lane[] =>
    this.#stage === 'some' ? this.#lanes().slice(0, this.#count) : this.#lanes(),
  )

  /** `lanes`: all of the wall; none before they are shown. */
  constructor(lanes: () => readonly Lane[]) {
    this.#lanes = lanes
  }

  /** To be called in an effect: makes the next ones when there is time. */
  follow(): (() => void) | undefined {
    const more = this.#more
    if (more === Infinity || this.#stage === 'none') return undefined
    if (this.#stage === 'all') return void (this.#more = Infinity)
    return whenAtRest(() => (this.#more = more + STEP), AT_LAST)
  }
}
