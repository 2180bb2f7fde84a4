import { seededRandom } from '../../random.ts'
import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest, TeamBefore } from './entrant.ts'
import { defaultSteps } from './form-plan.ts'
import { cheapestTeam } from './insert.ts'
import { mergeSmallTeams, type Merge } from './merge.ts'
import { drawnOf, planOf, type Plan } from './plan.ts'
import { polish } from './polish.ts'
import { problemOf, type Problem } from './problem.ts'
import { anneal } from './search.ts'
import { emptySeating, measureAll, noteTeam, seat, type Seating } from './seating.ts'

/** On the day: as few changes as the teams can bear (team-formation.md 3.5). */
export interface DayPlan {
  readonly plan: Plan
  readonly merged: readonly Merge[]
  /** who sits in another team than before, the merged included */
  readonly moved: readonly ParticipantId[]
}

export type DayRequest = FormationRequest & { readonly before: readonly TeamBefore[] }

/**
 * 「欠席を反映」: the teams of `before` without the absent. Teams of one or two join another; beyond that somebody changes
 * teams only for more than it costs to move them. People who are in no team yet are placed too.
 */
export function planWithoutAbsent(request: DayRequest, absent: readonly ParticipantId[]): DayPlan {
  const gone = new Set(absent)
  const people = request.people.filter(({ id }) => !gone.has(id))
  const here = new Set(people.map(({ id }) => id))
  const left = request.before.map(({ key, members }) => ({
    key,
    members: members.filter((id) => here.has(id)),
  }))
  const { teams, merged } = mergeSmallTeams({ ...request, people }, left)
  const problem = problemOf({ ...request, people, before: teams }, 'day')
  const seating = seatedAsBefore(problem)
  anneal(seating, seededRandom(request.seed), { steps: request.steps ?? defaultSteps(people.length) })
  polish(seating)
  const plan = planOf(seating)
  return { plan, merged, moved: movedBetween(request.before, plan) }
}

function seatedAsBefore(problem: Problem): Seating {
  const seating = emptySeating(problem)
  problem.former.forEach((team, person) => {
    if (team >= 0) seat(seating, person, team)
  })
  for (let person = 0; person < problem.roster.count; person++) {
    if (seating.teamOf[person] === -1) seat(seating, person, cheapestTeam(seating, person, roomIn(seating)))
  }
  measureAll(seating)
  return seating
}

function roomIn({ problem, sizes }: Seating): (team: number) => number {
  return (team) => problem.sizes.largest - (sizes[team] ?? 0)
}

function movedBetween(before: readonly TeamBefore[], plan: Plan): readonly ParticipantId[] {
  const keyOf = new Map(before.flatMap(({ key, members }) => members.map((id) => [id, key] as const)))
  return plan.teams.flatMap((team) =>
    team.members.filter((id) => keyOf.has(id) && keyOf.get(id) !== team.before),
  )
}

/** Where somebody who came late goes. */
export interface LatePlace {
  readonly participantId: ParticipantId
  readonly team: string
  /** every team was full: they are one more than a team should have */
  readonly full: boolean
}

/**
 * Places people who came late, each where they cost least, small teams first; nobody else moves. Who comes at the same
 * time is placed by id. Nothing while there are no teams.
 */
export function placeLate(request: DayRequest, late: readonly ParticipantId[]): readonly LatePlace[] {
  if (request.before.length === 0) return []
  const teams = request.before.map(({ key, members }) => ({ before: key, members }))
  const { seating } = drawnOf(request, teams, 'day')
  const { roster, keys } = seating.problem
  const newcomers = [...new Set(late)].flatMap((id) => roster.indexOf.get(id) ?? []).sort((a, b) => a - b)
  return newcomers.flatMap((person): readonly LatePlace[] => {
    const id = roster.ids[person]
    if (id === undefined || seating.teamOf[person] !== -1) return []
    const room = roomIn(seating)
    const team = cheapestTeam(seating, person, room)
    const full = room(team) <= 0
    seat(seating, person, team)
    noteTeam(seating, team)
    return [{ participantId: id, team: keys[team] ?? '', full }]
  })
}
