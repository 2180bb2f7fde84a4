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
  readonly made = $derived.by((): readonly Lane[] => {
    const lanes = this.#lanes()
    return lanes.length <= this.#count ? lanes : lanes.slice(0, this.#count)
  })

  /** `lanes`: all of the wall; none before they are shown. */
  constructor(lanes: () => readonly Lane[]) {
    this.#lanes = lanes
  }

  /** To be called in an effect: makes the next ones when there is time. */
  follow(): (() => void) | undefined {
    if (this.#more === Infinity || this.#lanes().length === 0) return undefined
    if (this.#count >= this.#lanes().length) return void (this.#more = Infinity)
    return whenAtRest(() => (this.#more += STEP), AT_LAST)
  }
}
