import * as v from 'valibot'
import type { CardId, ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { idSchema } from '../field-schemas.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import { teamCard } from './team-card.ts'

export const thanksCommands = {
  /** says 助かった of a team-mate's card, or takes it back */
  'thanks.toggle': v.object({ cardId: idSchema<CardId>() }),
}
export type ThanksCommand = CommandsOf<typeof thanksCommands>

export type ThanksEvent =
  | {
      readonly type: 'thanks.toggled'
      readonly cardId: CardId
      readonly participantId: ParticipantId
      readonly on: boolean
    }
  /** for the author: that a card helped, not whom, so that a thank-you is no debt. `count`: how many said so, 0 for none any more */
  | {
      readonly type: 'thanks.told'
      readonly cardId: CardId
      readonly authorId: ParticipantId
      readonly count: number
    }

export const thanksDeciders: Deciders<ThanksCommand> = {
  'thanks.toggle': ({ cardId }, state, { actor }) => {
    const target = teamCard(state, actor, cardId)
    if (!target.ok) return target
    const { card, seat } = target.value
    if (card.authorId === null || card.authorId === seat.id) return refuse('own_card')
    const others = state.thanks.filter((one) => one.cardId === cardId && one.participantId !== seat.id)
    const before = state.thanks.filter((one) => one.cardId === cardId)
    const on = before.length === others.length
    return ok([
      { type: 'thanks.toggled', cardId, participantId: seat.id, on },
      { type: 'thanks.told', cardId, authorId: card.authorId, count: others.length + (on ? 1 : 0) },
    ])
  },
}

export const thanksEvolvers: Evolvers<ThanksEvent> = {
  'thanks.toggled': (state, { cardId, participantId, on }) => {
    const others = state.thanks.filter((one) => one.cardId !== cardId || one.participantId !== participantId)
    return { ...state, thanks: on ? [...others, { cardId, participantId }] : others }
  },

  'thanks.told': (state, { cardId, count }) => {
    const { [cardId]: _, ...others } = state.thanked
    return { ...state, thanked: count > 0 ? { ...others, [cardId]: count } : others }
  },
}
