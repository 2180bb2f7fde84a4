import { seededRandom, shuffled } from '../../random.ts'
import type { FormationRequest } from './entrant.ts'
import { planByConstruction, seedOf } from './form-plan.ts'
import type { Plan } from './plan.ts'
import { scoreOf, type PlanScore } from './plan-score.ts'
import { problemOf } from './problem.ts'
import { seatingOf } from './seating.ts'

/** Random plans in the mean: enough for figures that do not jump (team-formation.md 3.6). */
const RANDOM_PLANS = 20

/** A plan beside what chance gives on average, and beside the construction the search began with. */
export interface Comparison {
  readonly plan: PlanScore
  readonly chance: PlanScore
  readonly construction: PlanScore
}

export function comparePlan(request: FormationRequest, { score }: Pick<Plan, 'score'>): Comparison {
  return { plan: score, chance: chanceOf(request), construction: planByConstruction(request).score }
}

/** The mean of 20 plans that deal everybody evenly and ask nothing. */
export function chanceOf(request: FormationRequest): PlanScore {
  const problem = problemOf(request)
  const scores = Array.from({ length: RANDOM_PLANS }, (_, index) => {
    const order = shuffled(
      [...problem.roster.ids.keys()],
      seededRandom(seedOf(request.seed, 'chance', index)),
    )
    const teamOf = new Int16Array(problem.roster.count)
    order.forEach((person, turn) => (teamOf[person] = turn % Math.max(1, problem.teams)))
    return scoreOf(seatingOf(problem, teamOf))
  })
  return mean(scores)
}

/** The mean of each figure. */
function mean(scores: readonly PlanScore[]): PlanScore {
  const over = (look: (score: PlanScore) => number) =>
    scores.reduce((sum, score) => sum + look(score), 0) / Math.max(1, scores.length)
  const each = <Key extends string>(part: (score: PlanScore) => Readonly<Record<Key, number>>) => {
    const [first] = scores
    const keys = first === undefined ? [] : (Object.keys(part(first)) as Key[])
    return Object.fromEntries(keys.map((key) => [key, over((score) => part(score)[key])])) as Record<
      Key,
      number
    >
  }
  return {
    total: over(({ total }) => total),
    wishes: over(({ wishes }) => wishes),
    worstTeam: over(({ worstTeam }) => worstTeam),
    terms: each(({ terms }) => terms),
    broken: each(({ broken }) => broken),
    counts: each(({ counts }) => ({ ...counts })),
  }
}
