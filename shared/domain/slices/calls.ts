import * as v from 'valibot'
import type { ParticipantId, PhaseId, TeamId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { ok } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseText } from '../../text.ts'
import { idSchema } from '../field-schemas.ts'
import { currentPhase, participantById, seatOf } from '../lookup.ts'
import { gateOf } from '../progress.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'

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
  | {
      readonly type: 'call.raised'
      readonly participantId: ParticipantId
      readonly teamId: TeamId | null
      readonly at: Millis
    }
  | { readonly type: 'call.cleared'; readonly participantId: ParticipantId }
  | { readonly type: 'announcement.made'; readonly id: string; readonly text: string; readonly at: Millis }
  | {
      readonly type: 'nudge.sent'
      readonly participantId: ParticipantId
      readonly phaseId: PhaseId
      readonly at: Millis
    }
  | { readonly type: 'gather.called'; readonly at: Millis }

export const callDeciders: Deciders<CallCommand> = {
  'call.raise': (_, state, { actor, now }) => {
    const seat = seatOf(state, actor)
    if (seat === null) return refuse('participant_unknown')
    if (state.calls.some((call) => call.participantId === seat.id)) return ok([])
    return ok([{ type: 'call.raised', participantId: seat.id, teamId: seat.teamId, at: now }])
  },

  'call.clear': (command, state, { actor }) => {
    const seat = seatOf(state, actor)
    const participantId = command.participantId ?? seat?.id
    if (participantId === undefined) return refuse('participant_unknown')
    if (actor.role !== 'facilitator' && participantId !== seat?.id) return refuse('not_allowed')
    const isRaised = state.calls.some((call) => call.participantId === participantId)
    return ok(isRaised ? [{ type: 'call.cleared', participantId }] : [])
  },

  announce: ({ text: typed }, _, { newId, now }) => {
    const text = normaliseText(typed)
    if (text === '') return refuse('text_empty')
    if (!hasAtMost(text, LIMITS.announcement)) {
      return refuse('text_too_long', { limit: LIMITS.announcement })
    }
    return ok([{ type: 'announcement.made', id: newId(), text, at: now }])
  },

  nudge: ({ participantIds }, state, { present, now }) => {
    const phase = currentPhase(state)
    if (phase === null) return refuse('not_open_yet')
    const nudged = new Set(participantIds ?? gateOf(state, present).missing)
    if ([...nudged].some((id) => participantById(state, id) === null)) return refuse('participant_unknown')
    return ok(
      [...nudged].map((participantId) => ({ type: 'nudge.sent', participantId, phaseId: phase.id, at: now })),
    )
  },

  gather: (_, _state, { now }) => ok([{ type: 'gather.called', at: now }]),
}

export const callEvolvers: Evolvers<CallEvent> = {
  'call.raised': (state, { participantId, teamId, at }) => ({
    ...state,
    calls: [
      ...state.calls.filter((call) => call.participantId !== participantId),
      { participantId, teamId, at },
    ],
  }),

  'call.cleared': (state, { participantId }) => ({
    ...state,
    calls: state.calls.filter((call) => call.participantId !== participantId),
  }),

  'announcement.made': (state, { id, text, at }) => ({
    ...state,
    announcements: [...state.announcements, { id, text, at }],
  }),

  'nudge.sent': (state, { participantId, phaseId, at }) => ({
    ...state,
    nudges: [
      ...state.nudges.filter((one) => one.participantId !== participantId || one.phaseId !== phaseId),
      { participantId, phaseId, at },
    ],
  }),

  'gather.called': (state, { at }) => ({ ...state, gatheredAt: at }),
}
