import type { Attachment } from 'svelte/attachments'
import type { CardId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { ByKey, type Seen } from '../ui/by-key.svelte.ts'
import { later, whenAtRest } from '../ui/later.ts'

/** cards; as many as a large screen shows at first */
export const FIRST = 48
/** A page that is never at rest goes on all the same. */
const AT_LAST: Millis = 100

/** What looks where cards stand: of no use before they have been painted. */
export const nearCards = later(() => import('./near-cards.ts'))

const NONE: ReadonlySet<CardId> = new Set()

interface Options {
  /** all cards on the wall, in order */
  readonly cards: () => readonly CardId[]
  /** those a person has to do with, wherever they lie */
  readonly needed: () => ReadonlySet<CardId>
}

/**
 * Which cards of a board are full. One far off the screen is light: its place and its words are there, and so all that
 * finds, reads, measures or aims at it, but none of its controls, which are nine tenths of a card and in the way of each
 * key and frame. It becomes full while the page is at rest, before it comes into view.
 */
export class FullCards {
  readonly #options: Options
  readonly #feet = new Map<CardId, number>()
  #wall: HTMLElement | null = null
  #coming: (() => void) | null = null
  /** those looked at so far, and of them those left light */
  #known = $state.raw(NONE)
  #light = $state.raw(NONE)
  #foot = $state<number | null>(null)
  /** What comes is full at once, unless a whole board does. */
  readonly #crowd = $derived.by(() => {
    const late = this.#options.cards().filter((id) => !this.#known.has(id))
    return late.length <= FIRST ? NONE : new Set(late.slice(FIRST))
  })
  readonly #cards = new ByKey((): ((cardId: CardId) => boolean) => {
    const [light, crowd, needed] = [this.#light, this.#crowd, this.#options.needed()]
    return (id) => needed.has(id) || !(light.has(id) || crowd.has(id))
  })

  constructor(options: Options) {
    this.#options = options
  }

  /** Whether a card is full, for whoever shows it. */
  of(cardId: CardId): Seen<boolean> {
    return this.#cards.at(cardId)
  }

  /** CSS pixels below a card's words when it was last full; `null` before that. */
  footOf(cardId: CardId): number | null {
    return this.#feet.get(cardId) ?? null
  }

  /** CSS pixels below the words of most cards here; `null` before any was looked at. */
  get foot(): number | null {
    return this.#foot
  }

  /** To be called in an effect while cards are shown. */
  tell(): void {
    this.#cards.tell()
  }

  /** To be called in an effect: other cards, or another order of them, are looked at when there is time. */
  follow(): void {
    if (this.#options.cards().length > 0) this.#soon()
  }

  /** For the element that holds all lanes. */
  readonly wall: Attachment<HTMLElement> = (wall) => {
    this.#wall = wall
    const soon = () => this.#soon()
    // on a phone it is the page around the wall that scrolls
    document.addEventListener('scroll', soon, { capture: true, passive: true })
    const sizes = new ResizeObserver(soon)
    sizes.observe(wall)
    return () => {
      document.removeEventListener('scroll', soon, { capture: true })
      sizes.disconnect()
      this.#coming?.()
      this.#coming = this.#wall = null
    }
  }

  #soon(): void {
    this.#coming ??= whenAtRest(() => void this.#look(), AT_LAST)
  }

  /** Goes a step towards what lies near the screen, and as many more as it takes. */
  async #look(): Promise<void> {
    // without it the board goes on as it is, until somebody scrolls
    const look = await nearCards().catch(() => null)
    this.#coming = null
    if (!look || !this.#wall) return
    const isLight = (id: CardId) => this.#light.has(id) || this.#crowd.has(id)
    const { standing, rising, sinking, foot } = look.nextStep(this.#wall, isLight, FIRST)
    this.#foot ??= foot
    for (const card of sinking) if (card.foot !== null) this.#feet.set(card.id, card.foot)
    const light = new Set(standing.filter(isLight))
    for (const id of rising) light.delete(id)
    for (const { id } of sinking) light.add(id)
    this.#light = light
    // what was not on the page yet has yet to be looked at
    this.#known = new Set(standing)
    if (rising.length + sinking.length > 0) this.#soon()
  }
}
