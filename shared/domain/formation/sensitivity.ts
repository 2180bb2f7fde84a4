import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest } from './entrant.ts'
import { planTeams } from './form-plan.ts'
import type { PlanScore } from './plan-score.ts'

/** What one more mentor for a challenge would change. */
export interface MentorWorth {
  readonly challenge: string
  readonly before: PlanScore
  /** of the plan with somebody more, who solved it, offers to be a mentor and has answered nothing else */
  readonly after: PlanScore
}

/** Sorts after every real id, so that nobody else's place in the roster changes. */
const SOMEBODY = '~somebody' as ParticipantId

/** Forms the teams again as if one mentor more had applied. Costs as much as a formation. */
export function worthOfMentor(request: FormationRequest, before: PlanScore, challenge: string): MentorWorth {
  const somebody = { id: SOMEBODY, answers: { solved: [challenge], mentor: true } }
  const { score } = planTeams({ ...request, people: [...request.people, somebody] })
  return { challenge, before, after: score }
}
