import type { Millis } from '../../time.ts'
import { phaseIndex } from '../lookup.ts'
import type { Evolvers } from '../slice.ts'
import type { Agenda, CurrentPhase, Sharing, WorkshopState } from '../state.ts'
import type { AgendaEvent } from './agenda.ts'

const NOBODY_SHARES: Sharing = { teamId: null, done: [] }

export const agendaEvolvers: Evolvers<AgendaEvent> = {
  'agenda.opened': (state, { current, at }) => ({
    ...state,
    status: 'live',
    agenda: { ...enter(state.agenda, current, at), openedAt: at },
  }),

  'agenda.moved': (state, { before, current, at }) => ({
    ...reopened(state, current),
    agenda: { ...enter(state.agenda, current, at), lastMove: { at, before, share: state.share } },
    share: NOBODY_SHARES,
  }),

  'agenda.undone': (state, { current }) => {
    const { agenda } = state
    const goesBack =
      agenda.current !== null &&
      phaseIndex(state, current.phaseId) < phaseIndex(state, agenda.current.phaseId)
    return {
      ...(goesBack ? reopened(state, current) : state),
      agenda: { ...agenda, current, lastMove: null },
      share: agenda.lastMove?.share ?? NOBODY_SHARES,
    }
  },

  'agenda.timed': (state, { phaseId, timer }) => {
    const { current } = state.agenda
    if (current?.phaseId !== phaseId) return state
    return { ...state, agenda: { ...state.agenda, current: { ...current, timer } } }
  },

  'agenda.recovered': (state, { phaseId, timer, outage }) => {
    const { current } = state.agenda
    if (current?.phaseId !== phaseId) return state
    return { ...state, agenda: { ...state.agenda, current: { ...current, timer }, outage } }
  },

  'agenda.edited': (state, { phases }) => ({ ...state, agenda: { ...state.agenda, phases } }),

  'agenda.ended': (state, { at }) => ({
    ...state,
    status: 'ended',
    agenda: { ...state.agenda, endedAt: at, lastMove: null },
    share: NOBODY_SHARES,
  }),

  'gate.passed': (state, { phaseId, participantId }) => ({
    ...state,
    passes: [...state.passes, { phaseId, participantId }],
  }),

  'gate.forced': (state, { phaseId, reason, at }) => ({
    ...state,
    forcedGates: [...state.forcedGates, { phaseId, reason, at }],
  }),
}

function enter(agenda: Agenda, current: CurrentPhase, at: Millis): Agenda {
  const { phaseId } = current
  return {
    ...agenda,
    current,
    enteredAt: { ...agenda.enteredAt, [phaseId]: agenda.enteredAt[phaseId] ?? at },
  }
}

/** A phase entered again is as open as the first time: new cards are hidden again, dots can be given again. */
function reopened(state: WorkshopState, { phaseId }: CurrentPhase): WorkshopState {
  return {
    ...state,
    revealedPhases: state.revealedPhases.filter((id) => id !== phaseId),
    votesShown: state.votesShown.filter((id) => id !== phaseId),
  }
}
