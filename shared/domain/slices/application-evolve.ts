import type { ParticipantId } from '../../ids.ts'
import { participantById } from '../lookup.ts'
import type { Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'
import type { ApplicationEvent } from './applications.ts'

// apart from the deciders: these place newcomers by what forms teams, which nobody in a room needs
export const applicationEvolvers: Evolvers<ApplicationEvent> = {
  'seat.awaited': (state, { participantId, consent, at }) =>
    isKnown(state, participantId)
      ? state
      : { ...state, waiting: [...state.waiting, { participantId, consent, at }] },
  'wait.ended': (state, { participantId }) => ({
    ...state,
    waiting: state.waiting.filter((one) => one.participantId !== participantId),
  }),
  'consents.given': (state, { participantId, texts }) => ({
    ...state,
    agreements: { ...state.agreements, [participantId]: texts },
  }),
  // Name and answers go where they are kept (D11); what they agreed to goes here.
  'seat.forgotten': (state, { participantId }) => {
    const { [participantId]: _, ...agreements } = state.agreements
    const { [participantId]: __, ...agreedRules } = state.agreedRules
    const { [participantId]: ___, ...wordsGiven } = state.wordsGiven
    return { ...state, agreements, agreedRules, wordsGiven }
  },
}

/** Whether somebody has a seat here, or waits for one. */
export function isKnown(state: WorkshopState, id: ParticipantId): boolean {
  return participantById(state, id) !== null || state.waiting.some((one) => one.participantId === id)
}
