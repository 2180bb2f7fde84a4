import type { Answers } from '../domain/answers.ts'

/** Somebody out of a file, not yet in the room. */
export interface IncomingPerson {
  /** where the file has them, from 1 */
  readonly line: number
  readonly name: string
  /** how the name is read, in kana */
  readonly reading: string | null
  readonly email: string | null
  readonly answers: Answers
  /** on the source's waiting list */
  readonly waiting: boolean
  /** the first line with the same cells (`row`), or with the same name and company or address (`person`): for a person to judge */
  readonly sameAs: { readonly line: number; readonly how: 'row' | 'person' } | null
}
