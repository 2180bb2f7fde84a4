import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { ByKey } from '../../client/ui/by-key.svelte.ts'

/** Parts that each look at the number of their key, and how often each was drawn. */
function parts(keys: readonly string[]) {
  let numbers = $state.raw<Readonly<Record<string, number>>>({})
  const drawn = new Map<string, number[]>(keys.map((key) => [key, []]))
  const stop = $effect.root(() => {
    const byKey = new ByKey(() => {
      const now = numbers
      return (key: string) => now[key] ?? 0
    })
    $effect.pre(() => byKey.tell())
    for (const key of keys) {
      const seen = $derived(byKey.at(key))
      const doubled = $derived(seen.value * 2)
      $effect(() => void drawn.get(key)?.push(doubled))
    }
  })
  flushSync()
  return {
    drawn,
    stop,
    become(now: Readonly<Record<string, number>>) {
      numbers = now
      flushSync()
    },
  }
}

describe('a value by key', () => {
  it('is told to the part whose own it is, and to no other', () => {
    const { drawn, become, stop } = parts(['a', 'b'])
    become({ a: 1 })
    become({ a: 1 })
    become({ a: 1, b: 3 })
    expect([...drawn]).toEqual([
      ['a', [0, 2]],
      ['b', [0, 6]],
    ])
    stop()
  })
})
