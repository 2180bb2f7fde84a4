import { clockError } from '../simulation/model-clocks.ts'
import { honestWork } from '../simulation/model-honest.ts'
import { playHistory } from '../simulation/model-history.ts'
import { lockRace, nextPressedTwice } from '../simulation/model-races.ts'
import type { Dose, Trial, TrialReport } from './trial.ts'

/** A failing history is played again with this seed alone; see `CONTRIBUTING.md`. */
const failure = (name: string, seed: number, wrong: readonly string[]) =>
  `${name} seed ${seed}: ${wrong.slice(0, 3).join('; ')}${wrong.length > 3 ? ` and ${wrong.length - 3} more` : ''}`

function sums(total: Record<string, number>, more: object): void {
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'number') total[name] = (total[name] ?? 0) + value
  }
}

function repeated(name: string, play: (seed: number) => Promise<{ readonly wrong: readonly string[] }>) {
  return async ({ count, seed }: Dose): Promise<TrialReport> => {
    const failures: string[] = []
    const figures: Record<string, number> = {}
    for (let trial = 0; trial < count; trial++) {
      const report = await play(seed + trial)
      if (report.wrong.length > 0) failures.push(failure(name, seed + trial, report.wrong))
      sums(figures, report)
    }
    return { trials: count, failures, figures: { seed, ...figures } }
  }
}

export const modelHistories: Trial = {
  name: 'model-histories',
  promise:
    'G-05: whatever happens to people, network, disk and server, nothing acknowledged or seen is lost, all see the same, and no rule breaks',
  run: repeated('history', playHistory),
}

export const lockRaces: Trial = {
  name: 'lock-races',
  promise: 'G-15: what was typed when a board was locked is on the board or in its author’s drawer',
  run: repeated('lock race', lockRace),
}

export const nextPresses: Trial = {
  name: 'next-presses',
  promise: 'G-14: two facilitators who press Next cause exactly the steps they mean',
  run: async ({ count, seed }) => {
    const report = await repeated('pairs', nextPressedTwice)({ count: Math.ceil(count / 9), seed })
    return { ...report, trials: Number(report.figures['pairs']) }
  },
}

export const honestEdits: Trial = {
  name: 'honest-edits',
  promise: 'G-08: nothing that honest hands and editors write is refused',
  run: async ({ count, seed }) => {
    const report = await repeated('honest work', honestWork)({ count: Math.ceil(count / 2_000), seed })
    return { ...report, trials: Number(report.figures['edits']) }
  },
}

/** ms */
const CLOSE_ENOUGH = 150
const FARTHEST = 500

export const wrongClocks: Trial = {
  name: 'wrong-clocks',
  promise:
    'G-13: 95 % of devices with wrong clocks are within 150 ms of the server’s time, all within 500 ms',
  run: async ({ count, seed }) => {
    const errors: { readonly seed: number; readonly off: number }[] = []
    for (let trial = 0; trial < count; trial++) {
      errors.push({ seed: seed + trial, off: await clockError(seed + trial) })
    }
    errors.sort((one, other) => one.off - other.off)
    const at = (share: number) =>
      errors[Math.min(count - 1, Math.floor(count * share))] ?? { seed, off: Infinity }
    const failures = errors
      .filter(({ off }) => off > FARTHEST)
      .map((error) => `clock seed ${error.seed}: ${Math.round(error.off)} ms off`)
    if (at(0.95).off > CLOSE_ENOUGH)
      failures.push(`clock seed ${seed}: p95 is ${Math.round(at(0.95).off)} ms`)
    const figures = {
      seed,
      'off p50, ms': Math.round(at(0.5).off),
      'off p95, ms': Math.round(at(0.95).off),
      'off at most, ms': Math.round(at(1).off),
    }
    return { trials: count, failures, figures }
  },
}
