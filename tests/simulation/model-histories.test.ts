import { describe, expect, it } from 'vitest'
import { modelHistories } from '../faults/model-trials.ts'
import { playHistory } from './model-history.ts'

// The same one each time: a commit is green or it is not. `npm run torture` goes on from other ones.
const SEED = Number(process.env.SEED ?? 1_901_016_383)
const HISTORIES = 2_000

describe('whatever happens to people, network, disk and server', () => {
  it(
    `G-05 nothing acknowledged or seen is lost, and all see the same (seed ${SEED})`,
    { timeout: 600_000 },
    async () => {
      const { trials, failures, figures } = await modelHistories.run({ count: HISTORIES, seed: SEED })
      expect(failures, JSON.stringify(figures)).toEqual([])
      expect(trials).toBe(HISTORIES)
      // The histories are worth something: much is written, some of it too late, and servers die on the way.
      const { edits, commands, refused, returned, crashes, moves } = figures as Record<string, number>
      expect(edits).toBeGreaterThan(5 * HISTORIES)
      expect(commands).toBeGreaterThan(3 * HISTORIES)
      for (const rare of [refused, returned, crashes, moves]) expect(rare).toBeGreaterThan(HISTORIES / 10)
    },
  )

  it('the same seed tells the same story', async () => {
    expect(await playHistory(4_711)).toEqual(await playHistory(4_711))
  })
})
