import { describe, expect, it } from 'vitest'
import { arrowStep } from '../../client/board/arrow-step.ts'
import { gapAt, gapLine, onCard, scrollPull, type Box } from '../../client/board/drag-aim.ts'
import { nearest } from '../../client/board/wall-focus.svelte.ts'
import { card } from '../support/domain-builder.ts'

const box = (left: number, top: number, width = 200, height = 100): Box => ({ left, top, width, height })

describe('a pointer over a card', () => {
  it('means the card in its middle, and the place before or behind it at its ends', () => {
    const below = box(0, 0)
    expect(onCard(below, { x: 10, y: 5 }, false)).toEqual({ side: 'before', middle: false })
    expect(onCard(below, { x: 10, y: 40 }, false)).toEqual({ side: 'before', middle: true })
    expect(onCard(below, { x: 10, y: 60 }, false)).toEqual({ side: 'after', middle: true })
    expect(onCard(below, { x: 10, y: 95 }, false)).toEqual({ side: 'after', middle: false })
  })

  it('counts sideways where cards lie side by side', () => {
    expect(onCard(box(0, 0), { x: 5, y: 50 }, true)).toEqual({ side: 'before', middle: false })
    expect(onCard(box(0, 0), { x: 190, y: 50 }, true)).toEqual({ side: 'after', middle: false })
  })

  it('leaves a finger its ends even on the lowest card', () => {
    expect(onCard(box(0, 0, 200, 24), { x: 5, y: 9 }, false).middle).toBe(false)
  })
})

describe('a pointer beside all cards', () => {
  const column = [box(0, 0), box(0, 110), box(0, 220)]
  const grid = [box(0, 0), box(220, 0), box(0, 110)]

  it('means the nearest gap of a column, or the end', () => {
    expect(gapAt(column, { x: 0, y: -4 }, false)).toBe(0)
    expect(gapAt(column, { x: 0, y: 105 }, false)).toBe(1)
    expect(gapAt(column, { x: 0, y: 400 }, false)).toBe(3)
    expect(gapAt([], { x: 0, y: 0 }, false)).toBe(0)
  })

  it('means the row first where cards lie side by side', () => {
    expect(gapAt(grid, { x: 210, y: 50 }, true)).toBe(1)
    expect(gapAt(grid, { x: 500, y: 50 }, true)).toBe(2)
    expect(gapAt(grid, { x: 500, y: 150 }, true)).toBe(3)
  })

  it('draws its line between the two cards, and at the end behind the last', () => {
    const list = box(0, 0, 200, 330)
    const [first, second, third] = column as [Box, Box, Box]
    expect(gapLine(first, second, false, list).top).toBeCloseTo(103.5)
    expect(gapLine(third, null, false, list).top).toBeGreaterThan(320)
    expect(gapLine(null, first, false, list).top).toBeLessThan(0)
    const [left, right, next] = grid as [Box, Box, Box]
    expect(gapLine(left, right, true, list)).toMatchObject({ left: 208.5, height: 100 })
    // the end of a row and the beginning of the next are one gap
    expect(gapLine(right, next, true, list)).toMatchObject({ top: 110, left: -8 })
  })
})

describe('the wall under a card in the hand', () => {
  it('scrolls near its edges only, faster towards them, never beyond its speed', () => {
    expect(scrollPull(400, 0, 800)).toBe(0)
    expect(scrollPull(799, 0, 800)).toBeGreaterThan(scrollPull(750, 0, 800))
    expect(scrollPull(5, 0, 800)).toBeLessThan(0)
    expect(scrollPull(5_000, 0, 800)).toBe(scrollPull(800, 0, 800))
  })
})

describe('arrow keys', () => {
  const standing = (id: string, lane: string, at: Box) => ({ id, lane, box: at })
  const wall = [
    standing('a1', 'a', box(0, 0)),
    standing('a2', 'a', box(0, 110)),
    standing('b1', 'b', box(220, 0, 200, 160)),
    standing('b2', 'b', box(220, 170)),
    standing('l1', 'loose', box(0, 400)),
    standing('l2', 'loose', box(220, 400)),
  ]

  it('lead along the column, into the lane below, and across to what lies beside', () => {
    expect(arrowStep(wall, 'a1', 'down')).toBe('a2')
    expect(arrowStep(wall, 'a2', 'down')).toBe('l1')
    expect(arrowStep(wall, 'l2', 'up')).toBe('b2')
    expect(arrowStep(wall, 'a1', 'right')).toBe('b1')
    expect(arrowStep(wall, 'a2', 'right')).toBe('b2')
    expect(arrowStep(wall, 'b2', 'left')).toBe('a2')
  })

  it('stay where there is nothing that way', () => {
    expect(arrowStep(wall, 'a1', 'up')).toBeNull()
    expect(arrowStep(wall, 'l2', 'right')).toBeNull()
  })

  it('lead to the next cluster in the one column of a phone', () => {
    const phone = wall.map((one, index) => ({ ...one, box: box(0, index * 110) }))
    expect(arrowStep(phone, 'a2', 'right')).toBe('b1')
    expect(arrowStep(phone, 'b2', 'left')).toBe('a1')
    expect(arrowStep(phone, 'l1', 'right')).toBeNull()
  })

  it('go to the next card when the one with the focus is gone', () => {
    const order = ['c1', 'c2', 'c3'].map(card)
    expect(nearest(order, card('c2'), new Set(order))).toBe('c2')
    expect(nearest(order, card('c2'), new Set([card('c1'), card('c3')]))).toBe('c3')
    expect(nearest(order, card('c3'), new Set([card('c1'), card('c2')]))).toBe('c2')
    expect(nearest(order, card('c3'), new Set())).toBeNull()
  })
})
