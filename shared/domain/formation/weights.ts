import { WISHES, type Wishes } from './entrant.ts'

/** What a team may lack, in the order in which it is told. */
export const TERMS = [
  'challenge',
  'axis',
  'mentor',
  'company',
  'history',
  'newcomer',
  'online',
  'diversity',
  'evenness',
  'stability',
] as const
export type Term = (typeof TERMS)[number]

/** What no wish may outweigh. */
export const RULES = ['size', 'apart', 'together', 'pin'] as const
export type Rule = (typeof RULES)[number]

/** One broken rule costs more than all wishes of 500 people together (at most some 100,000). */
export const BROKEN = 1_000_000

/**
 * What is avoided wherever it can be costs more than any wish between two teams, and less than a rule: no mentor, then
 * colleagues in one team, then a lone first-timer (needs.md 31 and 37; Felder & Brent in team-formation.md 3.1).
 */
export const AVOIDED = { noMentor: 8_000, sameCompany: 2_000, loneFirstTimer: 1_000 } as const

/** The worst team counts this often more than the others (CATME's max-min, team-formation.md 3.3). */
export const WORST = 5

/** The price of each, in the units of team-formation.md 3.3, which names all but those with a reason here. */
export const COST = {
  noMentor: 60,
  mentorElsewhere: 25,
  extraMentor: 4,
  oddOnes: 10,
  axisApart: 3,
  sameCompany: 12,
  metBefore: 6,
  loneFirstTimer: 4,
  onlyFirstTimers: 15,
  /** a beginner in a team of regulars, or the other way round, where they are to be kept apart */
  mixedFirstTimer: 4,
  loneOnline: 4,
  missingJob: 1.5,
  /** a person more or fewer than the even split has: teams of 4 and 6 where two of 5 fit need a reason */
  uneven: 2,
  /** a person who changes teams on the day (3.5) */
  moved: 8,
} as const

const STRONGEST = 2

export function wishesOf(given: Partial<Wishes> = {}): Wishes {
  const clamped = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? 1 : Math.min(STRONGEST, Math.max(0, value))
  return Object.fromEntries(WISHES.map((wish) => [wish, clamped(given[wish])])) as Wishes
}
