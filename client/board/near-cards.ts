import type { CardId } from '#shared/ids.ts'

/** screens away; in between a card stays what it is, so that scrolling to and fro changes nothing */
const NEAR = 1
const FAR = 2

/** cards; enough of the nearest ones to tell what most are like */
const MANY = 48

export interface Looking {
  readonly wall: HTMLElement
  readonly isLight: (id: CardId) => boolean
  /** all of it is near, however it is scrolled */
  readonly isSmall: boolean
  /** how many cards may be made full, or light */
  readonly step: number
}

/** What to do next on a wall. */
export interface NextStep {
  /** all cards on it */
  readonly standing: readonly CardId[]
  readonly rising: readonly CardId[]
  /** `foot`: CSS pixels below the card's words, `null` where nothing is laid out */
  readonly sinking: readonly { readonly id: CardId; readonly foot: number | null }[]
  /** CSS pixels below the words of most full cards */
  readonly foot: number | null
}

/**
 * Up to `step` cards to make full because they are near what is seen, the nearest first, and as many to make light because
 * they are far. Reads the page as it is laid out now.
 */
export function nextStep({ wall, isLight, isSmall, step }: Looking): NextStep {
  const cards = standingCards(wall)
  const screen = isSmall ? Infinity : window.innerHeight
  const full = cards.filter(({ id }) => !isLight(id))
  const rising = cards.filter(({ id, off }) => off <= NEAR * screen && isLight(id))
  const sinking = full.filter((card) => card.off > FAR * screen && !isInUse(card))
  return {
    standing: cards.map(({ id }) => id),
    rising: rising.slice(0, step).map(({ id }) => id),
    sinking: sinking.slice(-step).map((card) => ({ id: card.id, foot: footOf(card) })),
    foot: mostCommon(full.slice(0, MANY).map(footOf)),
  }
}

/** A card as it stands on the page now. */
interface StandingCard {
  readonly id: CardId
  readonly element: HTMLElement
  /** CSS pixels up or down to what is seen of the wall; 0 in it. Of one in a lane that is far: to the lane. */
  readonly off: number
}

/** All cards on a wall, the nearest to what is seen of it first. Reads the page as it is laid out now. */
function standingCards(wall: HTMLElement): readonly StandingCard[] {
  const box = wall.getBoundingClientRect()
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, window.innerHeight)]
  const offOf = (element: Element) => {
    const there = element.getBoundingClientRect()
    return Math.max(top - there.bottom, there.top - bottom, 0)
  }
  // most cards lie in lanes that are far, and need not be measured one by one
  const farLanes = new Map(
    [...wall.querySelectorAll('[data-lane]')]
      .map((lane) => [lane, offOf(lane)] as const)
      .filter(([, off]) => off > FAR * window.innerHeight),
  )
  return [...wall.querySelectorAll<HTMLElement>('[data-card]')]
    .map((element) => {
      const lane = element.closest('[data-lane]')
      const off = (lane && farLanes.get(lane)) ?? offOf(element)
      return { id: element.dataset['card'] as CardId, element, off }
    })
    .sort((a, b) => a.off - b.off)
}

/** CSS pixels of a card below its words, `null` where nothing is laid out or a field stands in their place. */
function footOf({ element }: StandingCard): number | null {
  const card = element.querySelector('article')?.getBoundingClientRect()
  const words = element.querySelector('article > p.text')?.getBoundingClientRect()
  return card && words && card.height > 0 ? card.bottom - words.bottom : null
}

/** Whether a person is at a card: their focus, an open menu of it, or words marked in it. */
function isInUse({ element }: StandingCard): boolean {
  const marked = document.getSelection()
  return (
    element.contains(document.activeElement) ||
    element.querySelector('[aria-expanded=true]') !== null ||
    (marked !== null && !marked.isCollapsed && marked.getRangeAt(0).intersectsNode(element))
  )
}

function mostCommon(values: readonly (number | null)[]): number | null {
  const times = new Map<number, number>()
  for (const value of values) if (value !== null) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
