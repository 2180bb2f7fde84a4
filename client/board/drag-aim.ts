/** Screen geometry of a drag: pure, in CSS pixels of the viewport. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export type Side = 'before' | 'after'

/** Where on a card the pointer is. `side` is the nearer edge, along the way the lane runs. */
export interface OnCard {
  readonly side: Side
  /** in the middle, where resting means "together with this one" */
  readonly middle: boolean
}

/** The outer part at each end, where a card means only "before" or "after"; also not less than a finger's error. */
const EDGE_SHARE = 0.24
const EDGE_LEAST = 10

/** `across`: the lane's cards lie side by side. */
export function onCard({ left, top, width, height }: Box, { x, y }: Point, across: boolean): OnCard {
  const [at, length] = across ? [x - left, width] : [y - top, height]
  const edge = Math.min(length / 2, Math.max(EDGE_LEAST, length * EDGE_SHARE))
  return { side: at < length / 2 ? 'before' : 'after', middle: at >= edge && at <= length - edge }
}

/**
 * The gap a pointer beside all cards means: the index of the card to lie before, or their number for the end. In a lane
 * whose cards lie side by side the row counts first.
 */
export function gapAt(boxes: readonly Box[], { x, y }: Point, across: boolean): number {
  const behind = boxes.findIndex(({ left, top, width, height }) => {
    if (!across) return y < top + height / 2
    return y < top || (y < top + height && x < left + width / 2)
  })
  return behind === -1 ? boxes.length : behind
}

/** The line to draw for a gap: between the card before it and the card behind it. */
export function gapLine(before: Box | null, behind: Box | null, across: boolean, list: Box): Box {
  return across ? uprightLine(before, behind, list) : flatLine(before, behind, list)
}

const THICK = 3

function uprightLine(before: Box | null, behind: Box | null, list: Box): Box {
  const sameRow = before !== null && behind !== null && behind.top < before.top + before.height
  const { top, height } = behind ?? before ?? { top: list.top, height: Math.max(48, list.height) }
  if (sameRow) {
    const middle = (before.left + before.width + behind.left) / 2
    return { left: middle - THICK / 2, top, width: THICK, height }
  }
  // the end of a row and the beginning of the next are one gap; it is drawn where the card will lie
  const left = behind ? behind.left - 8 : before ? before.left + before.width + 6 : list.left
  return { left, top, width: THICK, height }
}

function flatLine(before: Box | null, behind: Box | null, { left, top, width }: Box): Box {
  const end = before ? before.top + before.height : top
  const y = before && behind ? (end + behind.top) / 2 : behind ? behind.top - 6 : end + 6
  return { left, top: y - THICK / 2, width, height: THICK }
}

/** Pixels to scroll in a frame when the pointer is this near an edge of what can be seen; 0 in between. */
export function scrollPull(y: number, top: number, bottom: number): number {
  const zone = Math.min(64, (bottom - top) / 4)
  const up = top + zone - y
  const down = y - (bottom - zone)
  if (up > 0) return -Math.ceil(Math.min(1, up / zone) * MOST_PER_FRAME)
  return down > 0 ? Math.ceil(Math.min(1, down / zone) * MOST_PER_FRAME) : 0
}

/** About two screens a second at 60 frames. */
const MOST_PER_FRAME = 18
