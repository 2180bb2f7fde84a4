import { describe, expect, it } from 'vitest'
import { hostileFrames } from './fuzz-trials.ts'

// The same one each time: a commit is green or it is not. `npm run torture` goes on from other ones.
const SEED = Number(process.env.SEED ?? 1_528_553_561)
const FRAMES = Number(process.env.FRAMES ?? 100_000)

describe('hostile frames', () => {
  it(
    `G-07 whatever arrives on the two sockets, the server goes on and nobody else suffers (seed ${SEED})`,
    { timeout: 600_000 },
    async () => {
      const { trials, failures, figures } = await hostileFrames.run({ count: FRAMES, seed: SEED })
      expect(failures, JSON.stringify(figures)).toEqual([])
      expect(trials).toBeGreaterThanOrEqual(FRAMES)
      process.stdout.write(`hostile frames: ${JSON.stringify(figures)}\n`)
    },
  )
})
