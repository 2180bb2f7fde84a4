import type { CardId } from '#shared/ids.ts'
import { bringIntoView } from '../ui/bring-into-view.ts'

/** Long enough to look from one board to the other and back. */
const LIT_MS = 8_000

/** Which cards of a chain are lit, on the board and on the earlier boards beside it, and where a dragged card would link. */
export class ChainLight {
  #lit = $state.raw<ReadonlySet<string>>(new Set())
  #carrying = $state(false)
  #aimed = $state<string | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  has(cardId: string): boolean {
    return this.#lit.has(cardId)
  }

  /** Lights these cards and no others, for a while. */
  show(cardIds: readonly CardId[]): void {
    clearTimeout(this.#timer)
    this.#lit = new Set(cardIds)
    this.#timer = setTimeout(() => this.clear(), LIT_MS)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#lit = new Set()
  }

  /** Whether a card is in the air that could be linked by letting go over an earlier one. */
  get carrying(): boolean {
    return this.#carrying
  }

  /** The earlier card under the one in the air. */
  get aimed(): string | null {
    return this.#aimed
  }

  carry(aimed: string | null): void {
    this.#carrying = true
    this.#aimed = aimed
  }

  letGo(): void {
    this.#carrying = false
    this.#aimed = null
  }

  close(): void {
    this.clear()
  }
}

/** For what is lit: brings it into view without moving more than needed. */
export function intoView(element: HTMLElement): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  bringIntoView(element, still ? 'auto' : 'smooth')
}
