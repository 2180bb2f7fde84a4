import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Pace } from '../../client/boards/pace.ts'

const BEAT = 100
/** longer than a frame */
const FRAME = 20

let drawn: number
let pace: Pace

beforeEach(() => {
  vi.useFakeTimers()
  drawn = 0
  pace = new Pace(() => drawn++, BEAT)
})
afterEach(() => {
  pace.stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('the pace at which a board is drawn', () => {
  it('follows one’s own keys at every frame', () => {
    for (let key = 0; key < 5; key++) {
      pace.changed(true)
      pace.changed(true)
      vi.advanceTimersByTime(FRAME)
    }
    expect(drawn).toBe(5)
  })

  it('shows what another does at the next frame, and of many only once a beat, the last of it too', () => {
    pace.changed(false)
    vi.advanceTimersByTime(FRAME)
    expect(drawn).toBe(1)
    for (let passed = 0; passed < 10 * BEAT; passed += 10) {
      pace.changed(false)
      vi.advanceTimersByTime(10)
    }
    expect(drawn).toBeGreaterThanOrEqual(7)
    expect(drawn).toBeLessThanOrEqual(11)
    vi.advanceTimersByTime(BEAT + FRAME)
    const before = drawn
    vi.advanceTimersByTime(10 * BEAT)
    expect(drawn).toBe(before)
  })

  it('draws what changes at two paces in one frame, once others have begun', () => {
    const frames: { first: number; second: number }[] = []
    const [first, second] = [new Pace(() => note('first'), BEAT), new Pace(() => note('second'), BEAT)]
    const note = (which: 'first' | 'second') => {
      const at = performance.now()
      const last = frames.at(-1)
      if (last && (last.first === at || last.second === at)) last[which] = at
      else frames.push({ first: NaN, second: NaN, [which]: at })
    }
    first.changed(false)
    vi.advanceTimersByTime(70)
    second.changed(false)
    vi.advanceTimersByTime(FRAME)
    for (let passed = 0; passed < 10 * BEAT; passed += 10) {
      first.changed(false)
      second.changed(false)
      vi.advanceTimersByTime(10)
    }
    first.stop()
    second.stop()
    const together = frames.slice(2)
    expect(together.length).toBeGreaterThan(7)
    for (const frame of together) expect(frame.first).toBe(frame.second)
  })

  it('lets one’s own change overtake what waits for the beat, and draws both at once', () => {
    pace.changed(false)
    vi.advanceTimersByTime(FRAME)
    pace.changed(false)
    pace.changed(true)
    vi.advanceTimersByTime(FRAME)
    expect(drawn).toBe(2)
    vi.advanceTimersByTime(10 * BEAT)
    expect(drawn).toBe(2)
  })

  it('gives way to one’s own key for one frame, and to no second', () => {
    const type = () => document.dispatchEvent(new Event('input'))
    pace.changed(false)
    type()
    vi.advanceTimersToNextFrame()
    expect(drawn).toBe(0)
    type()
    vi.advanceTimersToNextFrame()
    expect(drawn).toBe(1)
  })

  it('shows others less often where their frames take long, every 500 ms at least, and again as soon as they do not', () => {
    const clock = performance.now.bind(performance)
    let [spent, frame] = [0, 0]
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + spent)
    const slow = new Pace(() => (drawn++, (spent += frame)), BEAT)
    const drawnIn = (ms: number) => {
      drawn = 0
      for (let passed = 0; passed < ms; passed += 10) {
        slow.changed(false)
        vi.advanceTimersByTime(10)
      }
      return drawn
    }
    expect(drawnIn(20 * BEAT)).toBeGreaterThan(14)
    frame = 25
    expect(drawnIn(20 * BEAT)).toBeLessThan(9)
    frame = 300
    expect(drawnIn(20 * BEAT)).toBeGreaterThan(2)
    frame = 1
    drawnIn(5 * BEAT)
    expect(drawnIn(20 * BEAT)).toBeGreaterThan(14)
    slow.stop()
  })

  it('shows others less often while oneself types, since a key waits for a frame that has begun', () => {
    const clock = performance.now.bind(performance)
    let spent = 0
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + spent)
    const other = new Pace(() => (drawn++, (spent += 9)), BEAT)
    const drawnIn = (ms: number, typing: boolean) => {
      drawn = 0
      for (let passed = 0; passed < ms; passed += 10) {
        if (typing && passed % 200 === 0) document.dispatchEvent(new Event('input'))
        other.changed(false)
        vi.advanceTimersByTime(10)
      }
      return drawn
    }
    drawnIn(10 * BEAT, false)
    expect(drawnIn(30 * BEAT, false)).toBeGreaterThan(24)
    expect(drawnIn(30 * BEAT, true)).toBeLessThan(16)
    drawnIn(10 * BEAT, false)
    expect(drawnIn(30 * BEAT, false)).toBeGreaterThan(24)
    other.stop()
  })

  it('draws what others do with one’s own, in the frame of the key', () => {
    pace.changed(false)
    document.dispatchEvent(new Event('input'))
    pace.changed(true)
    vi.advanceTimersToNextFrame()
    expect(drawn).toBe(1)
  })

  it('goes on in a hidden page, and not after it was stopped', () => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    pace.changed(true)
    vi.advanceTimersByTime(FRAME)
    expect(drawn).toBe(0)
    vi.advanceTimersByTime(BEAT)
    expect(drawn).toBe(1)
    pace.changed(true)
    pace.stop()
    vi.advanceTimersByTime(10 * BEAT)
    expect(drawn).toBe(1)
  })
})
