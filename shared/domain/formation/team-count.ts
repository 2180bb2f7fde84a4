import { teamSizes } from './team-sizes.ts'

/** Four to six people: fewer lose variety, more wait for their turn (team-formation.md 3.1). */
export const USUAL_SIZES = { smallest: 4, largest: 6 } as const

export interface Sizes {
  readonly smallest: number
  readonly largest: number
}

/** The sizes a team may have. Only 1, 2, 3 and 7 people cannot sit in fours to sixes: one team, and 4 + 3. */
export function legalSizes(people: number): Sizes {
  if (people <= 3) return { smallest: Math.min(people, 1), largest: 3 }
  return people === 7 ? { smallest: 3, largest: 4 } : USUAL_SIZES
}

/** The fewest and the most teams that legal sizes allow; at least one where there are people. */
export function teamCounts(people: number): { readonly fewest: number; readonly most: number } {
  if (people <= 3) return { fewest: Math.min(people, 1), most: Math.min(people, 1) }
  if (people === 7) return { fewest: 2, most: 2 }
  return {
    fewest: Math.ceil(people / USUAL_SIZES.largest),
    most: Math.floor(people / USUAL_SIZES.smallest),
  }
}

/**
 * How many teams: as many as the aim asks for. When mentors are fewer than that but enough for larger teams, one team a
 * mentor; when they are too few even so, team sizes do not suffer for it and mentors visit (team-formation.md 3.3).
 */
export function teamCount(people: number, aim: number, mentors: number): number {
  const { fewest, most } = teamCounts(people)
  // As many as an even split has, which prefers smaller teams where two numbers are equally far from the aim.
  const aimed = Math.min(most, Math.max(fewest, teamSizes(people, aim).length))
  return mentors >= fewest && mentors < aimed ? Math.max(mentors, fewest) : aimed
}
