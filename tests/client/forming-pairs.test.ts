import { describe, expect, it } from 'vitest'
import { MOST_PAIRS } from '#shared/domain/formation/formation-setup.ts'
import { must } from '#shared/result.ts'
import { broughtPairs, setPairs, withoutPair, withPair, type Pairs } from '../../client/forming/pairs.ts'
import { person } from '../support/domain-builder.ts'

const [aoi, ren, mio] = [person('aoi'), person('ren'), person('mio')]
const NONE: Pairs = { apart: [], together: [] }

describe('people who sit apart or together', () => {
  it('TEA-19 setting the opposite of two people takes the other back', () => {
    const apart = must(withPair(NONE, 'apart', [aoi, ren]), 'pairs')
    expect(withPair(apart, 'together', [ren, aoi])).toEqual({ apart: [], together: [[ren, aoi]] })
    expect(withPair(apart, 'apart', [ren, aoi])).toEqual({ apart: [[ren, aoi]], together: [] })
  })

  it('TEA-19 a full list takes no more', () => {
    const full = {
      apart: Array.from({ length: MOST_PAIRS }, (_, index) => [person(`p${index}`), ren] as const),
      together: [],
    }
    expect(withPair(full, 'apart', [aoi, mio])).toBeNull()
    expect(withPair(full, 'together', [aoi, mio])?.together).toEqual([[aoi, mio]])
  })

  it('APP-10 who was brought by whom is a wish until something is said of the two, and while both are here', () => {
    const broughtBy = { [ren]: aoi, [mio]: ren }
    const everybody = new Set([aoi, ren, mio])
    expect(broughtPairs(broughtBy, NONE, everybody)).toEqual([
      [aoi, ren],
      [ren, mio],
    ])
    expect(broughtPairs(broughtBy, { apart: [[ren, aoi]], together: [] }, everybody)).toEqual([[ren, mio]])
    expect(broughtPairs(broughtBy, { apart: [], together: [[aoi, ren, mio]] }, everybody)).toEqual([])
    expect(broughtPairs(broughtBy, NONE, new Set([aoi, ren]))).toEqual([[aoi, ren]])
  })

  it('TEA-19 those of people who left are not shown, and one is taken out alone', () => {
    const pairs: Pairs = {
      apart: [
        [aoi, ren],
        [aoi, mio],
      ],
      together: [[ren, mio]],
    }
    const shown = setPairs(pairs, new Set([aoi, mio]))
    expect(shown).toEqual([{ kind: 'apart', people: [aoi, mio] }])
    expect(withoutPair(pairs, must(shown[0], 'a pair'))).toEqual({
      apart: [[aoi, ren]],
      together: [[ren, mio]],
    })
  })
})
