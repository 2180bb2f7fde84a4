import * as v from 'valibot'
import type { CardId, ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { idSchema } from '../field-schemas.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import { PLEDGE_KINDS, type Pledge, type PledgeKind } from '../reactions.ts'
import { teamCard } from './team-card.ts'

export const pledgeCommands = {
  /** takes the pledge, or takes it back */
  'pledge.toggle': v.object({ cardId: idSchema<CardId>(), kind: v.picklist(PLEDGE_KINDS) }),
}
export type PledgeCommand = CommandsOf<typeof pledgeCommands>

export interface PledgeEvent {
  readonly type: 'pledge.toggled'
  readonly cardId: CardId
  readonly participantId: ParticipantId
  readonly kind: PledgeKind
  readonly on: boolean
}

export const pledgeDeciders: Deciders<PledgeCommand> = {
  'pledge.toggle': ({ cardId, kind }, state, { actor }) => {
    const target = teamCard(state, actor, cardId)
    if (!target.ok) return target
    const { card, seat } = target.value
    if (card.board !== 'solutions') return refuse('pledge_elsewhere')
    const pledge = { cardId, participantId: seat.id, kind }
    const on = !state.pledges.some((one) => isSame(one, pledge))
    return ok([{ type: 'pledge.toggled', ...pledge, on }])
  },
}

export const pledgeEvolvers: Evolvers<PledgeEvent> = {
  'pledge.toggled': (state, { cardId, participantId, kind, on }) => {
    const pledge = { cardId, participantId, kind }
    const others = state.pledges.filter((one) => !isSame(one, pledge))
    return { ...state, pledges: on ? [...others, pledge] : others }
  },
}

function isSame(one: Pledge, other: Pledge): boolean {
  return one.cardId === other.cardId && one.participantId === other.participantId && one.kind === other.kind
}
