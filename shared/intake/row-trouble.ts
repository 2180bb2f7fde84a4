import type { Field } from './fields.ts'

/** What can be the matter with one row, what becomes of the row, and what would mend it. */
export const ROW_TROUBLES = {
  /** more or fewer cells than the heading: what stands where is not certain */
  row_ragged: { leftOut: true, remedy: 'check_quotes' },
  name_missing: { leftOut: true, remedy: 'fill_in' },
  name_too_long: { leftOut: true, remedy: 'shorten' },
  /** something in it could not be decoded */
  letters_lost: { leftOut: false, remedy: 'save_as_utf8' },
  size_unreadable: { leftOut: false, remedy: 'check_answer' },
  yes_no_unreadable: { leftOut: false, remedy: 'check_answer' },
  /** stays as it is */
  challenge_not_offered: { leftOut: false, remedy: 'check_answer' },
  answer_shortened: { leftOut: false, remedy: 'shorten' },
  /** one row, several places: only one of the people has a name */
  several_tickets: { leftOut: false, remedy: 'ask_for_names' },
} as const satisfies Record<string, { readonly leftOut: boolean; readonly remedy: string }>

export type RowTroubleCode = keyof typeof ROW_TROUBLES
export type Remedy = (typeof ROW_TROUBLES)[RowTroubleCode]['remedy']

export interface RowTrouble {
  /** in the file, from 1 */
  readonly line: number
  readonly code: RowTroubleCode
  readonly remedy: Remedy
  /** the row is not among the people; otherwise it is, without an answer nobody can read */
  readonly leftOut: boolean
  readonly field: Field | null
  /** the beginning of what stands there */
  readonly found: string
}
