import { cheapestTeam } from './insert.ts'
import { slotsByChallenge } from './challenge-slots.ts'
import type { Problem } from './problem.ts'
import { emptySeating, measureAll, seat, type Seating } from './seating.ts'

/**
 * A good plan to begin with (team-formation.md 3.4): teams take a challenge each by how many people have it, then a
 * mentor who solved it, then people with that challenge side by side on the axis; the rest goes where it costs least.
 */
export function construct(problem: Problem): Seating {
  const seating = emptySeating(problem)
  const targets = evenTargets(problem)
  const { roster, units } = problem
  const isFree = (person: number) => seating.teamOf[person] === -1
  const room = (team: number) => (targets[team] ?? 0) - (seating.sizes[team] ?? 0)
  const place = (unit: readonly number[], team: number) =>
    unit.forEach((person) => seat(seating, person, team))
  const unitOf = (person: number) => units.members[units.of[person] ?? 0] ?? [person]

  for (const unit of units.members) {
    const pinned = unit.find((person) => problem.pinned[person] === 1)
    if (pinned !== undefined) place(unit, problem.former[pinned] ?? 0)
  }
  const focus = slotsByChallenge(problem, seating)
  const larger = units.members
    .filter((unit) => unit.length > 1)
    .sort((one, other) => other.length - one.length)
  for (const unit of larger.filter((unit) => unit.every(isFree)))
    place(unit, roomiest(problem, focus, unit, room))

  for (const [challenge, team] of mentorOrder(problem, focus)) {
    const fitting = [...roster.ids.keys()].filter(
      (person) =>
        isFree(person) && roster.mentor[person] === 1 && ((roster.solved[person] ?? 0) & challenge) !== 0,
    )
    const hasOne = seatsOf(seating, team).some((person) => roster.mentor[person] === 1)
    const [mentor] = fitting.sort(
      (one, other) => bits(roster.solved[one]) - bits(roster.solved[other]) || one - other,
    )
    if (mentor !== undefined && !hasOne && room(team) > 0) place(unitOf(mentor), team)
  }
  const byAxis = [...roster.ids.keys()].sort(
    (one, other) => (roster.axis[one] ?? 0) - (roster.axis[other] ?? 0),
  )
  for (const person of byAxis) {
    if (!isFree(person) || roster.mentor[person] === 1) continue
    const team = focus.findIndex((bit, team) => bit !== 0 && bit === roster.primary[person] && room(team) > 0)
    if (team >= 0) place(unitOf(person), team)
  }
  const rest = [...roster.ids.keys()].filter(isFree)
  rest.sort((one, other) => (roster.mentor[other] ?? 0) - (roster.mentor[one] ?? 0) || one - other)
  for (const person of rest) seat(seating, person, cheapestTeam(seating, person, room))
  measureAll(seating)
  return seating
}

function evenTargets({ roster, teams }: Problem): readonly number[] {
  return Array.from({ length: teams }, (_, team) => Math.floor((roster.count + teams - 1 - team) / teams))
}

function seatsOf({ seats, sizes, width }: Seating, team: number): readonly number[] {
  return [...seats.subarray(team * width, team * width + (sizes[team] ?? 0))]
}

/** Where a unit of several finds room: with its challenge if possible. */
function roomiest(
  { roster, teams, sizes }: Problem,
  focus: readonly number[],
  unit: readonly number[],
  room: (team: number) => number,
): number {
  const share = (team: number) =>
    unit.filter((person) => focus[team] !== 0 && roster.primary[person] === focus[team])
  const worth = (team: number) =>
    (room(team) >= unit.length ? 1_000 * (1 + share(team).length) : 0) + room(team) * sizes.largest
  let best = 0
  for (let team = 1; team < teams; team++) if (worth(team) > worth(best)) best = team
  return best
}

/** Challenges with few mentors choose first. */
function mentorOrder({ roster }: Problem, focus: readonly number[]): readonly (readonly [number, number])[] {
  const mentors = (bit: number) =>
    roster.solved.reduce(
      (sum, solved, person) => sum + (roster.mentor[person] === 1 && (solved & bit) !== 0 ? 1 : 0),
      0,
    )
  const scarcity = new Map([...new Set(focus)].map((bit) => [bit, mentors(bit)]))
  return focus
    .map((bit, team) => [bit, team] as const)
    .filter(([bit]) => bit !== 0)
    .sort(([one, a], [other, b]) => (scarcity.get(one) ?? 0) - (scarcity.get(other) ?? 0) || a - b)
}

function bits(mask = 0): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
