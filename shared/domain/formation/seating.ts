import { AT, gaugeOf, measure, type Gauge } from './measure.ts'
import type { Problem } from './problem.ts'
import { WORST } from './weights.ts'

/** Who sits where while a plan is searched; changed in place. Team t's people are at `seats[t * width …]`. */
export interface Seating {
  readonly problem: Problem
  readonly gauge: Gauge
  readonly width: number
  readonly seats: Int16Array
  readonly sizes: Int16Array
  /** by person: −1 while nowhere */
  readonly teamOf: Int16Array
  readonly placeOf: Int16Array
  /** by team */
  readonly wishes: Float64Array
  readonly burden: Float64Array
}

/** `room`: people a team must be able to hold, beyond what is legal. */
export function emptySeating(problem: Problem, room = 0): Seating {
  const { roster, teams } = problem
  // Pins may seat more than is legal in one team; the plan then says so.
  const width = Math.max(8, room, roster.count > teams * 6 ? roster.count : 0, largestPinned(problem) + 3)
  return {
    problem,
    gauge: gaugeOf(problem),
    width,
    seats: new Int16Array(teams * width),
    sizes: new Int16Array(teams),
    teamOf: new Int16Array(roster.count).fill(-1),
    placeOf: new Int16Array(roster.count),
    wishes: new Float64Array(teams),
    burden: new Float64Array(teams),
  }
}

function largestPinned({ former, teams }: Problem): number {
  const sizes = new Int16Array(teams)
  for (const team of former) if (team >= 0) sizes[team]! += 1
  return sizes.reduce((most, size) => Math.max(most, size), 0)
}

export function seat(seating: Seating, person: number, team: number): void {
  const place = team * seating.width + seating.sizes[team]!++
  seating.seats[place] = person
  seating.placeOf[person] = place
  seating.teamOf[person] = team
}

/** Takes somebody out; the last of the team closes the gap. */
export function unseat(seating: Seating, person: number): void {
  const team = seating.teamOf[person]!
  const place = seating.placeOf[person]!
  const last = team * seating.width + --seating.sizes[team]!
  const heir = seating.seats[last]!
  seating.seats[place] = heir
  seating.placeOf[heir] = place
  seating.teamOf[person] = -1
}

/** Measures one team afresh; `seating.gauge.figures` then holds it in detail. */
export function measureTeam(seating: Seating, team: number): Float64Array {
  measure(seating.gauge, team, seating.seats, team * seating.width, seating.sizes[team]!)
  return seating.gauge.figures
}

/** Measures all teams and notes what they cost. */
export function measureAll(seating: Seating): void {
  for (let team = 0; team < seating.problem.teams; team++) noteTeam(seating, team)
}

export function noteTeam(seating: Seating, team: number): void {
  const figures = measureTeam(seating, team)
  seating.wishes[team] = figures[AT.wishes]!
  seating.burden[team] = figures[AT.burden]!
}

export function worstOf({ wishes }: Seating): number {
  let worst = 0
  for (let team = 0; team < wishes.length; team++) if (wishes[team]! > worst) worst = wishes[team]!
  return worst
}

/** The cost of the whole, from the noted costs of the teams. Rules come before wishes. */
export function totalOf(seating: Seating): number {
  let wishes = 0
  let burden = 0
  for (let team = 0; team < seating.problem.teams; team++) {
    wishes += seating.wishes[team]!
    burden += seating.burden[team]!
  }
  return burden + wishes + WORST * worstOf(seating)
}

/** The team of each person, as a value that later changes do not touch. */
export function snapshotOf(seating: Seating): Int16Array {
  return seating.teamOf.slice()
}

export function seatingOf(problem: Problem, teamOf: ArrayLike<number>): Seating {
  const seating = emptySeating(problem)
  for (let person = 0; person < problem.roster.count; person++) {
    const team = teamOf[person] ?? -1
    if (team >= 0) seat(seating, person, team)
  }
  measureAll(seating)
  return seating
}
