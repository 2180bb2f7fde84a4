import * as v from 'valibot'
import type { CardId, ParticipantId, PhaseId } from '../../ids.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'
import type { Tally } from '../state.ts'

export const voteCommands = {
  'like.toggle': v.object({ cardId: idSchema<CardId>() }),
  /** sets the number of one's own dots on a card in the current phase: 0, 1 or 2 */
  'vote.cast': v.object({
    cardId: idSchema<CardId>(),
    count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2)),
  }),
  /** closes the voting of the current phase and shows likes and votes to everyone */
  'tally.show': v.object({ expectedPhaseId: idSchema<PhaseId>() }),
}
export type VoteCommand = CommandsOf<typeof voteCommands>

export type VoteEvent =
  | { readonly type: 'like.toggled'; readonly cardId: CardId; readonly participantId: ParticipantId; readonly on: boolean }
  | {
      readonly type: 'vote.cast'
      readonly phaseId: PhaseId
      readonly cardId: CardId
      readonly participantId: ParticipantId
      readonly count: number
    }
  | { readonly type: 'tally.shown'; readonly phaseId: PhaseId; readonly tallies: Readonly<Record<CardId, Tally>> }
