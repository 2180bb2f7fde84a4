import { describe, expect, it } from 'vitest'
import { timeLeft } from '../../client/room/before/time-left.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('the clock to the start', () => {
  it('tells whole units, never more time than there is, and “soon” at zero and after', () => {
    expect(timeLeft(49 * HOUR + 59 * MINUTE)).toEqual({ kind: 'days', days: 2, hours: 1 })
    expect(timeLeft(24 * HOUR)).toEqual({ kind: 'days', days: 1, hours: 0 })
    expect(timeLeft(24 * HOUR - 1)).toEqual({ kind: 'hours', hours: 23, minutes: 59 })
    expect(timeLeft(HOUR)).toEqual({ kind: 'hours', hours: 1, minutes: 0 })
    expect(timeLeft(HOUR - 1)).toEqual({ kind: 'digits', left: HOUR - 1 })
    expect(timeLeft(0)).toEqual({ kind: 'soon' })
    expect(timeLeft(-5 * HOUR)).toEqual({ kind: 'soon' })
  })
})
