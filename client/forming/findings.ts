import { chanceOf } from '#shared/domain/formation/compare.ts'
import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import { planTeams, secondPlan } from '#shared/domain/formation/form-plan.ts'
import type { Plan } from '#shared/domain/formation/plan.ts'
import type { PlanScore } from '#shared/domain/formation/plan-score.ts'

/** What a search finds, in this order. */
export type Finding =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** the second-best plan that seats people otherwise; `null` when there is none */
  | { readonly kind: 'second'; readonly plan: Plan | null }
  /** what chance gives in the mean */
  | { readonly kind: 'chance'; readonly score: PlanScore }

export const FINDINGS = 3

/** One after the other, so that the first can be shown while the others are still sought. */
export function* findings(request: FormationRequest): Generator<Finding> {
  const plan = planTeams(request)
  yield { kind: 'plan', plan }
  yield { kind: 'second', plan: secondPlan(request, plan) }
  yield { kind: 'chance', score: chanceOf(request) }
}
