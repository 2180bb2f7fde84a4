import * as v from 'valibot'
import type { ParticipantId, PhaseId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { idSchema } from '../field-schemas.ts'
import { PHASE_KINDS } from '../phases/phase-kind.ts'
import type { CommandsOf } from '../slice.ts'
import type { CurrentPhase, Outage, Phase, Timer } from '../state.ts'

const phaseEdit = v.object({
  /** absent for a new phase */
  id: v.optional(idSchema<PhaseId>()),
  kind: v.picklist(PHASE_KINDS),
  title: v.optional(v.nullable(v.string()), null),
  minutes: v.number(),
  hidden: v.optional(v.boolean()),
  gate: v.optional(v.boolean()),
  votes: v.optional(v.number()),
  summary: v.optional(v.boolean()),
  auto: v.optional(v.boolean(), false),
  /** left out: as they are; `null` or empty: the kind's own */
  goal: v.optional(v.nullable(v.string())),
  guidance: v.optional(v.nullable(v.string())),
})

const instant = v.pipe(v.number(), v.finite())

export const agendaCommands = {
  'agenda.open': v.object({}),
  /** `force` opens a closed gate and then needs a `reason` */
  'agenda.advance': v.object({
    expectedPhaseId: idSchema<PhaseId>(),
    force: v.optional(v.boolean(), false),
    reason: v.optional(v.string()),
  }),
  'agenda.back': v.object({ expectedPhaseId: v.optional(idSchema<PhaseId>()) }),
  /** takes back the last advance or back within `UNDO_WINDOW` */
  'agenda.undo': v.object({}),
  'agenda.pause': v.object({}),
  'agenda.resume': v.object({}),
  /** signed milliseconds */
  'agenda.extend': v.object({
    ms: v.pipe(v.number(), v.integer(), v.minValue(-3_600_000), v.maxValue(3_600_000)),
  }),
  /** the whole coming agenda: what follows the current phase, or everything while planning */
  'agenda.edit': v.object({ phases: v.array(phaseEdit) }),
  'agenda.end': v.object({}),
  /** the server was not there from … until …, ms since 1970 */
  'agenda.recover': v.object({ from: instant, until: instant }),
  /** one tap past the gate for someone with nothing to post */
  'gate.pass': v.object({}),
}
export type AgendaCommand = CommandsOf<typeof agendaCommands>
export type PhaseEdit = v.InferOutput<typeof phaseEdit>

export type AgendaEvent =
  | { readonly type: 'agenda.opened'; readonly current: CurrentPhase; readonly at: Millis }
  | {
      readonly type: 'agenda.moved'
      readonly direction: 'forward' | 'back'
      readonly before: CurrentPhase
      readonly current: CurrentPhase
      readonly at: Millis
    }
  | { readonly type: 'agenda.undone'; readonly current: CurrentPhase }
  | { readonly type: 'agenda.timed'; readonly phaseId: PhaseId; readonly timer: Timer }
  /** time lost to an outage was given back: `timer` is what the clock says since */
  | {
      readonly type: 'agenda.recovered'
      readonly phaseId: PhaseId
      readonly timer: Timer
      readonly outage: Outage
    }
  | { readonly type: 'agenda.edited'; readonly phases: readonly Phase[] }
  | { readonly type: 'agenda.ended'; readonly at: Millis }
  | { readonly type: 'gate.passed'; readonly phaseId: PhaseId; readonly participantId: ParticipantId }
  | { readonly type: 'gate.forced'; readonly phaseId: PhaseId; readonly reason: string; readonly at: Millis }
