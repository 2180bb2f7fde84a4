/**
 * One way to hurt the server, as often as wanted. `npm test` runs each in a small dose (a test file beside it), `npm run
 * torture` in a large one; both read the same report.
 */
export interface Trial {
  /** in kebab-case, unique */
  readonly name: string
  /** what must hold, in a sentence: the bar of the issue or the goal of reliability.md (G-01 …) */
  readonly promise: string
  /** runs about `count` times; everything random follows from `seed` */
  run(dose: Dose): Promise<TrialReport>
}

export interface Dose {
  readonly count: number
  readonly seed: number
}

export interface TrialReport {
  /** how often it was really tried */
  readonly trials: number
  /** one line a failure, with the seed that makes it happen again; none: the promise held */
  readonly failures: readonly string[]
  /** what was measured on the way, for people to read: `{'ready again p95, ms': 412}` */
  readonly figures: Readonly<Record<string, number | string>>
}

/** With no failure in `trials` tries, the true rate is below this with 95 % confidence ("rule of three"). */
export function upperBound(trials: number): number {
  return Math.min(1, 3 / trials)
}
