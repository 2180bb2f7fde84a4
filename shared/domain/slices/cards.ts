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
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseText } from '../../text.ts'
import { mayWrite } from '../board-access.ts'
import { idSchema } from '../field-schemas.ts'
import { mayPostByRules } from '../house-rules.ts'
import { cardById, currentPhase, isIdUsed, seatOf, writingTeamId } from '../lookup.ts'
import { refuse, type Rejection } from '../rejection.ts'
import { hidesCards, namesOn } from '../names.ts'
import type { Actor, CommandsOf, Deciders } from '../slice.ts'
import {
  SOLUTION_PARTS,
  type Card,
  type DraftCount,
  type ParkedMark,
  type SolutionPart,
  type WorkshopState,
} from '../state.ts'
import { draftsCounted, draftsRevealed, metNow, type NamelessCard } from './reveal.ts'

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
      /** `null` where names are off: `card.owned` tells the author alone */
      readonly authorId: ParticipantId | null
      readonly part: SolutionPart | null
      readonly revealed: boolean
      readonly at: Millis
      readonly parked?: ParkedMark
    }
  | { readonly type: 'card.owned'; readonly cardId: CardId; readonly authorId: ParticipantId }
  /** the words of a card, for its author (and the board writer) alone */
  | {
      readonly type: 'card.texted'
      readonly cardId: CardId
      readonly authorId: ParticipantId
      readonly text: string
    }
  /** a card that nobody but its author learns of before the reveal: where names are off, its very moment would be one */
  | {
      readonly type: 'draft.kept'
      readonly cardId: CardId
      readonly teamId: TeamId
      readonly board: BoardName
      readonly phaseId: PhaseId
      readonly authorId: ParticipantId
      readonly part: SolutionPart | null
      readonly at: Millis
    }
  | { readonly type: 'draft.dropped'; readonly cardId: CardId; readonly authorId: ParticipantId }
  | ({ readonly type: 'drafts.counted' } & DraftCount)
  /** where names are off: whether somebody has a card; only told while writing is hidden */
  | {
      readonly type: 'gate.met'
      readonly phaseId: PhaseId
      readonly participantId: ParticipantId
      readonly on: boolean
    }
  /** in random order, so that position tells nothing about who was first */
  | {
      readonly type: 'cards.revealed'
      readonly phaseId: PhaseId
      readonly cardIds: readonly CardId[]
      /** those of them that nobody knew of until now, in the same order */
      readonly nameless: readonly NamelessCard[]
      readonly at: Millis
    }
  | {
      readonly type: 'authors.told'
      readonly board: BoardName
      /** `cardId` may be a reply's, too */
      readonly authors: readonly { readonly cardId: CardId; readonly authorId: ParticipantId }[]
    }
  | { readonly type: 'card.withdrawn'; readonly cardId: CardId }
  | { readonly type: 'card.withheld'; readonly cardId: CardId }

export const cardDeciders: Deciders<CardCommand> = {
  'card.add': ({ cardId, board, text: typed, part }, state, { actor, now }) => {
    const seat = seatOf(state, actor)
    const phase = currentPhase(state)
    if (seat === null) return refuse('participant_unknown')
    if (isIdUsed(state, cardId)) return refuse('card_exists')
    if (phase === null || phase.board !== board) return refuse('board_closed')
    const teamId = writingTeamId(phase, seat)
    if (teamId === null) return refuse('no_team')
    if (!mayWrite(state, seat, teamId, board)) return refuse('board_closed')
    if (!mayPostByRules(state, actor, seat.id)) return refuse('rules_first')
    const text = readCardText(typed)
    if (!text.ok) return text
    if (countOn(state, teamId, board) >= LIMITS.cardsPerBoard) {
      return refuse('board_full', { limit: LIMITS.cardsPerBoard })
    }
    const authorId = seat.id
    const texted = { type: 'card.texted', cardId, authorId, text: text.value } as const
    const card = {
      cardId,
      teamId,
      board,
      phaseId: phase.id,
      part: board === 'solutions' ? part : null,
      at: now,
    }
    const revealed = !hidesCards(state, phase)
    if (namesOn(state, board)) return ok([{ type: 'card.added', ...card, authorId, revealed }, texted])
    if (revealed) {
      const owned = { type: 'card.owned', cardId, authorId } as const
      return ok([{ type: 'card.added', ...card, authorId: null, revealed }, owned, texted])
    }
    return ok([
      { type: 'draft.kept', ...card, authorId },
      texted,
      draftsCounted(state, card, +1),
      ...metNow(state, { phaseId: phase.id, participantId: authorId }, true),
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
    if (!own.ok) return own
    const { phaseId, authorId, revealed, named } = own.value
    if (revealed || named) return ok([{ type: 'card.withdrawn', cardId }])
    const others = state.cards.some(
      (card) => card.id !== cardId && card.phaseId === phaseId && card.authorId === authorId,
    )
    return ok([
      { type: 'draft.dropped', cardId, authorId },
      draftsCounted(state, own.value, -1),
      ...(others ? [] : metNow(state, { phaseId, participantId: authorId }, false)),
    ])
  },

  'card.hide': ({ cardId }, state) => {
    const card = cardById(state, cardId)
    // A draft nobody has seen cannot be judged; it can be hidden once it is revealed.
    if (card === null || !card.revealed) return refuse('card_unknown')
    return ok(card.withheld ? [] : [{ type: 'card.withheld', cardId }])
  },

  'card.reveal': ({ expectedPhaseId }, state, ctx) => {
    const phase = currentPhase(state)
    if (phase?.id !== expectedPhaseId)
      return refuse('stale_phase', phase === null ? {} : { phaseId: phase.id })
    const revealed = draftsRevealed(state, phase.id, ctx)
    return revealed.length === 0 ? refuse('nothing_to_reveal') : ok(revealed)
  },
}

/** The words of a card as they are stored. */
export function readCardText(typed: string): Result<string, Rejection> {
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
export function ownOpenCard(state: WorkshopState, actor: Actor, cardId: CardId): Result<OwnCard, Rejection> {
  const seat = seatOf(state, actor)
  const card = cardById(state, cardId)
  if (seat === null) return refuse('participant_unknown')
  if (card === null || card.withheld) return refuse('card_unknown')
  if (card.authorId !== seat.id) return refuse('not_author')
  if (!mayWrite(state, seat, card.teamId, card.board)) return refuse('board_closed')
  return ok({ ...card, authorId: seat.id })
}
