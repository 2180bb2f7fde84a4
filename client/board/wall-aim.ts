import type { CardId } from '#shared/ids.ts'
import { gapAt, gapLine, onCard, type Box, type Point } from './drag-aim.ts'
import type { Lane } from './wall.ts'

/** What letting go now would do; `box` is what is drawn for it. */
export type Aim =
  | { readonly kind: 'between'; readonly lane: Lane; readonly beforeId: CardId | null; readonly box: Box }
  | { readonly kind: 'onto'; readonly lane: Lane; readonly cardId: CardId; readonly box: Box }
  | { readonly kind: 'into'; readonly lane: Lane; readonly box: Box }

/** A card the pointer is in the middle of. */
export interface Under {
  readonly lane: Lane
  readonly cardId: CardId
  readonly box: Box
}

export interface Reading {
  /** `null` beside all lanes */
  readonly aim: Aim | null
  /** the card that resting here would mean */
  readonly under: Under | null
}

const NOWHERE: Reading = { aim: null, under: null }

/** What a point on the screen means on this wall. Reads the page as it is laid out now. */
export function readAim(wall: HTMLElement, lanes: readonly Lane[], point: Point): Reading {
  const under = document.elementFromPoint(point.x, point.y)
  const section = under?.closest<HTMLElement>('[data-lane]')
  const lane = lanes.find(({ key }) => key === section?.dataset['lane'])
  const list = section?.querySelector<HTMLElement>('ul')
  if (!under || !section || !lane || !list || !wall.contains(section)) return NOWHERE
  if (!list.contains(under)) return { aim: { kind: 'into', lane, box: boxOf(section) }, under: null }
  const across = getComputedStyle(list).gridTemplateColumns.split(' ').length > 1
  const items = [...list.querySelectorAll<HTMLElement>(':scope > [data-card]')]
  const item = under.closest<HTMLElement>('[data-card]')
  if (!item)
    return { aim: between(lane, list, items, gapAt(items.map(boxOf), point, across), across), under: null }
  const box = boxOf(item)
  const { side, middle } = onCard(box, point, across)
  return {
    aim: between(lane, list, items, items.indexOf(item) + (side === 'after' ? 1 : 0), across),
    under: middle ? { lane, cardId: item.dataset['card'] as CardId, box } : null,
  }
}

function between(
  lane: Lane,
  list: HTMLElement,
  items: readonly HTMLElement[],
  index: number,
  across: boolean,
): Aim {
  const [before, behind] = [items[index - 1], items[index]]
  const box = gapLine(before ? boxOf(before) : null, behind ? boxOf(behind) : null, across, boxOf(list))
  return { kind: 'between', lane, beforeId: (behind?.dataset['card'] as CardId | undefined) ?? null, box }
}

export function sameAim(a: Aim | null, b: Aim | null): boolean {
  if (a === null || b === null || a.kind !== b.kind || a.lane !== b.lane) return a === b
  return (['left', 'top', 'width', 'height'] as const).every((side) => a.box[side] === b.box[side])
}

/** What scrolls the wall: on a phone the page part around it. */
export function scrollerOf(wall: HTMLElement): HTMLElement | null {
  for (let element: HTMLElement | null = wall; element; element = element.parentElement) {
    const { overflowY } = getComputedStyle(element)
    if (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight) return element
  }
  return null
}

function boxOf(element: Element): Box {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { left, top, width, height }
}
