import { ALL_TEAMS, type CardId, type ParticipantId, type PhaseId, type TeamId } from '../ids.ts'
import type { Actor } from './slice.ts'
import type { Card, Member, Participant, Phase, Reply, Team, WorkshopState } from './state.ts'

/** Each answers `null` when there is no such thing. */
export function participantById(state: WorkshopState, id: ParticipantId): Participant | null {
  return state.participants.find((participant) => participant.id === id) ?? null
}

export function teamById(state: WorkshopState, id: TeamId): Team | null {
  return state.teams.find((team) => team.id === id) ?? null
}

export function cardById(state: WorkshopState, id: CardId): Card | null {
  return state.cards.find((card) => card.id === id) ?? null
}

export function replyById(state: WorkshopState, id: CardId): Reply | null {
  return state.replies.find((reply) => reply.id === id) ?? null
}

/** Whether a card, a reply or something parked has this id: it is given once among them. */
export function isIdUsed(state: WorkshopState, id: CardId): boolean {
  return (
    cardById(state, id) !== null ||
    replyById(state, id) !== null ||
    state.parked.some((parked) => parked.id === id)
  )
}

export function phaseById(state: WorkshopState, id: PhaseId): Phase | null {
  return state.agenda.phases.find((phase) => phase.id === id) ?? null
}

/** The phase that is on (or was, when the workshop ended). */
export function currentPhase(state: WorkshopState): Phase | null {
  return state.agenda.current === null ? null : phaseById(state, state.agenda.current.phaseId)
}

/** Where a phase stands on the agenda; -1 when it does not. */
export function phaseIndex(state: WorkshopState, id: PhaseId): number {
  return state.agenda.phases.findIndex((phase) => phase.id === id)
}

/** The seat somebody acts from; facilitators may have none. */
export function seatOf(state: WorkshopState, actor: Actor): Participant | null {
  if (actor.role !== 'participant' && actor.role !== 'facilitator') return null
  return actor.participantId === null ? null : participantById(state, actor.participantId)
}

export function teamOf(state: WorkshopState, participantId: ParticipantId): Team | null {
  const teamId = participantById(state, participantId)?.teamId ?? null
  return teamId === null ? null : teamById(state, teamId)
}

export function memberOf(team: Team, participantId: ParticipantId): Member | null {
  return team.members.find((member) => member.participantId === participantId) ?? null
}

/** The team id under which somebody writes in a phase: their team's, or `all` on boards that everybody shares. */
export function writingTeamId(phase: Phase, participant: Participant): TeamId | null {
  return phase.scope === 'everyone' ? ALL_TEAMS : participant.teamId
}
