import * as v from 'valibot'
import type { ParticipantId, PhaseId, TeamId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'

export const callCommands = {
  'call.raise': v.object({}),
  /** one's own call; facilitators may clear another's */
  'call.clear': v.object({ participantId: v.optional(idSchema<ParticipantId>()) }),
  announce: v.object({ text: v.string() }),
  /** a private word to those who have not posted; everyone missing when no one is named */
  nudge: v.object({ participantIds: v.optional(v.array(idSchema<ParticipantId>())) }),
  /** asks everyone back to the current phase; nobody is moved while typing */
  gather: v.object({}),
}
export type CallCommand = CommandsOf<typeof callCommands>

export type CallEvent =
  | { readonly type: 'call.raised'; readonly participantId: ParticipantId; readonly teamId: TeamId | null; readonly at: Millis }
  | { readonly type: 'call.cleared'; readonly participantId: ParticipantId }
  | { readonly type: 'announcement.made'; readonly id: string; readonly text: string; readonly at: Millis }
  | { readonly type: 'nudge.sent'; readonly participantId: ParticipantId; readonly phaseId: PhaseId; readonly at: Millis }
  | { readonly type: 'gather.called'; readonly at: Millis }
