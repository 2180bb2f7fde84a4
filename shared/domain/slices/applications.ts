import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { LIMITS } from '../../text.ts'
import type { Millis } from '../../time.ts'
import { answerLimitPassed, answersSchema, keptAnswers } from '../answers.ts'
import { isKnown, offeredNot, placesLeft, unanswered } from '../application.ts'
import { idSchema } from '../field-schemas.ts'
import { bringerBy } from '../friends.ts'
import { participantById, seatOf } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Context, Deciders, Decision } from '../slice.ts'
import type { WorkshopState } from '../state.ts'
import { isName, leave } from './roster.ts'
import { letIn } from './waiting.ts'
import { placeNewcomer } from './newcomer.ts'

const aboutOne = v.object({ participantId: idSchema<ParticipantId>() })

export const applicationCommands = {
  /** only the server gives it (the public page); name and answers go where those of `seat.take` go */
  'seat.apply': v.object({
    participantId: idSchema<ParticipantId>(),
    name: v.string(),
    /** may the outcome carry the name */
    consent: v.optional(v.boolean(), false),
    answers: v.optional(answersSchema, {}),
    /** the texts of the boxes that were ticked */
    agreed: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(16_000))), v.maxLength(100)), []),
    /** what stood in the link of who brings them; one that is nobody's counts for nothing */
    friendLink: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
  }),
  /** somebody who waits, although there may be no place */
  'seat.admit': aboutOne,
  /** one's own application, seated or waiting; facilitators may name another's */
  'seat.withdraw': aboutOne,
  /** what can be told of a person goes: name, answers, agreements; and the seat while it is of use. As `seat.withdraw` */
  'seat.forget': aboutOne,
}
export type ApplicationCommand = CommandsOf<typeof applicationCommands>

export type ApplicationEvent =
  | {
      readonly type: 'seat.awaited'
      readonly participantId: ParticipantId
      readonly consent: boolean
      readonly at: Millis
    }
  | { readonly type: 'wait.ended'; readonly participantId: ParticipantId }
  | {
      readonly type: 'consents.given'
      readonly participantId: ParticipantId
      readonly texts: readonly string[]
    }
  /** a link to bring one friend by */
  | { readonly type: 'friend.offered'; readonly participantId: ParticipantId; readonly reference: string }
  | { readonly type: 'friend.brought'; readonly participantId: ParticipantId; readonly by: ParticipantId }
  | { readonly type: 'seat.forgotten'; readonly participantId: ParticipantId }

export const applicationDeciders: Deciders<ApplicationCommand> = {
  'seat.apply': ({ participantId, name, consent, answers, agreed, friendLink }, state, ctx) => {
    const { form, participants, waiting } = state
    if (isKnown(state, participantId)) return ok([])
    if (form.status !== 'published') return refuse('form_closed')
    if (state.door !== 'open') return refuse(state.door === 'closed' ? 'door_closed' : 'door_guarded')
    if (participants.length + waiting.length >= LIMITS.participants)
      return refuse('room_full', { limit: LIMITS.participants })
    if (!isName(name)) return refuse('name_invalid', { limit: LIMITS.name })
    const kept = keptAnswers(answers)
    const limit = answerLimitPassed(kept)
    if (limit !== null) return refuse('text_too_long', { limit })
    const missing = unanswered(form, kept)
    if (missing !== null) return refuse('answer_missing', { question: missing })
    const elsewhere = offeredNot(form, kept)
    if (elsewhere !== null) return refuse('answer_invalid', { question: elsewhere })
    if (form.consents.some(({ required, text }) => required && !agreed.includes(text)))
      return refuse('consent_missing')
    const texts = form.consents.flatMap(({ text }) => (agreed.includes(text) ? [text] : []))
    const by = bringerBy(state, friendLink)
    const seated = placesLeft(state) > 0 && waiting.length === 0
    return ok([
      { type: seated ? 'seat.taken' : 'seat.awaited', participantId, consent, at: ctx.now },
      { type: 'answers.given', participantId },
      ...(texts.length === 0 ? [] : [{ type: 'consents.given', participantId, texts } as const]),
      { type: 'friend.offered', participantId, reference: ctx.newId() },
      ...(by === null ? [] : [{ type: 'friend.brought', participantId, by } as const]),
      ...(seated ? placeNewcomer(state, participantId, ctx, kept) : []),
    ])
  },

  'seat.admit': ({ participantId }, state, ctx) => {
    const one = state.waiting.find((waiting) => waiting.participantId === participantId)
    if (one === undefined) return refuse('not_waiting')
    if (state.participants.length >= LIMITS.participants)
      return refuse('room_full', { limit: LIMITS.participants })
    return ok(letIn(state, one, ctx))
  },

  'seat.withdraw': ({ participantId }, state, ctx) =>
    isTheirs(state, participantId, ctx) ? withdraw(state, participantId, ctx) : refuse('not_allowed'),

  'seat.forget': ({ participantId }, state, ctx) => {
    if (!isTheirs(state, participantId, ctx)) return refuse('not_allowed')
    const gone =
      state.status === 'ended' || !isKnown(state, participantId)
        ? ok([])
        : withdraw(state, participantId, ctx)
    // who left before may still ask to be forgotten: their name stands beside their cards
    return gone.ok ? ok([...gone.value, { type: 'seat.forgotten', participantId }]) : gone
  },
}

function isTheirs(state: WorkshopState, id: ParticipantId, { actor }: Context): boolean {
  return actor.role !== 'participant' || seatOf(state, actor)?.id === id
}

function withdraw(state: WorkshopState, participantId: ParticipantId, ctx: Context): Decision {
  const seat = participantById(state, participantId)
  if (seat !== null)
    return leave(state, seat, ctx.actor.role === 'facilitator' ? 'seat.removed' : 'seat.left', ctx)
  return state.waiting.some((one) => one.participantId === participantId)
    ? ok([{ type: 'wait.ended', participantId }])
    : refuse('not_waiting')
}
