import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Unrolling } from '../../client/board/unrolling.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function unroll(cards: number) {
  let there = $state(cards)
  const unrolling = new Unrolling()
  const stop = $effect.root(() => {
    $effect(() => unrolling.goOn(there))
  })
  const rest = (times: number) => {
    for (let time = 0; time < times; time++) {
      flushSync()
      vi.advanceTimersByTime(1_000)
    }
  }
  return { unrolling, rest, stop, become: (now: number) => void (there = now) }
}

describe('a board that unrolls', () => {
  it('begins with what a screen shows, and has made every card after a while', () => {
    const { unrolling, rest, stop } = unroll(500)
    expect(unrolling.of(() => 0)).toBe(48)
    expect(unrolling.of(() => 60)).toBeLessThan(0)
    rest(1)
    expect(unrolling.of(() => 0)).toBe(72)
    rest(20)
    expect(unrolling.of(() => 499)).toBeGreaterThan(0)
    stop()
  })

  it('makes what is added to a whole board at once, and waits with none while the board has yet to come', () => {
    const { unrolling, rest, stop, become } = unroll(0)
    rest(5)
    expect(unrolling.of(() => 0)).toBe(48)
    become(10)
    rest(1)
    expect(unrolling.of(() => 10_000)).toBe(Infinity)
    stop()
  })
})
