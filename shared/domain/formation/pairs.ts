import type { FormationRequest } from './entrant.ts'
import type { Roster } from './roster.ts'

/** How much having shared a team counts, in quarters: last time, the time before, and once more (team-formation.md 3.2). */
const RECENCY = [4, 2, 1] as const

/** What is true of two people: the low four bits count quarters of earlier meetings, the others are facts. */
export const PAIR = { met: 15, sameCompany: 16, apart: 32, sameJob: 64, sameAxis: 128 } as const

/**
 * A byte for every two people, at `one * count + other`, both ways round. One look answers all that the search asks of a
 * pair, and 500 people fit a processor's cache.
 */
export function pairsOf(roster: Roster, { apart = [], earlier = [] }: FormationRequest): Uint8Array {
  const { count, indexOf } = roster
  const pairs = new Uint8Array(count * count)
  const mark = (one: number, other: number, change: (byte: number) => number) => {
    if (one === other) return
    pairs[one * count + other] = change(pairs[one * count + other] ?? 0)
    pairs[other * count + one] = change(pairs[other * count + one] ?? 0)
  }
  RECENCY.forEach((quarters, ago) => {
    for (const team of earlier[ago] ?? []) {
      const members = [...new Set(team.flatMap((id) => indexOf.get(id) ?? []))]
      eachPair(members, (one, other) => mark(one, other, (met) => Math.min(PAIR.met, met + quarters)))
    }
  })
  const facts = [
    [PAIR.sameCompany, roster.company],
    [PAIR.sameJob, roster.job],
    [PAIR.sameAxis, roster.axis],
  ] as const
  for (const [fact, column] of facts) {
    for (const alike of sharing(column)) {
      eachPair(alike, (one, other) => mark(one, other, (byte) => byte | fact))
    }
  }
  for (const [one, other] of apart) {
    const [a, b] = [indexOf.get(one), indexOf.get(other)]
    if (a !== undefined && b !== undefined) mark(a, b, (byte) => byte | PAIR.apart)
  }
  return pairs
}

/** The people behind each value of a column; who has not answered shares with nobody. */
function sharing(column: Int16Array): readonly (readonly number[])[] {
  const people = new Map<number, number[]>()
  column.forEach((value, person) => {
    if (value < 0) return
    const alike = people.get(value)
    if (alike === undefined) people.set(value, [person])
    else alike.push(person)
  })
  return [...people.values()]
}

function eachPair(people: readonly number[], look: (one: number, other: number) => void): void {
  people.forEach((one, index) => {
    for (let next = index + 1; next < people.length; next++) look(one, people[next] ?? one)
  })
}
