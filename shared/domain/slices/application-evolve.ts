import { isKnown } from '../application.ts'
import { withoutFriend } from '../friends.ts'
import type { Evolvers } from '../slice.ts'
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
  'friend.offered': (state, { participantId, reference }) => ({
    ...state,
    friendLinks: { ...state.friendLinks, [participantId]: reference },
  }),
  'friend.brought': (state, { participantId, by }) => ({
    ...state,
    broughtBy: { ...state.broughtBy, [participantId]: by },
  }),
  // Name and answers go where they are kept (D11); what they agreed to goes here.
  'seat.forgotten': (state, { participantId }) => {
    const { [participantId]: _, ...agreements } = state.agreements
    const { [participantId]: __, ...agreedRules } = state.agreedRules
    const { [participantId]: ___, ...wordsGiven } = state.wordsGiven
    return { ...state, ...withoutFriend(state, participantId), agreements, agreedRules, wordsGiven }
  },
}
