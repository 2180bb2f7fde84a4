import type { CardId } from '#shared/ids.ts'

const STEP = 70
const FADE = 320
/** However many cards there are, the last one begins after this. */
const LONGEST = 1_400

/** Lets the cards in `wall` appear one after the other in the order of the reveal. Not to be called under reduced motion. */
export function stagger(wall: HTMLElement, cardIds: Iterable<CardId>): void {
  const ids = [...cardIds]
  const step = Math.min(STEP, LONGEST / Math.max(1, ids.length))
  for (const [index, id] of ids.entries()) {
    const card = wall.querySelector(`[data-card="${CSS.escape(id)}"]`)
    card?.animate(
      [
        { opacity: 0, transform: 'translateY(14px) scale(0.97)' },
        { opacity: 1, transform: 'none' },
      ],
      { duration: FADE, delay: index * step, easing: 'cubic-bezier(0.2, 0.7, 0.3, 1)', fill: 'backwards' },
    )
  }
}
