import * as v from 'valibot'
import type { ParticipantId } from '../ids.ts'
import { hasAtMost, normaliseLine, normaliseText } from '../text.ts'
import type { FormationAnswers } from './formation/entrant.ts'
import type { OwnWords } from './own-words.ts'

/**
 * What somebody answered before the workshop, every question in its place: `null` or empty where nothing was said.
 * Answers are people's own and can be forgotten (D11): never part of an event.
 */
export interface Answers extends Required<FormationAnswers> {
  /** what they would like to take home */
  readonly wish: string | null
  readonly freeText: string | null
  /** what they said to their team since; no answer to a form, and told to their team and to facilitators alone */
  readonly words?: OwnWords
}

/** How many challenges one person names in one question. */
const SEVERAL = 20

/** Graphemes, but for `several`. */
export const ANSWER_LIMITS = {
  /** a challenge, an industry, a job, a company: what a form offers as a choice or takes as one line */
  line: 80,
  wish: 200,
  freeText: 500,
  several: SEVERAL,
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

/** Form answers by participant, of those who gave any: erasable, as names are (D11). */
export type IntakeAnswers = Readonly<Record<ParticipantId, Answers>>

/** UTF-16 units of any one answer as it may arrive; how long it may be is said in graphemes, with a remedy. */
const UNITS = 16_000
const text = v.optional(v.nullable(v.pipe(v.string(), v.maxLength(UNITS))), null)
const several = v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(UNITS))), v.maxLength(SEVERAL)), [])
const yesNo = v.optional(v.nullable(v.boolean()), null)

/** Answers as they arrive: every one may be left out. */
export const answersSchema = v.object({
  challenge: text,
  alsoChallenges: several,
  solved: several,
  mentor: yesNo,
  size: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5))), null),
  industry: text,
  job: text,
  company: text,
  companyGroup: text,
  firstTime: yesNo,
  onSite: yesNo,
  wish: text,
  freeText: text,
})

/** Answers as they are kept: on one line but for the free text, without deceptive marks, no challenge named twice. */
export function keptAnswers(given: v.InferOutput<typeof answersSchema>): Answers {
  const line = (typed: string | null) => (typed === null ? null : normaliseLine(typed) || null)
  const lines = (typed: readonly string[]) => [...new Set(typed.flatMap((one) => line(one) ?? []))]
  const challenge = line(given.challenge)
  return {
    ...given,
    challenge,
    alsoChallenges: lines(given.alsoChallenges).filter((also) => also !== challenge),
    solved: lines(given.solved),
    industry: line(given.industry),
    job: line(given.job),
    company: line(given.company),
    companyGroup: line(given.companyGroup),
    wish: line(given.wish),
    freeText: given.freeText === null ? null : normaliseText(given.freeText) || null,
  }
}

/** The bound, in graphemes, that some answer passes; `null` when none does. */
export function answerLimitPassed(answers: Answers): number | null {
  const { challenge, alsoChallenges, solved, industry, job, company, companyGroup, wish, freeText } = answers
  const lines = [challenge, ...alsoChallenges, ...solved, industry, job, company, companyGroup]
  const bounds: readonly (readonly [string | null, number])[] = [
    ...lines.map((one) => [one, ANSWER_LIMITS.line] as const),
    [wish, ANSWER_LIMITS.wish],
    [freeText, ANSWER_LIMITS.freeText],
  ]
  return bounds.find(([one, limit]) => one !== null && !hasAtMost(one, limit))?.[1] ?? null
}
