import type { FormationAnswers } from './formation/entrant.ts'

/**
 * What somebody answered before the workshop, every question in its place: `null` or empty where nothing was said.
 * Answers are people's own and can be forgotten (D11): never part of an event.
 */
export interface Answers extends Required<FormationAnswers> {
  /** what they would like to take home */
  readonly wish: string | null
  readonly freeText: string | null
}

/** Graphemes, but for `several`: how many challenges one person names in one question. */
export const ANSWER_LIMITS = {
  /** a challenge, an industry, a job, a company: what a form offers as a choice or takes as one line */
  line: 80,
  wish: 200,
  freeText: 500,
  several: 20,
} as const

export const NO_ANSWERS: Answers = {
  challenge: null,
  alsoChallenges: [],
  solved: [],
  mentor: null,
  size: null,
  industry: null,
  job: null,
  company: null,
  companyGroup: null,
  firstTime: null,
  onSite: null,
  wish: null,
  freeText: null,
}
