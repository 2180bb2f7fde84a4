import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { ok } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { answerLimitPassed, answersSchema, keptAnswers } from '../answers.ts'
import { idSchema } from '../field-schemas.ts'
import { participantById, seatOf, teamById } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Context, Deciders, Decision, Evolvers } from '../slice.ts'
import type { Participant, WorkshopState } from '../state.ts'
import { dealtAfterLeaving, placeNewcomer, withoutMember } from './team-roles.ts'
import { movedUp } from './waiting.ts'

export const rosterCommands = {
  /** only the server gives it (`POST …/seats`); name and answers go to the erasable table of people, never into an event */
  'seat.take': v.object({
    participantId: idSchema<ParticipantId>(),
    name: v.string(),
    consent: v.optional(v.boolean(), false),
    answers: v.optional(answersSchema),
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
  'seat.take': ({ participantId, name, consent, answers }, state, { now }) => {
    if (participantById(state, participantId) !== null) return ok([])
    if (state.door === 'closed') return refuse('door_closed')
    if (!isName(name)) return refuse('name_invalid', { limit: LIMITS.name })
    if (state.participants.length >= LIMITS.participants) {
      return refuse('room_full', { limit: LIMITS.participants })
    }
    const limit = answers === undefined ? null : answerLimitPassed(keptAnswers(answers))
    if (limit !== null) return refuse('text_too_long', { limit })
    return ok([
      { type: 'seat.taken', participantId, consent, at: now },
      ...(answers === undefined ? [] : [{ type: 'answers.given', participantId } as const]),
      ...placeNewcomer(state, participantId),
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
  ctx: Pick<Context, 'now' | 'answersOf'>,
): Decision {
  const team = teamId === null ? null : teamById(state, teamId)
  return ok([
    { type, participantId: id },
    ...(team === null ? [] : dealtAfterLeaving(team, id)),
    ...movedUp(withoutSeat(state, id), ctx),
  ])
}

export const rosterEvolvers: Evolvers<RosterEvent> = {
  'seat.taken': (state, { participantId, consent, at }) => {
    if (participantById(state, participantId) !== null) return state
    const seat = { id: participantId, name: null, teamId: null, seatedAt: at, facilitator: false, consent }
    const waiting = state.waiting.filter((one) => one.participantId !== participantId)
    return { ...state, participants: [...state.participants, seat], waiting }
  },
  // Answers and the name itself travel beside the events (D11).
  'answers.given': (state) => state,
  'seat.renamed': (state) => state,
  'seat.left': (state, { participantId }) => withoutSeat(state, participantId),
  'seat.removed': (state, { participantId }) => withoutSeat(state, participantId),
  'facilitator.granted': (state, { participantId }) =>
    changeSeat(state, participantId, { facilitator: true }),
  'consent.set': (state, { participantId, names }) => changeSeat(state, participantId, { consent: names }),
}

function changeSeat(state: WorkshopState, id: ParticipantId, change: Partial<Participant>): WorkshopState {
  return {
    ...state,
    participants: state.participants.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }
}

/** The person goes; their cards, likes and votes stay. */
function withoutSeat(state: WorkshopState, id: ParticipantId): WorkshopState {
  const { [id]: _, ...ownLinks } = state.ownLinks
  return {
    ...state,
    ownLinks,
    participants: state.participants.filter((one) => one.id !== id),
    teams: state.teams.map((team) => withoutMember(team, id)),
    calls: state.calls.filter((call) => call.participantId !== id),
    pledges: state.pledges.filter((pledge) => pledge.participantId !== id),
  }
}
