import type { ParticipantId, TeamId } from '../../ids.ts'
import { shuffled, type Random } from '../../random.ts'
import type { Locale, Member, Team } from '../state.ts'
import type { FormationRequest } from './entrant.ts'
import { planTeams } from './form-plan.ts'
import type { PlannedTeam } from './plan.ts'
import { dealRoles, mentorOf, type EarlierRoles } from './roles.ts'
import { teamSizes } from './team-sizes.ts'

/** What both ways of forming teams need. */
interface Naming {
  readonly newId: () => string
  readonly locale: Locale
}

export interface FormationByHeadcount extends Naming {
  readonly by: 'headcount'
  readonly participantIds: readonly ParticipantId[]
  /** those of them who stay mentors; they are spread over the teams and never dealt another role */
  readonly mentors?: readonly ParticipantId[]
  /** the size aimed at, 2 to 6 */
  readonly size: number
  /** the same random numbers give the same teams */
  readonly random: Random
}

export interface FormationByAnswers extends Naming {
  readonly by: 'answers'
  readonly request: FormationRequest
  /** the plan a facilitator has chosen or drawn; the best one found when left out */
  readonly plan?: readonly PlannedTeam[]
  /** who is a mentor now: none of them is made presenter */
  readonly mentors?: readonly ParticipantId[]
  readonly earlierRoles?: EarlierRoles
}

export type Formation = FormationByHeadcount | FormationByAnswers

/** Everyone in exactly one team, each with a role; no people, no teams. */
export function formTeams(formation: Formation): Team[] {
  return formation.by === 'headcount' ? byHeadcount(formation) : byAnswers(formation)
}

/** Deals people into teams of even sizes (see `teamSizes`), in random order. */
function byHeadcount({
  participantIds,
  mentors = [],
  size,
  random,
  newId,
  locale,
}: FormationByHeadcount): Team[] {
  const isMentor = (id: ParticipantId) => mentors.includes(id)
  const people = shuffled(participantIds, random)
  // Mentors are dealt first, like the first cards of a round, so that each team gets one before any gets two.
  const dealt = [...people.filter(isMentor), ...people.filter((id) => !isMentor(id))]
  const sizes = teamSizes(people.length, size)
  const seats = sizes.map((): ParticipantId[] => [])
  let turn = 0
  for (const person of dealt) {
    while ((seats[turn % sizes.length]?.length ?? 0) >= (sizes[turn % sizes.length] ?? 0)) turn++
    seats[turn % sizes.length]?.push(person)
    turn++
  }
  return seats.map((members, index) => ({
    id: newId() as TeamId,
    name: teamName(index, locale),
    members: dealRoles(members, isMentor),
  }))
}

/** Teams by what people answered (`planTeams`). A team that goes on keeps its key as its id; each has one mentor at most. */
function byAnswers(formation: FormationByAnswers): Team[] {
  const { request, plan, mentors, earlierRoles, newId, locale } = formation
  const teams = plan ?? planTeams(request).teams
  return teams.map((team, index) => ({
    id: (team.before ?? newId()) as TeamId,
    name: teamName(index, locale),
    members: membersOf(team, request, earlierRoles, mentors),
  }))
}

/**
 * The members of a planned team with their roles. One mentor is enough, so another may become something else; but where
 * only a mentor of before is left to present, all of them stay mentors and nobody presents (PRODUCT.md: never by any path).
 */
export function membersOf(
  { members, challenge }: Pick<PlannedTeam, 'members' | 'challenge'>,
  { people }: Pick<FormationRequest, 'people'>,
  earlier: EarlierRoles = {},
  mentors: readonly ParticipantId[] = [],
): readonly Member[] {
  const here = new Set(members)
  const offering = people
    .filter(
      ({ id, answers, declinesMentoring }) =>
        here.has(id) && answers?.mentor === true && declinesMentoring !== true,
    )
    .map(({ id, answers }) => ({
      id,
      solvedIt: challenge !== null && (answers?.solved?.includes(challenge) ?? false),
    }))
  const mentor = mentorOf(offering, members.length, earlier)
  const couldMentor = new Set(offering.filter(({ solvedIt }) => solvedIt).map(({ id }) => id))
  const deal = (isMentor: (id: ParticipantId) => boolean) =>
    dealRoles(members, isMentor, earlier, (id) => couldMentor.has(id) || mentors.includes(id))
  const dealt = deal((id) => id === mentor)
  const presenter = dealt.find(({ role }) => role === 'presenter')?.participantId
  const wasMentor = presenter !== undefined && mentors.includes(presenter)
  return wasMentor ? deal((id) => id === mentor || mentors.includes(id)) : dealt
}

/** チームA, チームB … チームZ, チームAA … */
export function teamName(index: number, locale: Locale): string {
  let letters = ''
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters
  }
  return locale === 'ja' ? `チーム${letters}` : `Team ${letters}`
}
