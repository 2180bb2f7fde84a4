import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { answerLimitPassed, answersSchema, keptAnswers, type Answers } from '../answers.ts'
import { idSchema } from '../field-schemas.ts'
import { participantById, seatOf, teamById } from '../lookup.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { CommandsOf, Context, Deciders, Decision } from '../slice.ts'
import type { Participant, WorkshopState } from '../state.ts'
import { placeNewcomer } from './newcomer.ts'
import { withoutSeat } from './roster-evolve.ts'
import { dealtAfterLeaving } from './team-roles.ts'
import { movedUp } from './waiting.ts'

export const rosterCommands = {
  /** only the server gives it (`POST …/seats`); name and answers go to the erasable table of people, never into an event */
  'seat.take': v.object({
    participantId: idSchema<ParticipantId>(),
    name: v.string(),
    consent: v.optional(v.boolean(), false),
    answers: v.optional(answersSchema),
    /** a facilitator said so: past a guarded door */
    letIn: v.optional(v.boolean()),
  }),
  /** one's own seat; facilitators may name another's */
  'seat.rename': v.object({ name: v.string(), participantId: v.optional(idSchema<ParticipantId>()) }),
  'seat.leave': v.object({}),
  'seat.remove': v.object({ participantId: idSchema<ParticipantId>() }),
  'facilitator.grant': v.object({ participantId: idSchema<ParticipantId>() }),
  'consent.set': v.object({ names: v.boolean() }),
}
export type RosterCommand = CommandsOf<typeof rosterCommands>
export type TakeSeat = Extract<RosterCommand, { type: 'seat.take' }>

export type RosterEvent =
  | {
      readonly type: 'seat.taken'
      readonly participantId: ParticipantId
      readonly consent: boolean
      readonly at: Millis
    }
  /** what they were is with the names, and for facilitators */
  | { readonly type: 'answers.given'; readonly participantId: ParticipantId }
  | { readonly type: 'seat.renamed'; readonly participantId: ParticipantId }
  | { readonly type: 'seat.left'; readonly participantId: ParticipantId }
  | { readonly type: 'seat.removed'; readonly participantId: ParticipantId }
  | { readonly type: 'facilitator.granted'; readonly participantId: ParticipantId }
  | { readonly type: 'consent.set'; readonly participantId: ParticipantId; readonly names: boolean }

export const rosterDeciders: Deciders<RosterCommand> = {
  'seat.take': (asked, state, ctx) => {
    const { participantId, consent, letIn } = asked
    if (participantById(state, participantId) !== null) return ok([])
    const fits = fitsIn(asked, state)
    if (!fits.ok) return fits
    if (state.door === 'guarded' && letIn !== true) return refuse('door_guarded')
    const kept = fits.value
    return ok([
      { type: 'seat.taken', participantId, consent, at: ctx.now },
      ...(kept === null ? [] : [{ type: 'answers.given', participantId } as const]),
      ...placeNewcomer(state, participantId, ctx, kept),
    ])
  },

  'seat.rename': ({ name, participantId }, state, { actor }) => {
    const seat = seatOf(state, actor)
    const renamed = participantId === undefined ? seat : participantById(state, participantId)
    if (renamed === null) return refuse('participant_unknown')
    if (actor.role !== 'facilitator' && renamed.id !== seat?.id) return refuse('not_allowed')
    if (!isName(name)) return refuse('name_invalid', { limit: LIMITS.name })
    return ok([{ type: 'seat.renamed', participantId: renamed.id }])
  },

  'seat.leave': (_, state, ctx) => {
    const seat = seatOf(state, ctx.actor)
    return seat === null ? refuse('participant_unknown') : leave(state, seat, 'seat.left', ctx)
  },

  'seat.remove': ({ participantId }, state, ctx) => {
    const removed = participantById(state, participantId)
    return removed === null ? refuse('participant_unknown') : leave(state, removed, 'seat.removed', ctx)
  },

  'facilitator.grant': ({ participantId }, state) => {
    const promoted = participantById(state, participantId)
    if (promoted === null) return refuse('participant_unknown')
    return ok(promoted.facilitator ? [] : [{ type: 'facilitator.granted', participantId }])
  },

  'consent.set': ({ names }, state, { actor }) => {
    const seat = seatOf(state, actor)
    if (seat === null) return refuse('participant_unknown')
    return ok(seat.consent === names ? [] : [{ type: 'consent.set', participantId: seat.id, names }])
  },
}

/** Whether there is a seat for somebody but for a guarded door; with their answers as they would be kept. */
export function fitsIn(
  { name, answers }: Pick<TakeSeat, 'name' | 'answers'>,
  state: WorkshopState,
): Result<Answers | null, Rejection> {
  if (state.door === 'closed') return refuse('door_closed')
  if (!isName(name)) return refuse('name_invalid', { limit: LIMITS.name })
  if (state.participants.length >= LIMITS.participants) {
    return refuse('room_full', { limit: LIMITS.participants })
  }
  const kept = answers === undefined ? null : keptAnswers(answers)
  const limit = kept === null ? null : answerLimitPassed(kept)
  return limit === null ? ok(kept) : refuse('text_too_long', { limit })
}

/** Whether this may stand for somebody: 1 to `LIMITS.name` graphemes. */
export function isName(typed: string): boolean {
  const name = normaliseLine(typed)
  return name !== '' && hasAtMost(name, LIMITS.name)
}

/** A seat is given up: its team deals its role, and who waits may move up. */
export function leave(
  state: WorkshopState,
  { id, teamId }: Participant,
  type: 'seat.left' | 'seat.removed',
  ctx: Pick<Context, 'now' | 'answersOf' | 'past'>,
): Decision {
  const team = teamId === null ? null : teamById(state, teamId)
  return ok([
    { type, participantId: id },
    ...(team === null ? [] : dealtAfterLeaving(team, id)),
    ...movedUp(withoutSeat(state, id), ctx),
  ])
}
