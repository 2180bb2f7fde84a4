/** What a solution is roughly judged by; each is optional. */
export const ESTIMATES = ['cost', 'effort', 'effect'] as const
export type Estimate = (typeof ESTIMATES)[number]

/** Three steps: more would ask for a precision nobody has in a workshop. */
export const LEVELS = ['low', 'middle', 'high'] as const
export type Level = (typeof LEVELS)[number]

/** What has been judged so far. */
export type Estimates = Readonly<Partial<Record<Estimate, Level>>>

export function isEstimate(key: unknown): key is Estimate {
  return ESTIMATES.some((estimate) => estimate === key)
}

export function isLevel(value: unknown): value is Level {
  return LEVELS.some((level) => level === value)
}

/** The estimates among a card's fields; values of any other kind are left out. */
export function readEstimates(valueOf: (key: Estimate) => unknown): Estimates {
  return Object.fromEntries(
    ESTIMATES.flatMap((key) => {
      const value = valueOf(key)
      return isLevel(value) ? [[key, value]] : []
    }),
  )
}

export function isEstimated(estimates: Estimates | undefined): estimates is Estimates {
  return estimates !== undefined && ESTIMATES.some((key) => estimates[key] !== undefined)
}
