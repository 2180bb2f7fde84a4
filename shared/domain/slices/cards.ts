import * as v from 'valibot'
import {
  BOARD_NAMES,
  type BoardName,
  type CardId,
  type ParticipantId,
  type PhaseId,
  type TeamId,
} from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { shuffled, type Random } from '../../random.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseText } from '../../text.ts'
import { mayWrite } from '../board-access.ts'
import { idSchema } from '../field-schemas.ts'
import { cardById, currentPhase, replyById, seatOf, writingTeamId } from '../lookup.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Actor, CommandsOf, Deciders, Evolvers } from '../slice.ts'
import { isUnderCard, withoutReplies } from './replies.ts'
import { SOLUTION_PARTS, type Card, type SolutionPart, type WorkshopState } from '../state.ts'

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
  | {
      readonly type: 'card.texted'
      readonly cardId: CardId
      readonly authorId: ParticipantId
      readonly text: string
    }
  /** in random order, so that position tells nothing about who was first */
  | { readonly type: 'cards.revealed'; readonly phaseId: PhaseId; readonly cardIds: readonly CardId[] }
  | { readonly type: 'card.withdrawn'; readonly cardId: CardId }
  | { readonly type: 'card.withheld'; readonly cardId: CardId }

export const cardDeciders: Deciders<CardCommand> = {
  'card.add': ({ cardId, board, text: typed, part }, state, { actor, now }) => {
    const seat = seatOf(state, actor)
    const phase = currentPhase(state)
    if (seat === null) return refuse('participant_unknown')
    if (cardById(state, cardId) !== null || replyById(state, cardId) !== null) return refuse('card_exists')
    if (phase === null || phase.board !== board) return refuse('board_closed')
    const teamId = writingTeamId(phase, seat)
    if (teamId === null) return refuse('no_team')
    if (!mayWrite(state, seat, teamId, board)) return refuse('board_closed')
    const text = readCardText(typed)
    if (!text.ok) return text
    if (countOn(state, teamId, board) >= LIMITS.cardsPerBoard) {
      return refuse('board_full', { limit: LIMITS.cardsPerBoard })
    }
    const added = {
      cardId,
      teamId,
      board,
      phaseId: phase.id,
      authorId: seat.id,
      part: board === 'solutions' ? part : null,
      revealed: !phase.hidden || state.revealedPhases.includes(phase.id),
      at: now,
    }
    return ok([
      { type: 'card.added', ...added },
      { type: 'card.texted', cardId, authorId: seat.id, text: text.value },
    ])
  },

  'card.reword': ({ cardId, text: typed }, state, { actor }) => {
    const own = ownOpenCard(state, actor, cardId)
    if (!own.ok) return own
    if (own.value.revealed) return refuse('already_revealed')
    const text = readCardText(typed)
    if (!text.ok) return text
    if (state.drafts[cardId] === text.value) return ok([])
    return ok([{ type: 'card.texted', cardId, authorId: own.value.authorId, text: text.value }])
  },

  'card.withdraw': ({ cardId }, state, { actor }) => {
    const own = ownOpenCard(state, actor, cardId)
    return own.ok ? ok([{ type: 'card.withdrawn', cardId }]) : own
  },

  'card.hide': ({ cardId }, state) => {
    const card = cardById(state, cardId)
    // A draft nobody has seen cannot be judged; it can be hidden once it is revealed.
    if (card === null || !card.revealed) return refuse('card_unknown')
    return ok(card.withheld ? [] : [{ type: 'card.withheld', cardId }])
  },

  'card.reveal': ({ expectedPhaseId }, state, { random }) => {
    const phase = currentPhase(state)
    if (phase?.id !== expectedPhaseId)
      return refuse('stale_phase', phase === null ? {} : { phaseId: phase.id })
    const revealed = draftsRevealed(state, phase.id, random)
    return revealed.length === 0 ? refuse('nothing_to_reveal') : ok(revealed)
  },
}

/** The reveal of a phase's drafts; no event when there are none. */
export function draftsRevealed(state: WorkshopState, phaseId: PhaseId, random: Random): readonly CardEvent[] {
  const drafts = state.cards.filter((card) => card.phaseId === phaseId && !card.revealed)
  if (drafts.length === 0) return []
  const cardIds = shuffled(
    drafts.map((card) => card.id),
    random,
  )
  return [{ type: 'cards.revealed', phaseId, cardIds }]
}

function readCardText(typed: string): Result<string, Rejection> {
  const text = normaliseText(typed)
  if (text === '') return refuse('text_empty')
  if (!hasAtMost(text, LIMITS.card)) return refuse('text_too_long', { limit: LIMITS.card })
  return ok(text)
}

function countOn(state: WorkshopState, teamId: TeamId, board: BoardName): number {
  return state.cards.filter((card) => card.teamId === teamId && card.board === board).length
}

type OwnCard = Card & { readonly authorId: ParticipantId }

/** A card its author may still change: it is theirs, on the board, and the board is open. */
function ownOpenCard(state: WorkshopState, actor: Actor, cardId: CardId): Result<OwnCard, Rejection> {
  const seat = seatOf(state, actor)
  const card = cardById(state, cardId)
  if (seat === null) return refuse('participant_unknown')
  if (card === null || card.withheld) return refuse('card_unknown')
  if (card.authorId !== seat.id) return refuse('not_author')
  if (!mayWrite(state, seat, card.teamId, card.board)) return refuse('board_closed')
  return ok({ ...card, authorId: seat.id })
}

export const cardEvolvers: Evolvers<CardEvent> = {
  'card.added': (state, { cardId, teamId, board, phaseId, authorId, part, revealed, at }) => {
    if (cardById(state, cardId) !== null) return state
    const card = { id: cardId, teamId, board, phaseId, authorId, at, part, revealed, withheld: false }
    return { ...state, cards: [...state.cards, card] }
  },

  'card.texted': (state, { cardId, text }) => {
    if (cardById(state, cardId) === null) return state
    return { ...state, drafts: { ...state.drafts, [cardId]: text } }
  },

  'cards.revealed': (state, { phaseId, cardIds }) => {
    const shown = new Set(cardIds)
    return {
      ...state,
      cards: state.cards.map((card) => (shown.has(card.id) ? { ...card, revealed: true } : card)),
      revealedPhases: state.revealedPhases.includes(phaseId)
        ? state.revealedPhases
        : [...state.revealedPhases, phaseId],
    }
  },

  'card.withdrawn': (state, { cardId }) => {
    const rest = withoutMarks(state, cardId)
    return {
      ...rest,
      cards: rest.cards.filter((card) => card.id !== cardId),
      drafts: without(rest.drafts, cardId),
    }
  },

  'card.withheld': (state, { cardId }) => ({
    ...withoutMarks(state, cardId),
    cards: state.cards.map((card) => (card.id === cardId ? { ...card, withheld: true } : card)),
  }),
}

/** A card off the board gives its dots and likes back, and takes its replies with it. */
function withoutMarks(state: WorkshopState, cardId: CardId): WorkshopState {
  return {
    ...withoutReplies(state, (reply) => isUnderCard(reply, cardId)),
    votes: state.votes.filter((vote) => vote.cardId !== cardId),
    likes: state.likes.filter((like) => like.cardId !== cardId),
    tallies: without(state.tallies, cardId),
  }
}

function without<Value>(
  record: Readonly<Record<CardId, Value>>,
  cardId: CardId,
): Readonly<Record<CardId, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => id !== cardId))
}
