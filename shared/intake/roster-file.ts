import { stringify } from 'csv-stringify/browser/esm/sync'
import type { Answers } from '../domain/answers.ts'
import type { Step } from '../domain/past.ts'
import type { Locale } from '../domain/state.ts'
import { assertNever } from '../result.ts'
import { SIZE_WORDS, YES_NO } from './answer-words.ts'
import { PERSON_FIELDS, type PersonField } from './fields.ts'
import { guardFormula } from './formula.ts'
import { ownHeadings } from './importers/own.ts'
import { joinSeveral } from './several.ts'

/** Somebody as a roster file has them. */
export interface RosterPerson {
  readonly name: string
  readonly reading: string | null
  readonly email: string | null
  readonly answers: Answers
  /** how familiar they are to the community; left out where that is not known */
  readonly step?: Step
}

/** Not one of the columns that are read back: it is known, not asked. Its heading is no other column's. */
const STEPS = {
  ja: { heading: '顔なじみ', second: '2回目', regular: '常連' },
  en: { heading: 'Familiarity', second: 'Second time', regular: 'Regular' },
} as const satisfies Record<Locale, Record<'heading' | Step, string>>

/**
 * The people as a .csv that Excel, Numbers and Sheets open: UTF-8 with its mark, CRLF between rows and LF within cells,
 * every field quoted, no cell a spreadsheet would run. Our own template's columns, so it is read again as it was, and beside
 * them, where somebody is known, how familiar they are; for nobody it is the empty template.
 */
export function rosterFile(people: readonly RosterPerson[], locale: Locale): string {
  const words = STEPS[locale]
  const isKnown = people.some(({ step }) => step !== undefined)
  const beside = (cell: string) => (isKnown ? [cell] : [])
  const rows = [
    [...PERSON_FIELDS.map((field) => ownHeadings[field][locale]), ...beside(words.heading)],
    ...people.map((person) => [
      ...PERSON_FIELDS.map((field) => guardFormula(cellOf(person, field, locale))),
      ...beside(person.step === undefined ? '' : words[person.step]),
    ]),
  ]
  return stringify(rows, { bom: true, quoted: true, quoted_empty: true, record_delimiter: '\r\n' })
}

function cellOf({ name, reading, email, answers }: RosterPerson, field: PersonField, locale: Locale): string {
  switch (field) {
    case 'name':
      return name
    case 'reading':
      return reading ?? ''
    case 'email':
      return email ?? ''
    case 'size':
      return answers.size === null ? '' : (SIZE_WORDS[locale][answers.size] ?? '')
    case 'mentor':
    case 'firstTime':
    case 'onSite':
      return yesNo(answers[field], locale)
    case 'alsoChallenges':
    case 'solved':
      return joinSeveral(answers[field])
    case 'challenge':
    case 'industry':
    case 'job':
    case 'company':
    case 'companyGroup':
    case 'wish':
    case 'freeText':
      return answers[field] ?? ''
    default:
      return assertNever(field)
  }
}

function yesNo(answer: boolean | null, locale: Locale): string {
  if (answer === null) return ''
  return answer ? YES_NO[locale].yes : YES_NO[locale].no
}
