import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LanesInTurn } from '../../client/board/lanes-in-turn.svelte.ts'
import type { Lane } from '../../client/board/wall.ts'

const lane = (key: string) =>
  ({ key, place: { kind: 'cluster', id: key }, title: '', cards: [{ id: `c-${key}` }] }) as unknown as Lane
const lanes = (count: number, from = 0) => Array.from({ length: count }, (_, at) => lane(`k${at + from}`))

let all = $state.raw<readonly Lane[]>([])
let stop: (() => void) | undefined

function follow(): LanesInTurn {
  const inTurn = new LanesInTurn(() => all)
  stop = $effect.root(() => {
    $effect(() => inTurn.follow())
  })
  flushSync()
  return inTurn
}

const rest = () => {
  vi.advanceTimersByTime(50)
  flushSync()
}

beforeEach(() => {
  vi.useFakeTimers()
  // jsdom has no idle time: only the last moment counts
  vi.stubGlobal('requestIdleCallback', (work: () => void, { timeout }: { timeout: number }) =>
    setTimeout(work, timeout),
  )
  vi.stubGlobal('cancelIdleCallback', clearTimeout)
  // seven rows of one card fill the wall on it
  window.innerHeight = (7 * 110 * 4) / 3
  window.innerWidth = 1440
})

afterEach(() => {
  stop?.()
  all = []
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('makes the lanes of the first screen, and then the others below them, some at each rest', () => {
  const inTurn = follow()
  expect(inTurn.made).toHaveLength(0)
  all = lanes(40)
  flushSync()
  const counts = [inTurn.made.length]
  for (let rests = 0; inTurn.made.length < 40 && rests < 10; rests++) {
    rest()
    counts.push(inTurn.made.length)
  }
  expect(counts).toEqual([21, 27, 33, 39, 40])
  expect(inTurn.made).toBe(all)
})

it('makes what comes later at once, wherever it comes to lie', () => {
  all = lanes(2)
  const inTurn = follow()
  all = [...lanes(60, 2), ...all]
  flushSync()
  expect(inTurn.made).toBe(all)
})

it('goes on where it was when others write meanwhile', () => {
  all = lanes(40)
  const inTurn = follow()
  rest()
  all = [...lanes(1, 50), ...all]
  flushSync()
  expect(inTurn.made.map(({ key }) => key)).toEqual(all.slice(0, 27).map(({ key }) => key))
  for (let rests = 0; rests < 10; rests++) rest()
  expect(inTurn.made).toBe(all)
})
