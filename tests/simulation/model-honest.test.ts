import { expect, it } from 'vitest'
import { honestEdits } from '../faults/model-trials.ts'
import { honestWork } from './model-honest.ts'

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
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

it('G-08 takes marks that cancel out, which Yjs tidies up on one side first (seed 1690953472)', async () => {
  expect((await honestWork(1690953472)).wrong).toEqual([])
})
