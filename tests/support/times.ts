/** 1 in `npm test`; `npm run laws` gives a larger one. */
const DOSE = Number(process.env.LAW_DOSE ?? 1)

/** ms; larger doses take their time. */
export function patience(ms: number): number {
  return ms * DOSE
}

/** How often `npm test` tries a law, each time with another random history; a larger dose tries it as much more often. */
export function times(count: number): { readonly numRuns: number } {
  return { numRuns: count * DOSE }
}
