import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest } from './entrant.ts'
import type { DrawnTeam, Plan } from './plan.ts'

/** What a team without its mentor can do. Who would rather not be a mentor is in none of these. */
export type MentorAdvice =
  /** somebody in the team has solved the challenge */
  | { readonly kind: 'promote'; readonly participantIds: readonly ParticipantId[] }
  /** mentors of other teams who solved it may visit, those with a second mentor in their team first; perhaps nobody */
  | { readonly kind: 'visit'; readonly participantIds: readonly ParticipantId[] }

/** A team that has nobody who offered to be its mentor. */
export interface TeamWithoutMentor {
  /** the team's place in the plan */
  readonly team: number
  readonly challenge: string | null
  readonly advice: MentorAdvice
}

/** The 巡回先生 list: every team without a mentor, and who could help. Also the answer to a mentor who does not come. */
export function teamsWithoutMentor(
  request: FormationRequest,
  teams: readonly (DrawnTeam & { readonly challenge: string | null })[],
): readonly TeamWithoutMentor[] {
  const willing = new Map(
    request.people
      .filter(({ declinesMentoring }) => declinesMentoring !== true)
      .map(({ id, answers = {} }) => [id, answers]),
  )
  const hasSolved = (id: ParticipantId, challenge: string | null) =>
    challenge !== null && (willing.get(id)?.solved ?? []).includes(challenge)
  const isMentor = (id: ParticipantId) => willing.get(id)?.mentor === true
  return teams.flatMap(({ members, challenge }, team): readonly TeamWithoutMentor[] => {
    if (members.length === 0 || members.some(isMentor)) return []
    const own = members.filter((id) => hasSolved(id, challenge)).sort()
    if (own.length > 0) return [{ team, challenge, advice: { kind: 'promote', participantIds: own } }]
    const visitors = teams.flatMap((other) => {
      const mentors = other.members.filter(isMentor)
      return mentors.filter((id) => hasSolved(id, challenge)).map((id) => ({ id, spare: mentors.length }))
    })
    visitors.sort((one, other) => other.spare - one.spare || (one.id < other.id ? -1 : 1))
    return [{ team, challenge, advice: { kind: 'visit', participantIds: visitors.map(({ id }) => id) } }]
  })
}

/** A challenge with more teams than mentors who solved it: what a recruiting text is about. */
export interface MentorShortage {
  readonly challenge: string
  /** teams that have it in common */
  readonly needed: number
  /** people who offered to be mentors and have solved it */
  readonly registered: number
  /** the teams of it, by place in the plan, that have no mentor who solved it */
  readonly teams: readonly number[]
}

/** The challenges that lack mentors, the greatest lack first (「課題『社内FAQ』の先生が2人足りません(必要5・登録3)」). */
export function mentorShortages(
  request: FormationRequest,
  { teams }: Pick<Plan, 'teams'>,
): readonly MentorShortage[] {
  const mentors = request.people.filter(
    (one) => one.answers?.mentor === true && one.declinesMentoring !== true,
  )
  const solvers = (challenge: string) => mentors.filter(({ answers }) => answers?.solved?.includes(challenge))
  const challenges = [...new Set(teams.flatMap(({ challenge }) => challenge ?? []))].sort()
  return challenges
    .map((challenge): MentorShortage => {
      const able = new Set(solvers(challenge).map(({ id }) => id))
      const own = [...teams.keys()].filter((team) => teams[team]?.challenge === challenge)
      return {
        challenge,
        needed: own.length,
        registered: able.size,
        teams: own.filter((team) => teams[team]?.members.every((id) => !able.has(id))),
      }
    })
    .filter(({ needed, registered }) => needed > registered)
    .sort((one, other) => other.needed - other.registered - (one.needed - one.registered))
}
