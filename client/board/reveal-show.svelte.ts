import type { Reveal, WorkshopState } from '#shared/domain/state.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import type { ServerClock } from '../connection/server-clock.ts'

/** Three beats of a second: long enough to look up together, short enough to hold the breath. Real time. */
export const COUNT_FROM = 3
const COUNT: Millis = COUNT_FROM * 1_000
/** The screens that count begin within this of each other; who hears of it later sees what was revealed. */
const LATEST_START: Millis = 2_000

interface Options {
  readonly state: () => WorkshopState
  readonly clock: Pick<ServerClock, 'now' | 'rate' | 'tick'>
  readonly teamId: TeamId
  readonly board: BoardName
}

const NONE: ReadonlySet<CardId> = new Set()

/**
 * The one moment in which hidden cards are shown to everybody: until it is over the board holds them back. Only who was
 * there before sees it: a page that loads afterwards finds the result.
 */
export class RevealShow {
  readonly #options: Options
  /** the reveal that is over, or was there before this page was */
  #over = $state<Millis | null>(null)
  /** the last one this page has come across, and whether it came in time to count with the others */
  #met: { readonly at: Millis; readonly inTime: boolean } | null = null
  #end: ReturnType<typeof setTimeout> | undefined
  readonly #current = $derived.by((): Reveal | null => {
    const { lastReveal } = this.#options.state()
    if (lastReveal === null || lastReveal.at === this.#over) return null
    return this.#meet(lastReveal) ? lastReveal : null
  })
  readonly #held = $derived.by((): ReadonlySet<CardId> => {
    const current = this.#current
    if (current === null) return NONE
    const { state, teamId, board } = this.#options
    const here = state().cards.filter(
      (card) => card.teamId === teamId && card.board === board && !card.withheld,
    )
    const ids = new Set(here.map(({ id }) => id))
    return new Set(current.cardIds.filter((id) => ids.has(id)))
  })

  constructor(options: Options) {
    this.#options = options
    this.#over = options.state().lastReveal?.at ?? null
  }

  /** Whether cards of this board are held back for the count. */
  get counting(): boolean {
    return this.#held.size > 0
  }

  /** The cards held back, in the order in which they will be shown. */
  get held(): ReadonlySet<CardId> {
    return this.#held
  }

  /** What the count reads now: 3, 2, 1. Read it in a component: it is read again as time goes by. */
  get count(): number {
    if (this.#current === null) return 0
    const left = this.#left(this.#current, this.#options.clock.tick)
    return Math.max(1, Math.min(COUNT_FROM, Math.ceil(left / 1_000)))
  }

  close(): void {
    clearTimeout(this.#end)
  }

  /** Decides once for each reveal, when its first word arrives, and sets its end. */
  #meet(reveal: Reveal): boolean {
    if (this.#met?.at === reveal.at) return this.#met.inTime
    const left = this.#left(reveal, this.#options.clock.now())
    const inTime = Math.abs(COUNT - left) <= LATEST_START
    this.#met = { at: reveal.at, inTime }
    clearTimeout(this.#end)
    if (inTime) this.#end = setTimeout(() => (this.#over = reveal.at), Math.min(COUNT, left))
    return inTime
  }

  /** real milliseconds until the cards are shown */
  #left({ at }: Reveal, now: Millis): Millis {
    return COUNT - (now - at) / this.#options.clock.rate
  }
}
