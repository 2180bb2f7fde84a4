import type { ParticipantId } from '../ids.ts'
import type { Millis } from '../time.ts'
import { LIMITS, normaliseLine } from '../text.ts'
import type { Answers } from './answers.ts'
import type { WorkshopState } from './state.ts'

/** What an application may ask besides the name, in the order of a page that asks everything. */
export const QUESTION_KEYS = [
  'challenge',
  'alsoChallenges',
  'solved',
  'mentor',
  'size',
  'industry',
  'job',
  'company',
  'firstTime',
  'onSite',
  'wish',
  'freeText',
] as const satisfies readonly (keyof Answers)[]
export type QuestionKey = (typeof QUESTION_KEYS)[number]

/** Questions whose choices the facilitator writes; without any, people answer in their own words. */
export const CHOICE_KEYS = ['challenge', 'industry', 'job'] as const satisfies readonly QuestionKey[]

export const FORM_LIMITS = {
  /** a form is filled in under a minute (needs 2) */
  questions: 6,
  choices: 20,
  consents: 4,
  /** graphemes */
  consent: 200,
} as const

export interface Question {
  readonly key: QuestionKey
  readonly required: boolean
  /** of `CHOICE_KEYS` alone */
  readonly choices: readonly string[]
}

/** Something people agree to by a box of its own. That their name may appear in the outcome is asked always, and never required. */
export interface ConsentItem {
  readonly text: string
  readonly required: boolean
}

/** How people apply. Everybody may read it: it is public once it is published. */
export interface ApplicationForm {
  readonly status: 'draft' | 'published' | 'closed'
  readonly questions: readonly Question[]
  readonly consents: readonly ConsentItem[]
  /** seats for people who do not facilitate; `null`: as many as a workshop holds */
  readonly capacity: number | null
}

/** Somebody who applied when every seat was taken: first come, first served. For facilitators, and the person alone. */
export interface Waiting {
  readonly participantId: ParticipantId
  readonly consent: boolean
  readonly at: Millis
}

/** What people agreed to, in the words they read; for facilitators. */
export type Agreements = Readonly<Record<ParticipantId, readonly string[]>>

/** What teams are formed by, and what the last phase comes back to (needs 3, 16). */
export const FIRST_FORM: ApplicationForm = {
  status: 'draft',
  questions: (['challenge', 'solved', 'size', 'job', 'firstTime', 'wish'] as const).map((key) => ({
    key,
    required: key === 'challenge',
    choices: [],
  })),
  consents: [],
  capacity: null,
}

export const PUBLISH_NEEDS = ['title', 'goal', 'inScope', 'outOfScope'] as const
/** A part of the plan without which nobody is asked to apply (needs 1): a theme is narrow once it says what is not in it. */
export type PublishNeed = (typeof PUBLISH_NEEDS)[number]

/** What is missing before the form may be published. */
export function lackingToPublish({
  title,
  goal,
  plan,
}: Pick<WorkshopState, 'title' | 'goal' | 'plan'>): readonly PublishNeed[] {
  const texts = { title, goal, inScope: plan.lines.inScope, outOfScope: plan.lines.outOfScope }
  return PUBLISH_NEEDS.filter((need) => normaliseLine(texts[need] ?? '') === '')
}

/** How many may still be seated before people wait. */
export function placesLeft({ form, participants }: Pick<WorkshopState, 'form' | 'participants'>): number {
  const taken = participants.filter(({ facilitator }) => !facilitator).length
  const places = form.capacity === null ? Infinity : form.capacity - taken
  return Math.max(0, Math.min(places, LIMITS.participants - participants.length))
}

/**
 * How many people there are, facilitators apart, where that is more than the form's capacity with `coming` more; else `null`.
 * The capacity binds applications alone.
 */
export function overCapacity(
  { form, participants }: Pick<WorkshopState, 'form' | 'participants'>,
  coming = 0,
): { readonly people: number; readonly capacity: number } | null {
  const people = participants.filter(({ facilitator }) => !facilitator).length + coming
  return form.capacity !== null && people > form.capacity ? { people, capacity: form.capacity } : null
}

/** Whether somebody has a seat or waits for one. */
export function isKnown(
  { participants, waiting }: Pick<WorkshopState, 'participants' | 'waiting'>,
  id: ParticipantId,
): boolean {
  return participants.some((one) => one.id === id) || waiting.some((one) => one.participantId === id)
}

/** The choices of a question; those about challenges share the ones of the first. */
export function choicesOf({ questions }: ApplicationForm, key: QuestionKey): readonly string[] {
  const from = key === 'alsoChallenges' || key === 'solved' ? 'challenge' : key
  return questions.find((question) => question.key === from)?.choices ?? []
}

/** The first question that was not answered although it must be. */
export function unanswered(form: ApplicationForm, answers: Answers): QuestionKey | null {
  const isEmpty = (key: QuestionKey) => {
    const given = answers[key]
    return given === null || (Array.isArray(given) && given.length === 0)
  }
  return form.questions.find(({ key, required }) => required && isEmpty(key))?.key ?? null
}

/** The first question with an answer that is none of its choices. */
export function offeredNot(form: ApplicationForm, answers: Answers): QuestionKey | null {
  const isOffered = (key: QuestionKey) => {
    const choices = choicesOf(form, key)
    const given = answers[key]
    if (choices.length === 0 || given === null) return true
    return [given].flat().every((one) => typeof one !== 'string' || choices.includes(one))
  }
  return form.questions.find(({ key }) => !isOffered(key))?.key ?? null
}
