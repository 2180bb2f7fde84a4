import { describe, expect, it } from 'vitest'
import { isWide, onFirstScreen } from '../../client/board/wall-layout.ts'
import type { Lane, WallCard } from '../../client/board/wall.ts'

const card = (id: string) => ({ id }) as WallCard
const lane = (key: string, count: number, kind: 'cluster' | 'loose' = 'cluster') =>
  ({
    key,
    place: kind === 'loose' ? { kind } : { kind, id: key },
    title: '',
    cards: Array.from({ length: count }, (_, index) => card(`${key}${index}`)),
  }) as unknown as Lane

/** CSS pixels; on the wall, which is three quarters of it, five cards below one another and a bit of the sixth */
const SCREEN = { width: 1440, height: (4 * (5 * 110 + 20)) / 3 }

const seen = (lanes: readonly Lane[], width = SCREEN.width) => [
  ...onFirstScreen(lanes, { ...SCREEN, width }).cards,
]
const lanesSeen = (lanes: readonly Lane[], width = SCREEN.width) =>
  onFirstScreen(lanes, { ...SCREEN, width }).lanes

describe('the cards of the first screen', () => {
  it('are the first of each lane in the first row', () => {
    const lanes = ['a', 'b', 'c', 'd'].map((key) => lane(key, 12))
    expect(seen(lanes)).toEqual(['a', 'b', 'c'].flatMap((key) => [0, 1, 2, 3, 4, 5].map((n) => `${key}${n}`)))
  })

  it('go on in the rows below where lanes are short', () => {
    const lanes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => lane(key, 3))
    expect(seen(lanes)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((key) => [0, 1, 2].map((n) => key + n)),
    )
  })

  it('lie side by side in a lane across the wall, which has a row to itself', () => {
    const lanes = [lane('a', 3), lane('l', 30, 'loose'), lane('b', 3)]
    expect(isWide(lanes[1] as Lane, lanes.length)).toBe(true)
    expect(seen(lanes)).toEqual(['a0', 'a1', 'a2', ...Array.from({ length: 9 }, (_, n) => `l${n}`)])
  })

  it('lie in as many lanes as have a part of them, whole rows', () => {
    const few = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((key) => lane(key, 3))
    expect(lanesSeen(few)).toBe(6)
    expect(lanesSeen([lane('l', 30, 'loose'), ...few])).toBe(1)
    expect(lanesSeen([])).toBe(0)
    // 330 CSS pixels each: what is left of the second row is a third of it on two columns
    expect(lanesSeen(few, 1_240)).toBe(4)
    expect(lanesSeen(few, 760)).toBe(2)
    expect(seen(few, 760)).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2'])
  })

  it('are all there are, on a board that fits; an empty lane takes a row, too', () => {
    expect(seen([])).toEqual([])
    expect(seen([lane('a', 0), lane('b', 2)])).toEqual(['b0', 'b1'])
  })
})

describe('a lane lies across the wall', () => {
  it('when it is the only one, or holds more than six loose cards; a cluster never', () => {
    expect(isWide(lane('l', 2, 'loose'), 1)).toBe(true)
    expect(isWide(lane('l', 6, 'loose'), 2)).toBe(false)
    expect(isWide(lane('l', 7, 'loose'), 2)).toBe(true)
    expect(isWide(lane('a', 40), 1)).toBe(false)
  })
})
