import * as v from 'valibot'
import {
  BOARD_NAMES,
  type BoardName,
  type CardId,
  type ParticipantId,
  type PhaseId,
  type TeamId,
} from '../../ids.ts'
import { shuffled } from '../../random.ts'
import { ok, type Result } from '../../result.ts'
import { LIMITS } from '../../text.ts'
import type { Millis } from '../../time.ts'
import { mayWrite } from '../board-access.ts'
import { idSchema } from '../field-schemas.ts'
import { mayPostByRules } from '../house-rules.ts'
import { cardById, currentPhase, replyById, seatOf, writingTeamId } from '../lookup.ts'
import { lotOpen, PARKED_FOR, parkedCount } from '../lot.ts'
import { namesOn } from '../names.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Actor, CommandsOf, Context, Deciders, Evolvers } from '../slice.ts'
import type { Lot, ParkedCard, WorkshopState } from '../state.ts'
import { cardDeciders, ownOpenCard, readCardText, type CardEvent } from './cards.ts'
import { draftsCounted, metNow } from './reveal.ts'

/** Words that come too early wait in their team's parking lot until solutions begin. */
export const parkingCommands = {
  /** one's own card as it reads now, or, under a new id, words that were not posted yet */
  'card.park': v.object({
    cardId: idSchema<CardId>(),
    board: v.picklist(BOARD_NAMES),
    text: v.string(),
  }),
  /** puts one's own back on the board that is open, as a new card */
  'parked.place': v.object({ cardId: idSchema<CardId>(), newCardId: idSchema<CardId>() }),
  'parked.drop': v.object({ cardId: idSchema<CardId>() }),
}
export type ParkingCommand = CommandsOf<typeof parkingCommands>

export type ParkingEvent =
  /** for its author alone: what others know is `lot.counted` */
  | {
      readonly type: 'card.parked'
      readonly cardId: CardId
      readonly teamId: TeamId
      readonly board: BoardName
      readonly phaseId: PhaseId
      readonly authorId: ParticipantId
      readonly text: string
      readonly at: Millis
    }
  /** out of the lot, whichever way */
  | { readonly type: 'parked.dropped'; readonly cardId: CardId; readonly authorId: ParticipantId }
  | ({ readonly type: 'lot.counted' } & Lot)

export const parkingDeciders: Deciders<ParkingCommand> = {
  'card.park': ({ cardId, board, text: typed }, state, { actor, now }) => {
    const seat = seatOf(state, actor)
    const phase = currentPhase(state)
    if (seat === null) return refuse('participant_unknown')
    if (phase === null || phase.board !== board || !lotOpen(state)) return refuse('lot_closed')
    const teamId = writingTeamId(phase, seat)
    if (teamId === null) return refuse('no_team')
    if (!mayWrite(state, seat, teamId, board)) return refuse('board_closed')
    if (!mayPostByRules(state, actor, seat.id)) return refuse('rules_first')
    const already = state.parked.find((parked) => parked.id === cardId)
    if (already) return already.authorId === seat.id ? ok([]) : refuse('card_exists')
    if (replyById(state, cardId) !== null) return refuse('card_exists')
    const text = readCardText(typed)
    if (!text.ok) return text
    if (parkedCount(state, teamId) >= LIMITS.parkedPerTeam) {
      return refuse('lot_full', { limit: LIMITS.parkedPerTeam })
    }
    const taken = takenOff(state, actor, cardId)
    if (!taken.ok) return taken
    const parked = { cardId, teamId, board, phaseId: phase.id, authorId: seat.id, text: text.value, at: now }
    return ok([...taken.value, { type: 'card.parked', ...parked }, lotCounted(state, teamId, +1)])
  },

  'parked.place': ({ cardId, newCardId }, state, ctx) => {
    const own = ownParked(state, ctx.actor, cardId)
    const board = currentPhase(state)?.board ?? null
    if (!own.ok) return own
    if (board === null) return refuse('board_closed')
    const { text } = own.value
    const command = { type: 'card.add', cardId: newCardId, board, text, part: null } as const
    const added = cardDeciders['card.add'](command, state, ctx)
    return added.ok ? ok([...added.value, ...gone(state, own.value)]) : added
  },

  'parked.drop': ({ cardId }, state, { actor }) => {
    const own = ownParked(state, actor, cardId)
    return own.ok ? ok(gone(state, own.value)) : own
  },
}

