import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'

export const rosterCommands = {
  /** only the server gives it (`POST …/seats`); the name goes to the erasable table of people, never into an event */
  'seat.take': v.object({
    participantId: idSchema<ParticipantId>(),
    name: v.string(),
    consent: v.optional(v.boolean(), false),
  }),
  /** one's own seat; facilitators may name another's */
  'seat.rename': v.object({ name: v.string(), participantId: v.optional(idSchema<ParticipantId>()) }),
  'seat.leave': v.object({}),
  'seat.remove': v.object({ participantId: idSchema<ParticipantId>() }),
  'facilitator.grant': v.object({ participantId: idSchema<ParticipantId>() }),
  'consent.set': v.object({ names: v.boolean() }),
}
export type RosterCommand = CommandsOf<typeof rosterCommands>

export type RosterEvent =
  | { readonly type: 'seat.taken'; readonly participantId: ParticipantId; readonly consent: boolean; readonly at: Millis }
  | { readonly type: 'seat.renamed'; readonly participantId: ParticipantId }
  | { readonly type: 'seat.left'; readonly participantId: ParticipantId }
  | { readonly type: 'seat.removed'; readonly participantId: ParticipantId }
  | { readonly type: 'facilitator.granted'; readonly participantId: ParticipantId }
  | { readonly type: 'consent.set'; readonly participantId: ParticipantId; readonly names: boolean }
