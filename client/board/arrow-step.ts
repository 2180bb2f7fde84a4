import type { Box } from './drag-aim.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

export const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const

export function isArrow(key: string): key is keyof typeof ARROWS {
  return Object.hasOwn(ARROWS, key)
}

interface Standing {
  readonly id: string
  readonly lane: string
  readonly box: Box
}

/** Sideways distance counts this much more than distance along the way: the eye follows rows and columns. */
const ASIDE = 3

/**
 * The card an arrow key leads to from `from`, by how the cards lie on the screen; `null` at the edge. Where nothing lies
 * to the left or right, as in the one column of a phone, those arrows lead to the next cluster's first card.
 */
export function arrowStep(cards: readonly Standing[], from: string, to: Direction): string | null {
  const here = cards.find(({ id }) => id === from)
  if (!here) return cards[0]?.id ?? null
  let best: { readonly id: string; readonly far: number } | null = null
  for (const { id, box } of cards) {
    const far = id === from ? null : distance(here.box, box, to)
    if (far !== null && (best === null || far < best.far)) best = { id, far }
  }
  if (best || to === 'up' || to === 'down') return best?.id ?? null
  return besideLane(cards, here.lane, to)
}

/** `null` when `b` does not lie that way from `a`. */
function distance(a: Box, b: Box, to: Direction): number | null {
  const upright = to === 'up' || to === 'down'
  const [ahead, aside] = upright
    ? [gap(a.top, a.height, b.top, b.height), gap(a.left, a.width, b.left, b.width)]
    : [gap(a.left, a.width, b.left, b.width), gap(a.top, a.height, b.top, b.height)]
  const forward = to === 'down' || to === 'right'
  if (forward ? ahead <= 0 : ahead >= 0) return null
  // up and down stay in the column
  if (upright && aside !== 0) return null
  const drift = upright ? Math.abs(a.left - b.left) : Math.abs(a.top - b.top)
  return Math.abs(ahead) + ASIDE * Math.abs(aside) + drift / 100
}

/** From the end of one stretch to the beginning of the other: positive ahead, negative behind, 0 where they overlap. */
function gap(from: number, length: number, to: number, extent: number): number {
  if (to >= from + length) return to - from - length + 1
  return to + extent <= from ? to + extent - from - 1 : 0
}

function besideLane(cards: readonly Standing[], lane: string, to: Direction): string | null {
  const lanes = [...new Set(cards.map((card) => card.lane))]
  const beside = lanes[lanes.indexOf(lane) + (to === 'right' ? 1 : -1)]
  return cards.find((card) => card.lane === beside)?.id ?? null
}
