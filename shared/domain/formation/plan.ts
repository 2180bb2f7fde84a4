import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest } from './entrant.ts'
import { AT } from './measure.ts'
import { problemOf, type Continuity, type Problem } from './problem.ts'
import { byText } from './roster.ts'
import { emptySeating, measureAll, measureTeam, seat, type Seating } from './seating.ts'
import { scoreOf, type PlanScore } from './plan-score.ts'

/** A team as a plan has it. */
export interface PlannedTeam {
  /** the key of the team before that goes on here; `null` for a new one */
  readonly before: string | null
  /** by id */
  readonly members: readonly ParticipantId[]
  /** the challenge this team has in common; `null` when nobody named one */
  readonly challenge: string | null
}

/** Who sits with whom. Teams that go on come first by key, then the others by challenge. */
export interface Plan {
  readonly teams: readonly PlannedTeam[]
  readonly score: PlanScore
}

export function planOf(seating: Seating): Plan {
  const { problem } = seating
  const { keys, roster } = problem
  const teams = Array.from({ length: problem.teams }, (_, team): PlannedTeam => {
    const focus = measureTeam(seating, team)[AT.focus] ?? 0
    const from = team * seating.width
    const people = [...seating.seats.subarray(from, from + (seating.sizes[team] ?? 0))].sort((a, b) => a - b)
    return {
      before: keys[team] ?? null,
      members: people.flatMap((person) => roster.ids[person] ?? []),
      challenge: challengeOf(problem, focus),
    }
  })
  const [kept, fresh] = [teams.slice(0, keys.length), teams.slice(keys.length)]
  return { teams: [...kept, ...fresh.sort(byChallenge)], score: scoreOf(seating) }
}

/** The challenge a bit stands for. */
export function challengeOf({ roster }: Problem, bit: number): string | null {
  return bit === 0 ? null : (roster.challenges[31 - Math.clz32(bit)] ?? null)
}

function byChallenge(one: PlannedTeam, other: PlannedTeam): number {
  // After all letters, so that teams without a challenge come last.
  const last = '\uffff'
  return (
    byText(one.challenge ?? last, other.challenge ?? last) ||
    byText(one.members[0] ?? last, other.members[0] ?? last)
  )
}

/** Teams as somebody has drawn them, and where each stands in the seating. */
export interface Drawn {
  readonly seating: Seating
  /** the seating's team of each drawn one */
  readonly slots: readonly number[]
}

export type DrawnTeam = Pick<PlannedTeam, 'before' | 'members'>

/** Seats people as drawn; who is in no team is not measured, and who is not among the request's people is left out. */
export function drawnOf(
  request: FormationRequest,
  teams: readonly DrawnTeam[],
  continuity: Continuity = 'new',
): Drawn {
  const problem = problemOf(request, continuity, teams.length)
  const taken = teams.map(({ before }) => (before === null ? -1 : problem.keys.indexOf(before)))
  const free = Array.from({ length: problem.teams }, (_, team) => team).filter(
    (team) => !taken.includes(team),
  )
  const slots = taken.map((team) => (team >= 0 ? team : (free.shift() ?? 0)))
  const width = teams.reduce((most, { members }) => Math.max(most, members.length), 0)
  const seating = emptySeating(problem, width)
  teams.forEach(({ members }, index) => {
    for (const id of members) {
      const person = problem.roster.indexOf.get(id)
      if (person !== undefined && seating.teamOf[person] === -1) seat(seating, person, slots[index] ?? 0)
    }
  })
  measureAll(seating)
  return { seating, slots }
}

/** What an arrangement costs; what a facilitator sees change while dragging. Takes well under a millisecond a team. */
export function scoreTeams(request: FormationRequest, teams: readonly DrawnTeam[]): PlanScore {
  return scoreOf(drawnOf(request, teams).seating)
}

/** Whether two plans seat the same people together, whatever the teams' order. */
export function isSamePlan(one: readonly DrawnTeam[], other: readonly DrawnTeam[]): boolean {
  const partition = (teams: readonly DrawnTeam[]) =>
    teams.map(({ members }) => [...members].sort(byText).join(' ')).sort()
  return partition(one).join('|') === partition(other).join('|')
}
