import type { PlanScore } from './plan-score.ts'

/** What tells two arrangements apart in people, the gravest first: rules, then what is to be avoided, then wishes. */
export const MEASURES = [
  'size',
  'apart',
  'together',
  'withoutMentor',
  'mentorElsewhere',
  'colleagues',
  'loneFirstTimers',
  'sharing',
  'axisSpread',
  'repeats',
  'loneOnline',
] as const
export type Measure = (typeof MEASURES)[number]

/** A figure that is not the same in two arrangements. */
export interface Difference {
  readonly measure: Measure
  readonly before: number
  readonly after: number
  readonly better: boolean
}

/** Two figures that look the same to people are the same: shares and means are told in whole hundredths. */
const SAME = 0.005

/**
 * A figure of an arrangement: people and pairs where a rule is broken, teams, pairs, the share that has its team's
 * challenge (0 to 1, the one that should be large), or the mean spread of the second axis.
 */
export function figureOf({ broken, counts }: PlanScore, measure: Measure): number {
  switch (measure) {
    case 'size':
    case 'apart':
    case 'together':
      return broken[measure]
    default:
      return counts[measure]
  }
}

/** What got better and what got worse, the gravest first; nothing where nothing that people would notice changed. */
export function differencesOf(before: PlanScore, after: PlanScore): readonly Difference[] {
  return MEASURES.flatMap((measure): readonly Difference[] => {
    const [was, is] = [figureOf(before, measure), figureOf(after, measure)]
    if (Math.abs(was - is) < SAME) return []
    return [{ measure, before: was, after: is, better: measure === 'sharing' ? is > was : is < was }]
  })
}
