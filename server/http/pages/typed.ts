import type { CommandInput } from '#shared/domain/commands.ts'
import { choicesOf, type ApplicationForm, type QuestionKey } from '#shared/domain/application.ts'
import { LOCALES, type Locale } from '#shared/domain/state.ts'
import { isId, type ParticipantId } from '#shared/ids.ts'

/** A form as a browser sends it: every field a text, or several. */
export type Typed = Readonly<Record<string, readonly string[]>>

type Application = Extract<CommandInput, { type: 'seat.apply' }>

/** Reads what Express' parser made of a form's body; whatever is no text is dropped. */
export function typedIn(body: unknown): Typed {
  if (typeof body !== 'object' || body === null) return {}
  const fields = Object.entries(body as Readonly<Record<string, unknown>>)
  return Object.fromEntries(
    fields.map(([name, value]) => [name, [value].flat().filter((one) => typeof one === 'string')]),
  )
}

/** What was typed into one field. */
export function typedOf(typed: Typed, name: string): readonly string[] {
  return Object.hasOwn(typed, name) ? (typed[name] ?? []) : []
}

/** What the reference of a friend's link is called, in the address and in the form. */
export const FRIEND = 'by'

/** The reference in a friend's link, such as it is; nothing where there is none. */
export function friendLinkIn(given: unknown): string {
  return typeof given === 'string' && isId(given) ? given : ''
}

/** The command that a filled form is. Only what is asked is taken: nobody answers what they were not shown. */
export function applicationIn(
  typed: Typed,
  form: ApplicationForm,
  participantId: ParticipantId,
): Application {
  const first = (name: string) => typedOf(typed, name)[0] ?? ''
  return {
    type: 'seat.apply',
    participantId,
    name: first('name'),
    consent: first('consent') === 'yes',
    agreed: [...typedOf(typed, 'agreed')],
    friendLink: friendLinkIn(first(FRIEND)),
    answers: Object.fromEntries(
      form.questions.map(({ key }) => [key, answerIn(key, typedOf(typed, key), form)]),
    ),
  }
}

function answerIn(key: QuestionKey, given: readonly string[], form: ApplicationForm): unknown {
  const [one = ''] = given
  switch (key) {
    case 'alsoChallenges':
    case 'solved':
      return choicesOf(form, key).length > 0 ? given : one.split('\n').filter((line) => line.trim() !== '')
    case 'mentor':
    case 'firstTime':
    case 'onSite':
      return one === 'yes' ? true : one === 'no' ? false : null
    case 'size':
      return /^[0-5]$/.test(one) ? Number(one) : null
    default:
      return one === '' ? null : one
  }
}

/** The language somebody chose on a page; `null` when they did not. */
export function chosenLocale(lang: unknown): Locale | null {
  return LOCALES.find((locale) => locale === lang) ?? null
}
