import { expect, it } from 'vitest'
import { honestEdits } from '../faults/model-trials.ts'
import { honestWork } from './model-honest.ts'

// The same one each time: a commit is green or it is not. `npm run torture` goes on from other ones.
const SEED = Number(process.env.SEED ?? 1_690_953_430)
const EDITS = Number(process.env.EDITS ?? 100_000)

it(
  `G-08 nothing that honest hands and editors write is refused (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const { trials, failures, figures } = await honestEdits.run({ count: EDITS, seed: SEED })
    expect(failures, JSON.stringify(figures)).toEqual([])
    expect(trials).toBeGreaterThanOrEqual(EDITS)
  },
)

it('G-08 takes what was moved twice offline in a document that keeps what is gone for undoing (seed 7)', async () => {
  expect((await honestWork(7)).wrong).toEqual([])
})

it('takes the same course again with the same seed, however fast the machine is (seed 8)', async () => {
  expect(await honestWork(8)).toEqual(await honestWork(8))
})
