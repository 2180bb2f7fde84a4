import type { ParticipantId } from '../../ids.ts'
import type { Axis, Entrant, FormationAnswers } from './entrant.ts'

/** Challenges are bits of one integer, whose sign stays free. */
const MOST_CHALLENGES = 31
/** Stands for the rarest challenges when there are more than a bit can be found for. */
export const OTHER_CHALLENGES = 'other'

/**
 * The people as columns of numbers, which the search reads millions of times. A person is an index here; indices follow
 * the ids, so the order of the request is forgotten.
 */
export interface Roster {
  readonly count: number
  readonly ids: readonly ParticipantId[]
  readonly indexOf: ReadonlyMap<ParticipantId, number>
  /** bit b stands for `challenges[b]` */
  readonly challenges: readonly string[]
  /** one bit; 0 when not answered */
  readonly primary: Int32Array
  readonly also: Int32Array
  readonly solved: Int32Array
  /** 1: may be a mentor */
  readonly mentor: Uint8Array
  /** −1 when not answered; a band 0 to 5 for sizes, a code otherwise */
  readonly axis: Int16Array
  readonly axisIsOrdered: boolean
  readonly job: Int16Array
  readonly company: Int16Array
  /** 1 only for who says so */
  readonly firstTime: Uint8Array
  readonly online: Uint8Array
  readonly onSite: Uint8Array
}

/** By UTF-16 unit: the same on every machine and in every language. */
export const byText = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

export function rosterOf(people: readonly Entrant[], axis: Axis): Roster {
  const sorted = [...people].sort((one, other) => byText(one.id, other.id))
  const answers = sorted.map((person) => person.answers ?? {})
  const challenges = challengesOf(answers)
  const bits = new Map(challenges.map((challenge, bit) => [challenge, 1 << bit]))
  const maskOf = (keys: readonly (string | null | undefined)[]) =>
    keys.reduce(
      (mask, key) => (isGiven(key) ? mask | (bits.get(key) ?? bits.get(OTHER_CHALLENGES) ?? 0) : mask),
      0,
    )
  const flags = (is: (answer: FormationAnswers, person: Entrant) => boolean) =>
    Uint8Array.from(sorted, (person, index) => (is(answers[index] ?? {}, person) ? 1 : 0))
  const masks = (keys: (answer: FormationAnswers) => readonly (string | null | undefined)[]) =>
    Int32Array.from(answers, (answer) => maskOf(keys(answer)))
  return {
    count: sorted.length,
    ids: sorted.map(({ id }) => id),
    indexOf: new Map(sorted.map(({ id }, index) => [id, index])),
    challenges,
    primary: masks(({ challenge }) => [challenge]),
    also: masks(({ alsoChallenges }) => alsoChallenges ?? []),
    solved: masks(({ solved }) => solved ?? []),
    mentor: flags(({ mentor }, { declinesMentoring }) => mentor === true && declinesMentoring !== true),
    axis: axis === 'size' ? Int16Array.from(answers, bandOf) : codes(answers.map((answer) => answer[axis])),
    axisIsOrdered: axis === 'size',
    job: codes(answers.map(({ job }) => job)),
    company: codes(answers.map(companyOf)),
    firstTime: flags(({ firstTime }) => firstTime === true),
    online: flags(({ onSite }) => onSite === false),
    onSite: flags(({ onSite }) => onSite === true),
  }
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== ''
}

/** All challenges anybody names, in order; the rarest give way to `OTHER_CHALLENGES` when there are more than 31. */
function challengesOf(answers: readonly FormationAnswers[]): readonly string[] {
  const named = new Map<string, number>()
  for (const { challenge, alsoChallenges = [], solved = [] } of answers) {
    for (const key of new Set([challenge, ...alsoChallenges, ...solved])) {
      if (isGiven(key)) named.set(key, (named.get(key) ?? 0) + 1)
    }
  }
  const keys = [...named.keys()].sort(byText)
  if (keys.length <= MOST_CHALLENGES) return keys
  const byCount = [...keys].sort((one, other) => (named.get(other) ?? 0) - (named.get(one) ?? 0))
  const kept = byCount.filter((key) => key !== OTHER_CHALLENGES).slice(0, MOST_CHALLENGES - 1)
  return [...kept.sort(byText), OTHER_CHALLENGES]
}

function bandOf({ size }: FormationAnswers): number {
  return size === null || size === undefined ? -1 : Math.min(5, Math.max(0, Math.round(size)))
}

/** Words that stand for the same as their neighbours' spelling: 「株式会社あおぞら」 is 「あおぞら(株)」. */
function companyOf({ company, companyGroup }: FormationAnswers): string | null {
  const named = isGiven(companyGroup) ? companyGroup : company
  if (!isGiven(named)) return null
  return named
    .normalize('NFKC')
    .toLowerCase()
    .replace(/株式会社|有限会社|合同会社|\(株\)|\(有\)|\(同\)/g, '')
    .replace(/[\s.,・]+/g, '')
}

function codes(words: readonly (string | null | undefined)[]): Int16Array {
  const known = new Map([...new Set(words.filter(isGiven))].sort(byText).map((word, code) => [word, code]))
  return Int16Array.from(words, (word) => (isGiven(word) ? (known.get(word) ?? -1) : -1))
}
