import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CardId } from '#shared/ids.ts'
import { FullCards, nearCards } from '../../client/board/full-cards.svelte.ts'

/** CSS pixels of a card; a screen of jsdom is 768 high */
const HEIGHT = 100
/** cards that are said to be seen before anybody scrolls */
const SEEN = 10

beforeEach(async () => {
  await nearCards()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  document.body.replaceChildren()
})

const idOf = (index: number) => `card-${index}` as CardId

/** A wall in one column that shows its beginning, all of it laid out by hand. */
function lay(count: number) {
  const shown = $state({ count, needed: new Set<CardId>() as ReadonlySet<CardId> })
  let scrolled = 0
  const wall = document.body.appendChild(document.createElement('div'))
  const boxed = (element: Element, box: () => DOMRect) => void (element.getBoundingClientRect = box)
  boxed(wall, () => new DOMRect(0, 0, 400, 768))
  const put = () => {
    for (let index = wall.children.length; index < shown.count; index++) {
      const card = document.createElement('div')
      card.dataset['card'] = idOf(index)
      card.innerHTML = `<article><p class="text">words of ${index}</p><button aria-expanded="false"></button></article>`
      const at = (height: number) => () => new DOMRect(0, index * HEIGHT - scrolled, 400, height)
      boxed(card, at(HEIGHT))
      boxed(card.querySelector('article') as Element, at(HEIGHT))
      boxed(card.querySelector('p') as Element, at(40 + (index % 2 === 0 ? 0 : 8)))
      wall.append(card)
    }
  }
  put()
  const cards = $derived(Array.from({ length: shown.count }, (_, index) => idOf(index)))
  const full = new FullCards({
    cards: () => cards,
    first: () => new Set(cards.slice(0, SEEN)),
    needed: () => shown.needed,
  })
  let detach: (() => void) | void
  const stop = $effect.root(() => {
    $effect.pre(() => full.tell())
    $effect(() => full.follow())
    detach = full.wall(wall)
  })
  const once = async () => {
    flushSync()
    await vi.advanceTimersByTimeAsync(100)
    flushSync()
  }
  const rest = async (times = 80) => {
    for (let time = 0; time < times; time++) await once()
  }
  return {
    full,
    wall,
    once,
    rest,
    shown,
    put,
    of: (index: number) => full.of(idOf(index)).value === 'full',
    made: (index: number) => full.of(idOf(index)).value,
    card: (index: number) => wall.children[index] as HTMLElement,
    numberFull: () => cards.filter((id) => full.of(id).value === 'full').length,
    async scrollTo(index: number, rests?: number) {
      scrolled = index * HEIGHT
      wall.dispatchEvent(new Event('scroll'))
      await rest(rests)
    },
    close() {
      detach?.()
      stop()
    },
  }
}

describe('a board of hundreds of cards', () => {
  it('begins with full cards on the first screen, and keeps those near the screen full, wherever it is scrolled', async () => {
    const at = lay(500)
    expect(at.numberFull()).toBe(SEEN)
    expect([at.of(0), at.of(SEEN - 1), at.of(SEEN)]).toEqual([true, true, false])
    await at.rest()
    expect([at.of(0), at.of(14), at.of(30)]).toEqual([true, true, false])
    await at.scrollTo(400)
    expect([at.of(392), at.of(400), at.of(414)]).toEqual([true, true, true])
    expect([at.of(0), at.of(360), at.of(440), at.of(499)]).toEqual([false, false, false, false])
    expect(at.numberFull()).toBeLessThan(48)
    at.close()
  })

  it('makes places at first of those beyond, and their words some at each rest', async () => {
    const at = lay(500)
    flushSync()
    expect([at.made(SEEN - 1), at.made(SEEN), at.made(499)]).toEqual(['full', 'place', 'place'])
    await at.once()
    expect([at.made(60), at.made(499)]).toEqual(['light', 'place'])
    await at.rest()
    expect([at.made(60), at.made(499)]).toEqual(['light', 'light'])
    at.close()
  })

  it('makes fewer at a time where they take long, and all of them all the same', async () => {
    const at = lay(500)
    await at.rest()
    let time = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (time += 100))
    await at.scrollTo(400, 4)
    const made = Array.from({ length: 100 }, (_, index) => at.of(400 + index)).filter(Boolean).length
    expect(made).toBeGreaterThan(8)
    expect(made).toBeLessThan(14)
    await at.rest()
    expect([at.of(400), at.of(407), at.of(414)]).toEqual([true, true, true])
    at.close()
  })

  it('changes nothing for a little scrolling to and fro', async () => {
    const at = lay(500)
    await at.rest()
    await at.scrollTo(100)
    const before = at.numberFull()
    await at.scrollTo(104)
    await at.scrollTo(100)
    expect(at.of(92)).toBe(true)
    expect(at.numberFull()).toBeGreaterThanOrEqual(before)
    at.close()
  })

  it('leaves a card whole that has the focus, an open menu, or words marked in it, however far it is', async () => {
    const at = lay(500)
    await at.rest()
    at.card(1).querySelector('button')?.focus()
    at.card(2).querySelector('button')?.setAttribute('aria-expanded', 'true')
    document.getSelection()?.selectAllChildren(at.card(3).querySelector('p') as Node)
    await at.scrollTo(400)
    expect([0, 1, 2, 3, 4].map(at.of)).toEqual([false, true, true, true, false])
    at.card(2).querySelector('button')?.setAttribute('aria-expanded', 'false')
    document.getSelection()?.removeAllRanges()
    ;(document.activeElement as HTMLElement).blur()
    await at.scrollTo(401)
    expect([1, 2, 3].map(at.of)).toEqual([false, false, false])
    at.close()
  })

  it('keeps every card of a small board full, however small the screen', async () => {
    const at = lay(48)
    await at.rest()
    await at.scrollTo(47)
    expect(at.numberFull()).toBe(48)
    at.close()
  })

  it('makes a card whole at once when somebody has to do with it: the keyboard, a hand, a field in it', async () => {
    const at = lay(500)
    await at.rest()
    at.shown.needed = new Set([idOf(300)])
    flushSync()
    expect([at.of(299), at.of(300)]).toEqual([false, true])
    at.close()
  })

  it('shows a card that comes as a whole one at once, and takes a whole board that comes for a crowd', async () => {
    const at = lay(60)
    await at.rest()
    at.shown.count = 61
    at.put()
    flushSync()
    expect(at.of(60)).toBe(true)
    await at.rest()
    at.shown.count = 400
    at.put()
    flushSync()
    expect([at.made(100), at.made(390)]).toEqual(['place', 'place'])
    await at.rest()
    expect([at.made(2), at.made(100), at.made(390)]).toEqual(['full', 'light', 'light'])
    at.close()
  })

  it('looks at no card before it is on the page: a board that comes after one’s own cards is a crowd still', async () => {
    const at = lay(0)
    at.shown.count = 84
    await at.rest()
    at.shown.count = 504
    at.put()
    flushSync()
    expect(at.numberFull()).toBe(SEEN)
    at.close()
  })

  it('keeps what lay below the words of a card, and before that supposes what lies below most', async () => {
    const at = lay(500)
    await at.rest()
    expect([60, 52]).toContain(at.full.foot)
    expect(at.full.footOf(idOf(300))).toBeNull()
    await at.scrollTo(400)
    expect([at.full.footOf(idOf(2)), at.full.footOf(idOf(3))]).toEqual([60, 52])
    at.close()
  })
})
