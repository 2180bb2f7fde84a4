import * as v from 'valibot'
import { BOARD_NAMES, type BoardName, type CardId, type ParticipantId, type PhaseId, type TeamId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'
import { SOLUTION_PARTS, type SolutionPart } from '../state.ts'

export const cardCommands = {
  'card.add': v.object({
    cardId: idSchema<CardId>(),
    board: v.picklist(BOARD_NAMES),
    text: v.string(),
    part: v.optional(v.nullable(v.picklist(SOLUTION_PARTS)), null),
  }),
  /** one's own card while it is a draft; a revealed card is reworded in the document */
  'card.reword': v.object({ cardId: idSchema<CardId>(), text: v.string() }),
  /** one's own card, at any time while its board is open */
  'card.withdraw': v.object({ cardId: idSchema<CardId>() }),
  /** a facilitator takes a card off the board; the log keeps it */
  'card.hide': v.object({ cardId: idSchema<CardId>() }),
  /** the one moment when every draft of the current phase is shown */
  'card.reveal': v.object({ expectedPhaseId: idSchema<PhaseId>() }),
}
export type CardCommand = CommandsOf<typeof cardCommands>

export type CardEvent =
  | {
      readonly type: 'card.added'
      readonly cardId: CardId
      readonly teamId: TeamId
      readonly board: BoardName
      readonly phaseId: PhaseId
      readonly authorId: ParticipantId
      readonly part: SolutionPart | null
      readonly revealed: boolean
      readonly at: Millis
    }
  /** the words of a card, for its author (and the board writer) alone */
  | { readonly type: 'card.texted'; readonly cardId: CardId; readonly authorId: ParticipantId; readonly text: string }
  /** in random order, so that position tells nothing about who was first */
  | { readonly type: 'cards.revealed'; readonly phaseId: PhaseId; readonly cardIds: readonly CardId[] }
  | { readonly type: 'card.withdrawn'; readonly cardId: CardId }
  | { readonly type: 'card.withheld'; readonly cardId: CardId }
