import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Liveness } from '../../client/connection/liveness.ts'
import { Redial, retryHint } from '../../client/connection/redial.ts'
import { guardLeaving, onWake } from '../../client/connection/wake.ts'

beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => vi.useRealTimers())

describe('F-28 coming back', () => {
  const dial = vi.fn()
  const hangUp = vi.fn()
  /** the largest wait there could be: the jitter's upper end */
  const line = (random = () => 1) => new Redial({ dial, hangUp, random })

  beforeEach(() => {
    dial.mockClear()
    hangUp.mockClear()
  })

  const waits = (redial: Redial, times: number) =>
    Array.from({ length: times }, () => {
      const before = dial.mock.calls.length
      redial.lost()
      const begun = Date.now()
      while (dial.mock.calls.length === before) vi.advanceTimersByTime(1)
      return Date.now() - begun
    })

  it('waits up to 300 ms, then twice as long each time, never more than 10 s', () => {
    const redial = line()
    redial.now()
    expect(waits(redial, 8)).toEqual([300, 600, 1_200, 2_400, 4_800, 9_600, 10_000, 10_000])
    redial.stop()
  })

  it('spreads a room over the whole wait: full jitter', () => {
    const first = Array.from({ length: 200 }, () => {
      const redial = new Redial({ dial, hangUp })
      redial.now()
      const [wait = 0] = waits(redial, 1)
      redial.stop()
      return wait
    })
    expect(first.filter((wait) => wait <= 100).length).toBeGreaterThan(30)
    expect(first.filter((wait) => wait >= 200).length).toBeGreaterThan(30)
    expect(Math.max(...first)).toBeLessThanOrEqual(301)
  })

  it('takes an opened line for a success only after 5 s', () => {
    const redial = line()
    redial.now()
    waits(redial, 3)
    redial.opened()
    vi.advanceTimersByTime(4_900)
    expect(waits(redial, 1)).toEqual([2_400])
    redial.opened()
    vi.advanceTimersByTime(5_000)
    expect(waits(redial, 1)).toEqual([300])
    redial.stop()
  })

  it('comes back when the server said, not earlier', () => {
    expect(retryHint('restarting retry=1700')).toBe(1_700)
    expect(retryHint('restarting')).toBeNull()
    expect(retryHint(undefined)).toBeNull()
    const redial = line()
    redial.now()
    redial.opened()
    redial.lost(1_700)
    vi.advanceTimersByTime(1_699)
    expect(dial).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(dial).toHaveBeenCalledTimes(2)
    redial.stop()
  })

  it('tries at once when the device wakes, and not at all once it was told to stop', () => {
    const redial = line()
    redial.now()
    redial.lost()
    redial.wake()
    expect(dial).toHaveBeenCalledTimes(2)
    redial.opened()
    redial.wake()
    expect(dial).toHaveBeenCalledTimes(2)
    redial.stop()
    redial.lost()
    redial.wake()
    vi.advanceTimersByTime(60_000)
    expect(dial).toHaveBeenCalledTimes(2)
  })

  it('F-29 gives up after 5 s what is stuck in connecting', () => {
    const redial = line()
    redial.now()
    vi.advanceTimersByTime(4_999)
    expect(hangUp).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(hangUp).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(300)
    expect(dial).toHaveBeenCalledTimes(2)
    redial.stop()
  })
})

describe('a connection that looks alive', () => {
  const ask = vi.fn()
  const dead = vi.fn()
  let owed: number | null = null
  const watched = () => {
    ask.mockClear()
    dead.mockClear()
    owed = null
    const liveness = new Liveness({ ask, dead, owedSince: () => owed })
    liveness.opened()
    return liveness
  }

  it('F-35 is dead after 25 s of silence, whatever the socket says; any frame counts', () => {
    const liveness = watched()
    vi.advanceTimersByTime(24_000)
    liveness.heard()
    vi.advanceTimersByTime(25_000)
    expect(dead).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_000)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('F-36 bears ten seconds without a word', () => {
    const liveness = watched()
    vi.advanceTimersByTime(10_000)
    expect(dead).not.toHaveBeenCalled()
    liveness.closed()
  })

  it('F-06 is dead when nothing it owes has come for 8 s, and is given longer the next time', () => {
    const liveness = watched()
    owed = Date.now()
    const speak = setInterval(() => liveness.heard(), 500)
    vi.advanceTimersByTime(7_900)
    expect(dead).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_100)
    expect(dead).toHaveBeenCalledTimes(1)
    liveness.opened()
    owed = Date.now()
    vi.advanceTimersByTime(15_000)
    expect(dead).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(2_000)
    expect(dead).toHaveBeenCalledTimes(2)
    clearInterval(speak)
  })

  it('F-29 must answer within 2 s when it is asked after a sleep', () => {
    const liveness = watched()
    liveness.probe()
    expect(ask).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(1_900)
    liveness.answered()
    vi.advanceTimersByTime(5_000)
    expect(dead).not.toHaveBeenCalled()
    liveness.probe()
    liveness.heard()
    vi.advanceTimersByTime(2_000)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('is not asked more often than the server bears, however often the page wakes', () => {
    const liveness = watched()
    for (let times = 0; times < 10; times++) {
      liveness.probe()
      liveness.answered()
    }
    expect(ask).toHaveBeenCalledOnce()
    liveness.closed()
  })

  it('F-30 is asked, not given up, by a timer that slept with its device', () => {
    watched()
    vi.setSystemTime(Date.now() + 8 * 3_600_000)
    vi.advanceTimersByTime(1_000)
    expect(dead).not.toHaveBeenCalled()
    expect(ask).toHaveBeenCalledOnce()
    vi.advanceTimersByTime(2_000)
    expect(dead).toHaveBeenCalledOnce()
  })
})

describe('waking up', () => {
  it('is noticed by a clock that jumps, and by every event there is', () => {
    const wake = vi.fn()
    const stop = onWake(wake)
    vi.advanceTimersByTime(60_000)
    expect(wake).not.toHaveBeenCalled()
    vi.setSystemTime(Date.now() + 30_000)
    vi.advanceTimersByTime(1_000)
    expect(wake).toHaveBeenCalledTimes(1)
    for (const name of ['online', 'offline']) window.dispatchEvent(new Event(name))
    for (const name of ['visibilitychange', 'resume']) document.dispatchEvent(new Event(name))
    expect(wake).toHaveBeenCalledTimes(5)
    stop()
    window.dispatchEvent(new Event('online'))
    expect(wake).toHaveBeenCalledTimes(5)
  })

  it('F-08 asks before the page is closed only when something would be lost', () => {
    let loses = false
    const stop = guardLeaving(() => loses)
    const close = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(close()).toBe(true)
    loses = true
    expect(close()).toBe(false)
    stop()
    expect(close()).toBe(true)
  })
})
