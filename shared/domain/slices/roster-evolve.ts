import type { ParticipantId } from '../../ids.ts'
import { participantById } from '../lookup.ts'
import type { Evolvers } from '../slice.ts'
import type { Participant, WorkshopState } from '../state.ts'
import type { RosterEvent } from './roster.ts'
import { withoutMember } from './team-roles.ts'

// apart from the deciders: these place newcomers by what forms teams, which nobody in a room needs
export const rosterEvolvers: Evolvers<RosterEvent> = {
  'seat.taken': (state, { participantId, consent, at }) => {
    if (participantById(state, participantId) !== null) return state
    const seat = { id: participantId, name: null, teamId: null, seatedAt: at, facilitator: false, consent }
    const waiting = state.waiting.filter((one) => one.participantId !== participantId)
    return { ...state, participants: [...state.participants, seat], waiting }
  },
  // Answers and the name itself travel beside the events (D11).
  'answers.given': (state) => state,
  'seat.renamed': (state) => state,
  'seat.left': (state, { participantId }) => withoutSeat(state, participantId),
  'seat.removed': (state, { participantId }) => withoutSeat(state, participantId),
  'facilitator.granted': (state, { participantId }) =>
    changeSeat(state, participantId, { facilitator: true }),
  'consent.set': (state, { participantId, names }) => changeSeat(state, participantId, { consent: names }),
}

function changeSeat(state: WorkshopState, id: ParticipantId, change: Partial<Participant>): WorkshopState {
  return {
    ...state,
    participants: state.participants.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }
}

/** The person goes; their cards, likes and votes stay. */
export function withoutSeat(state: WorkshopState, id: ParticipantId): WorkshopState {
  const { [id]: _, ...ownLinks } = state.ownLinks
  return {
    ...state,
    ownLinks,
    participants: state.participants.filter((one) => one.id !== id),
    teams: state.teams.map((team) => withoutMember(team, id)),
    calls: state.calls.filter((call) => call.participantId !== id),
    pledges: state.pledges.filter((pledge) => pledge.participantId !== id),
  }
}
