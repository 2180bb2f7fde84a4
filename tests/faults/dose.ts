import { expect } from 'vitest'
import type { Trial, TrialReport } from './trial.ts'

/** The seed of a small dose: another one each time, printed, and `SEED=…` takes it again. */
export function seedOf(name: string): number {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`${name}: seed ${seed}\n`)
  return seed
}

/** Prints what was measured, and expects that the promise held. */
export function sound({ name, promise }: Trial, { trials, failures, figures }: TrialReport): void {
  const measured = Object.entries(figures).map(([what, value]) => `${what} ${value}`)
  process.stdout.write(`${[`${name}: ${trials} trials`, ...measured].join(', ')}\n`)
  expect(trials, name).toBeGreaterThan(0)
  expect(failures.slice(0, 10), promise).toEqual([])
}
