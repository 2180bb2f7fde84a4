import { describe, expect, it } from 'vitest'
import { lockRaces, nextPresses, wrongClocks } from '../faults/model-trials.ts'

// The same one each time: a commit is green or it is not. `npm run torture` goes on from other ones.
const SEED = Number(process.env.SEED ?? 1_939_658_853)

describe('people and clocks that do not agree', () => {
  it(
    `G-15 what is typed while a board is locked is on it or in its author’s drawer (seed ${SEED})`,
    { timeout: 120_000 },
    async () => {
      const { trials, failures, figures } = await lockRaces.run({ count: 100, seed: SEED })
      expect(failures, JSON.stringify(figures)).toEqual([])
      expect(trials).toBe(100)
      expect(figures['typed']).toBeGreaterThan(3_000)
      expect(figures['returned']).toBeGreaterThan(100)
    },
  )

  it(
    `G-14 two facilitators who press Next cause exactly the steps they mean (seed ${SEED})`,
    { timeout: 120_000 },
    async () => {
      const { trials, failures } = await nextPresses.run({ count: 1_000, seed: SEED })
      expect(failures).toEqual([])
      expect(trials).toBeGreaterThanOrEqual(1_000)
    },
  )

  it(`G-13 devices with wrong clocks show the server’s time (seed ${SEED})`, async () => {
    const { failures, figures } = await wrongClocks.run({ count: 2_000, seed: SEED })
    expect(failures, JSON.stringify(figures)).toEqual([])
  })
})
