import type { ParticipantId } from '../../ids.ts'
import type { Answers } from '../answers.ts'
import { placeLate } from '../formation/day-of.ts'
import { requestFields } from '../formation/formation-setup.ts'
import { isSilent } from '../own-words.ts'
import type { Context } from '../slice.ts'
import type { Team, WorkshopState } from '../state.ts'
import { entrantOf } from './team-form.ts'
import { membersWith } from './team-roles.ts'
import type { TeamEvent } from './teams.ts'

/**
 * Who comes after teams were formed goes where they cost least, as on the forming screen, and takes a free role; nobody else
 * moves (ROS-4). Nothing before teams are formed. Weighing 100 teams of five takes some 4 ms, and only who answered is weighed: a
 * hall that comes in by the code at once waits for none of it.
 */
export function placeNewcomer(
  state: WorkshopState,
  id: ParticipantId,
  ctx: Pick<Context, 'answersOf' | 'past'>,
  answers: Answers | null = ctx.answersOf(id),
): readonly TeamEvent[] {
  // A team everybody has left keeps its boards, but nobody should find themselves alone in it.
  const peopled = state.teams.filter((team) => team.members.length > 0)
  const teams = (peopled.length > 0 ? peopled : state.teams).toSorted(
    (one, other) => one.members.length - other.members.length,
  )
  const answersOf: Context['answersOf'] = (one) => (one === id ? answers : ctx.answersOf(one))
  const weighed = answers !== null && !isSilent(answers)
  const team = (weighed ? cheapest(state, id, teams, { ...ctx, answersOf }) : null) ?? teams[0]
  if (team === undefined) return []
  return [
    { type: 'team.moved', participantId: id, teamId: team.id },
    { type: 'team.dealt', teamId: team.id, members: membersWith(team, id) },
  ]
}

/** The team somebody costs least in, the first of these on ties. */
function cheapest(
  state: WorkshopState,
  id: ParticipantId,
  teams: readonly Team[],
  ctx: Pick<Context, 'answersOf' | 'past'>,
): Team | null {
  // teams are told apart in the order of their keys
  const before = teams.map(({ members }, index) => ({
    key: String(index).padStart(4, '0'),
    members: members.map(({ participantId }) => participantId),
  }))
  // whether somebody is a mentor shows in their own team: looking through all for each of 500 would cost as much as the rest
  const people = teams.flatMap((team) =>
    team.members.map(({ participantId }) => entrantOf(participantId, { ...state, teams: [team] }, ctx)),
  )
  people.push(entrantOf(id, { ...state, teams: [] }, ctx))
  const request = {
    ...requestFields(state.formation, new Set(people.map((one) => one.id))),
    people,
    seed: 0,
    before,
    ...(ctx.past && { earlier: ctx.past.teams }),
  }
  const [place] = placeLate(request, [id])
  return teams[Number(place?.team)] ?? null
}