/** What takes a card off its board; nothing when there is none yet. */
function takenOff(
  state: WorkshopState,
  actor: Actor,
  cardId: CardId,
): Result<readonly CardEvent[], Rejection> {
  if (cardById(state, cardId) === null) return ok([])
  const own = ownOpenCard(state, actor, cardId)
  if (!own.ok) return own
  const { phaseId, authorId, revealed, named } = own.value
  // Where names are off it stays said that somebody has a card: unsaying it now would sign what is parked.
  if (!revealed && !named) {
    return ok([{ type: 'draft.dropped', cardId, authorId }, draftsCounted(state, own.value, -1)])
  }
  const met = state.names === 'start' ? metNow(state, { phaseId, participantId: authorId }, true) : []
  return ok([{ type: 'card.withdrawn', cardId }, ...met])
}

function ownParked(state: WorkshopState, actor: Actor, cardId: CardId): Result<ParkedCard, Rejection> {
  const seat = seatOf(state, actor)
  const parked = state.parked.find(({ id }) => id === cardId)
  if (seat === null) return refuse('participant_unknown')
  if (parked === undefined) return refuse('card_unknown')
  return parked.authorId === seat.id ? ok(parked) : refuse('not_author')
}

function gone(state: WorkshopState, { id, authorId, teamId }: ParkedCard): readonly ParkingEvent[] {
  return [{ type: 'parked.dropped', cardId: id, authorId }, lotCounted(state, teamId, -1)]
}

function lotCounted(state: WorkshopState, teamId: TeamId, change: 1 | -1): ParkingEvent {
  return { type: 'lot.counted', teamId, count: Math.max(0, parkedCount(state, teamId) + change) }
}

/**
 * Everything that is parked, as cards on its team's board of solutions: open, because its time has come, also where
 * writing is hidden. Where names are off neither order nor time nor author is told. No board is too full for them.
 */
export function lotsReturned(
  state: WorkshopState,
  { random, now, newId }: Pick<Context, 'random' | 'now' | 'newId'>,
): readonly (CardEvent | ParkingEvent)[] {
  const named = namesOn(state, PARKED_FOR)
  const parked = named ? state.parked : shuffled(state.parked, random)
  return [
    ...parked.flatMap((one) => returned(one, newId() as CardId, now, named)),
    ...parked.map(({ id, authorId }) => ({ type: 'parked.dropped', cardId: id, authorId }) as const),
    ...state.lots.map(({ teamId }) => ({ type: 'lot.counted', teamId, count: 0 }) as const),
  ]
}

function returned(
  { teamId, board, phaseId, authorId, text, at }: ParkedCard,
  cardId: CardId,
  now: Millis,
  named: boolean,
): readonly CardEvent[] {
  const mark = { from: board, at: named ? at : null }
  const place = { cardId, teamId, board: PARKED_FOR, phaseId, part: null, revealed: true, at: now } as const
  return [
    { type: 'card.added', ...place, authorId: named ? authorId : null, parked: mark },
    ...(named ? [] : [{ type: 'card.owned', cardId, authorId } as const]),
    { type: 'card.texted', cardId, authorId, text },
  ]
}

export const parkingEvolvers: Evolvers<ParkingEvent> = {
  'card.parked': (state, { type: _, cardId, ...rest }) => {
    if (state.parked.some(({ id }) => id === cardId)) return state
    return { ...state, parked: [...state.parked, { id: cardId, ...rest }] }
  },

  'parked.dropped': (state, { cardId }) => ({
    ...state,
    parked: state.parked.filter(({ id }) => id !== cardId),
  }),

  'lot.counted': (state, { teamId, count }) => {
    const others = state.lots.filter((lot) => lot.teamId !== teamId)
    return { ...state, lots: count === 0 ? others : [...others, { teamId, count }] }
  },
}
