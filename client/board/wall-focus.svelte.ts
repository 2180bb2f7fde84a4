import { getContext, setContext, tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import type { CardId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import { isSameList } from '../boards/peers.ts'
import { ByKey, type Seen } from '../ui/by-key.svelte.ts'
import { bringIntoView, isBehind } from '../ui/bring-into-view.ts'
import { arrowStep, type Direction } from './arrow-step.ts'
import type { Wall } from './wall.ts'

/** What belongs to the card one came from although it lies elsewhere in the page. */
const ASIDE = '[role=dialog], [role=menu], .dialog-overlay, .low .bar, .low .undo'

/**
 * The one card on the wall the keyboard is at: Tab comes to it, arrows lead from it, and when what had the focus is
 * gone (moved to another lane, withdrawn, its menu closed) the focus comes back here instead of being lost.
 */
export class WallFocus {
  readonly #wall: () => Wall
  #root: HTMLElement | null = null
  #last = $state<CardId | null>(null)
  /** the cards in order when the last one was there */
  #order: readonly CardId[] = []
  /** whether the keyboard is on the wall, or in something a card opened */
  #inside = false
  #listed: readonly CardId[] = []
  // words typed into one card are no reason to look where the others lie
  readonly #cards = $derived.by(() => {
    const now = this.#wall().lanes.flatMap((lane) => lane.cards.map(({ id }) => id))
    return (this.#listed = isSameList(this.#listed, now) ? this.#listed : now)
  })
  readonly #current = $derived.by((): CardId | null => {
    const last = this.#last
    return last !== null && this.#cards.includes(last) ? last : (this.#cards[0] ?? null)
  })

  readonly #reach = new ByKey((): ((cardId: CardId) => boolean) => {
    const current = this.#current
    return (cardId) => cardId === current
  })

  constructor(wall: () => Wall) {
    this.#wall = wall
  }

  /** All cards, in the order the keyboard goes. */
  get cards(): readonly CardId[] {
    return this.#cards
  }

  /** The one the keyboard is at, or comes to first. */
  get current(): CardId | null {
    return this.#current
  }

  /** Whether the keyboard comes to a card, for whoever shows it. */
  reach(cardId: CardId): Seen<boolean> {
    return this.#reach.at(cardId)
  }

  /** To be called in an effect while cards are shown. */
  tell(): void {
    this.#reach.tell()
  }

  /** For the element that holds all lanes. */
  readonly wall: Attachment<HTMLElement> = (root) => {
    this.#root = root
    const listening = new AbortController()
    const { signal } = listening
    document.addEventListener('focusin', this.#onFocus, { signal })
    // who points elsewhere has left by their own will
    document.addEventListener('pointerdown', this.#onPoint, { signal, capture: true })
    return () => {
      listening.abort()
      this.#root = null
    }
  }

  /** Puts the focus on a card, and that card on the screen. */
  go(cardId: CardId): void {
    const card = this.#find(cardId)
    this.#last = cardId
    this.#inside = true
    card?.focus()
    if (card) bringIntoView(card)
  }

  /** Brings a card into view; the focus stays where it is. */
  show(cardId: CardId): void {
    const card = this.#find(cardId)
    if (card) bringIntoView(card, 'smooth')
  }

  step(from: CardId, to: Direction): void {
    const next = arrowStep(this.#standing(), from, to)
    if (next !== null) this.go(next as CardId)
  }

  edge(which: 'first' | 'last'): void {
    const id = which === 'first' ? this.#cards[0] : this.#cards.at(-1)
    if (id) this.go(id)
  }

  /** To be called when cards may have moved: the focus comes back if it was here and is nowhere now. */
  async keep(): Promise<void> {
    const cards = this.#cards
    // a frame is asked for only where something can be lost
    if (!this.#inside) return this.#remember(cards)
    await tick()
    // dialogs and menus give the focus back a moment after they close
    requestAnimationFrame(() => {
      this.#keepNow(cards)
      this.#remember(cards)
    })
  }

  #remember(cards: readonly CardId[]): void {
    if (this.#last !== null && cards.includes(this.#last)) this.#order = cards
  }

  #keepNow(cards: readonly CardId[]): void {
    const { activeElement } = document
    const lost = activeElement === null || activeElement === document.body
    if (!lost || !this.#inside || !this.#root || this.#last === null || isBehind(this.#root)) return
    const next = nearest(this.#order, this.#last, new Set(cards))
    if (next !== null) this.go(next)
    else this.#root.focus()
  }

  readonly #onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || target.closest(ASIDE)) return
    const id = this.#root?.contains(target)
      ? (target.closest<HTMLElement>('[data-card]')?.dataset['card'] as CardId | undefined)
      : undefined
    this.#inside = id !== undefined
    if (id === undefined) return
    this.#last = id
    this.#order = this.#cards
  }

  readonly #onPoint = ({ target }: PointerEvent): void => {
    if (!(target instanceof Element) || target.closest(ASIDE)) return
    if (!target.closest('[data-card]')) this.#inside = false
  }

  #find(cardId: CardId): HTMLElement | null {
    return this.#root?.querySelector<HTMLElement>(`[data-card="${CSS.escape(cardId)}"]`) ?? null
  }

  #standing() {
    const cards = [...(this.#root?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
    return cards.map((card) => ({
      id: card.dataset['card'] ?? '',
      lane: card.closest<HTMLElement>('[data-lane]')?.dataset['lane'] ?? '',
      box: card.getBoundingClientRect(),
    }))
  }
}

/** The card itself if it is still there, else the next one after it, else the last before it. */
export function nearest(order: readonly CardId[], last: CardId, there: ReadonlySet<CardId>): CardId | null {
  if (there.has(last)) return last
  const at = order.indexOf(last)
  const after = order.slice(at + 1).find((id) => there.has(id))
  return after ?? order.slice(0, Math.max(0, at)).findLast((id) => there.has(id)) ?? [...there][0] ?? null
}

const KEY = Symbol('wall focus')

export function provideFocus(focus: WallFocus): void {
  setContext(KEY, focus)
  $effect.pre(() => focus.tell())
}

export function getFocus(): WallFocus {
  return must(getContext<WallFocus | undefined>(KEY), 'wall focus context')
}
