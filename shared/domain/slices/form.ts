import * as v from 'valibot'
import { ok } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import type { Millis } from '../../time.ts'
import { ANSWER_LIMITS } from '../answers.ts'
import {
  CHOICE_KEYS,
  FORM_LIMITS,
  lackingToPublish,
  QUESTION_KEYS,
  type ApplicationForm,
  type ConsentItem,
  type Question,
} from '../application.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders } from '../slice.ts'
import { movedUp } from './waiting.ts'

/** UTF-16 units of a text as it may arrive, and parts of a list: how many there may be is said with a remedy. */
const words = v.pipe(v.string(), v.maxLength(16_000))
const PARTS = 100

export const formCommands = {
  /** What is left out stays; questions and consents are given whole. Also while people apply. */
  'form.edit': v.object({
    questions: v.optional(
      v.pipe(
        v.array(
          v.object({
            key: v.picklist(QUESTION_KEYS),
            required: v.optional(v.boolean(), false),
            choices: v.optional(v.pipe(v.array(words), v.maxLength(PARTS)), []),
          }),
        ),
        v.maxLength(PARTS),
      ),
    ),
    consents: v.optional(
      v.pipe(
        v.array(v.object({ text: words, required: v.optional(v.boolean(), false) })),
        v.maxLength(PARTS),
      ),
    ),
    /** people; `null` for no bound but the workshop's own */
    capacity: v.optional(
      v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.participants))),
    ),
  }),
  'form.publish': v.object({}),
  'form.close': v.object({}),
}
export type FormCommand = CommandsOf<typeof formCommands>

export type FormEvent =
  | ({ readonly type: 'form.edited' } & Partial<Omit<ApplicationForm, 'status'>>)
  | { readonly type: 'form.published'; readonly at: Millis }
  | { readonly type: 'form.closed'; readonly at: Millis }

export const formDeciders: Deciders<FormCommand> = {
  'form.edit': (command, state, ctx) => {
    const { form } = state
    const questions = command.questions?.map(keptQuestion) ?? form.questions
    const consents = command.consents === undefined ? form.consents : keptConsents(command.consents)
    const capacity = command.capacity === undefined ? form.capacity : command.capacity
    if (!areSound(questions)) return refuse('form_invalid', { limit: FORM_LIMITS.questions })
    const tooLong = textTooLong(questions, consents)
    if (tooLong !== null) return refuse('text_too_long', { limit: tooLong })
    if (consents.length > FORM_LIMITS.consents) return refuse('form_invalid', { limit: FORM_LIMITS.consents })
    const changes = {
      ...(isSame(questions, form.questions) ? {} : { questions }),
      ...(isSame(consents, form.consents) ? {} : { consents }),
      ...(capacity === form.capacity ? {} : { capacity }),
    }
    if (Object.keys(changes).length === 0) return ok([])
    return ok([
      { type: 'form.edited', ...changes },
      ...movedUp({ ...state, form: { ...form, ...changes } }, ctx),
    ])
  },

  'form.publish': (_, state, { now }) => {
    const lacking = lackingToPublish(state)
    if (lacking.length > 0) return refuse('plan_incomplete', { lacking })
    return ok(state.form.status === 'published' ? [] : [{ type: 'form.published', at: now }])
  },

  'form.close': (_, { form }, { now }) =>
    ok(form.status === 'published' ? [{ type: 'form.closed', at: now }] : []),
}

/** On one line each, none twice, no empty ones: a field that was left open is no choice. */
const lines = (typed: readonly string[]) =>
  [...new Set(typed.map(normaliseLine))].filter((line) => line !== '')

function keptQuestion({ key, required, choices }: Question): Question {
  return { key, required, choices: lines(choices) }
}

function keptConsents(items: readonly ConsentItem[]): readonly ConsentItem[] {
  return lines(items.map(({ text }) => text)).map((text) => ({
    text,
    required: items.some((item) => item.required && normaliseLine(item.text) === text),
  }))
}

function areSound(questions: readonly Question[]): boolean {
  const keys = new Set(questions.map(({ key }) => key))
  const choosable: readonly string[] = CHOICE_KEYS
  return (
    questions.length <= FORM_LIMITS.questions &&
    keys.size === questions.length &&
    questions.every(
      ({ key, choices }) =>
        choices.length === 0 || (choosable.includes(key) && choices.length <= FORM_LIMITS.choices),
    )
  )
}

/** The bound, in graphemes, that some text passes. */
function textTooLong(questions: readonly Question[], consents: readonly ConsentItem[]): number | null {
  const choices = questions.flatMap((question) => question.choices)
  if (choices.some((choice) => !hasAtMost(choice, ANSWER_LIMITS.line))) return ANSWER_LIMITS.line
  return consents.some(({ text }) => !hasAtMost(text, FORM_LIMITS.consent)) ? FORM_LIMITS.consent : null
}

/** Plain data made with its keys in one order. */
function isSame(one: readonly object[], other: readonly object[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
