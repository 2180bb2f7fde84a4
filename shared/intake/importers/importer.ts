import type { Field } from '../fields.ts'

export const SOURCES = ['own', 'peatix', 'connpass', 'google-forms', 'any'] as const
/** Where a file comes from. */
export type Source = (typeof SOURCES)[number]

/** Headings by which a field is found, as people read them; they are compared on their `columnKey`. */
export interface Headings {
  /** the whole heading */
  readonly is?: readonly string[]
  /** some part of it */
  readonly has?: readonly string[]
}

/** What is peculiar to the files of one source. */
export interface Importer {
  readonly source: Source
  /** a file with all headings of one of these sets is from here */
  readonly signs: readonly (readonly string[])[]
  /** before the ones every file is tried with */
  readonly headings: Readonly<Partial<Record<Field, Headings>>>
  /** headings of columns that answer nothing, however they sound */
  readonly ignores: readonly string[]
  /** what stands between several answers in one cell; the first that is there counts */
  readonly joiners: readonly RegExp[]
  /** names that stand for nobody */
  readonly nobody?: RegExp
}
