import { tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import type { CardId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { ByKey, type Seen } from '../ui/by-key.svelte.ts'
import { later, whenAtRest } from '../ui/later.ts'

/** cards; a board of no more is full at once, and all of it stays so */
const SMALL = 48
/** cards; their words alone are made in one go, which takes a slow phone less than a key may wait */
const WORDS = 48
/** cards that are made full or light in one go, at most */
const STEP = 8
/** How long that may take: scrolling goes on meanwhile. */
const STEP_TIME: Millis = 8
/** A page that is never at rest goes on all the same. */
const AT_LAST: Millis = 100

/** What looks where cards stand: of no use before they have been painted. */
export const nearCards = later(() => import('./near-cards.ts'))

const NONE: ReadonlySet<CardId> = new Set()

/** How much of a card is made: all of it, its words, or nothing but the place where it will stand. */
export type Made = 'full' | 'light' | 'place'

interface Options {
  /** all cards on the wall, in order; none before they are shown */
  readonly cards: () => readonly CardId[]
  /** those that may be seen at first, when so many come at once that not all are full */
  readonly first: () => ReadonlySet<CardId>
  /** those a person has to do with, wherever they lie */
  readonly needed: () => ReadonlySet<CardId>
}

/**
 * Which cards of a board are full. One far off the screen is light: its place and its words are there, and so all that
 * finds, reads, measures or aims at it, but none of its controls, which are nine tenths of a card and in the way of each
 * key and frame. It becomes full while the page is at rest, before it comes into view. Of a whole board that comes at once
 * the first screen is full, and the others are places until their words are made, some at each rest.
 */
export class FullCards {
  readonly #options: Options
  readonly #feet = new Map<CardId, number>()
  #wall: HTMLElement | null = null
  #coming: (() => void) | null = null
  /** cards; as many as this device makes in time */
  #step = STEP
  /** those looked at so far, of them those left light, and of these the ones whose words are not made yet */
  #known = $state.raw(NONE)
  #light = $state.raw(NONE)
  #places = $state.raw(NONE)
  #foot = $state<number | null>(null)
  /** What comes is full at once, unless a whole board does. */
  readonly #crowd = $derived.by(() => {
    const late = this.#options.cards().filter((id) => !this.#known.has(id))
    if (late.length <= SMALL) return NONE
    const first = this.#options.first()
    return new Set(late.filter((id) => !first.has(id)))
  })
  readonly #cards = new ByKey((): ((cardId: CardId) => Made) => {
    const [light, places, crowd] = [this.#light, this.#places, this.#crowd]
    const needed = this.#options.needed()
    return (id) => {
      if (needed.has(id)) return 'full'
      if (crowd.has(id) || places.has(id)) return 'place'
      return light.has(id) ? 'light' : 'full'
    }
  })

  constructor(options: Options) {
    this.#options = options
  }

  /** How much of a card is made, for whoever shows it. */
  of(cardId: CardId): Seen<Made> {
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
    this.#soon()
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
    if (this.#options.cards().length > 0) this.#coming ??= whenAtRest(() => void this.#look(), AT_LAST)
  }

  /** Goes a step towards what lies near the screen, and as many more as it takes. */
  async #look(): Promise<void> {
    // without it the board goes on as it is, until somebody scrolls
    const look = await nearCards().catch(() => null)
    this.#coming = null
    if (!look || !this.#wall) return
    const isLight = (id: CardId) => this.#light.has(id) || this.#crowd.has(id)
    const cards = this.#options.cards()
    const { standing, rising, sinking, foot } = look.nextStep({
      wall: this.#wall,
      isLight,
      isSmall: cards.length <= SMALL,
      step: this.#step,
    })
    this.#foot ??= foot
    for (const card of sinking) if (card.foot !== null) this.#feet.set(card.id, card.foot)
    // those whose lane is not made yet come after all that stand
    const order = new Set([...standing, ...cards])
    const light = new Set([...order].filter(isLight))
    for (const id of rising) light.delete(id)
    for (const { id } of sinking) light.add(id)
    const bare = [...light].filter((id) => this.#crowd.has(id) || this.#places.has(id))
    this.#places = new Set(bare.slice(WORDS))
    this.#light = light
    this.#known = order
    if (rising.length + sinking.length + this.#places.size > 0) this.#soon()
    await this.#measure(rising.length)
  }

  async #measure(made: number): Promise<void> {
    if (made === 0) return
    const begun = performance.now()
    await tick()
    const each = (performance.now() - begun) / made
    this.#step = Math.min(STEP, Math.max(1, Math.floor(STEP_TIME / each)))
  }
}
