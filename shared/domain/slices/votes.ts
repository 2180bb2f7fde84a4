import * as v from 'valibot'
import type { BoardName, CardId, ParticipantId, PhaseId } from '../../ids.ts'
import { ok, type Result } from '../../result.ts'
import { idSchema } from '../field-schemas.ts'
import { cardById, currentPhase, seatOf, writingTeamId } from '../lookup.ts'
import { dotsGiven, votingOpen } from '../progress.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Actor, CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { Tally } from '../reactions.ts'
import type { Card, Participant, Phase, WorkshopState } from '../state.ts'

export const voteCommands = {
  'like.toggle': v.object({ cardId: idSchema<CardId>() }),
  /** sets the number of one's own dots on a card in the current phase: 0, 1 or 2 */
  'vote.cast': v.object({
    cardId: idSchema<CardId>(),
    count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2)),
  }),
  /** closes the voting of the current phase and shows likes and votes to everyone */
  'tally.show': v.object({ expectedPhaseId: idSchema<PhaseId>() }),
}
export type VoteCommand = CommandsOf<typeof voteCommands>

export type VoteEvent =
  | {
      readonly type: 'like.toggled'
      readonly cardId: CardId
      readonly participantId: ParticipantId
      readonly on: boolean
    }
  | {
      readonly type: 'vote.cast'
      readonly phaseId: PhaseId
      readonly cardId: CardId
      readonly participantId: ParticipantId
      readonly count: number
    }
  | {
      readonly type: 'tally.shown'
      readonly phaseId: PhaseId
      readonly tallies: Readonly<Record<CardId, Tally>>
    }

export const voteDeciders: Deciders<VoteCommand> = {
  'like.toggle': ({ cardId }, state, { actor }) => {
    const target = targetOf(state, actor, cardId)
    if (!target.ok) return target
    const { card, seat, phase } = target.value
    if (phase.board !== card.board) return refuse('board_closed')
    const on = !state.likes.some((like) => like.cardId === cardId && like.participantId === seat.id)
    return ok([{ type: 'like.toggled', cardId, participantId: seat.id, on }])
  },

  'vote.cast': ({ cardId, count }, state, { actor }) => {
    const target = targetOf(state, actor, cardId)
    if (!target.ok) return target
    const { card, seat, phase } = target.value
    if (phase.board !== card.board || !votingOpen(state)) return refuse('votes_closed')
    const before = dotsOn(state, phase, seat, cardId)
    if (count === before) return ok([])
    const total = dotsGiven(state, phase.id, seat.id) - before + count
    if (count > before && total > phase.votes) return refuse('votes_spent', { limit: phase.votes })
    return ok([{ type: 'vote.cast', phaseId: phase.id, cardId, participantId: seat.id, count }])
  },

  'tally.show': ({ expectedPhaseId }, state) => {
    const phase = currentPhase(state)
    if (phase?.id !== expectedPhaseId)
      return refuse('stale_phase', phase === null ? {} : { phaseId: phase.id })
    if (phase.board === null) return refuse('nothing_to_reveal')
    return ok([tallyShown(state, phase, phase.board)])
  },
}

interface Target {
  readonly card: Card
  readonly seat: Participant
  readonly phase: Phase
}

/** A card on a board that who looks shares: their own team's, or everybody's. */
function targetOf(state: WorkshopState, actor: Actor, cardId: CardId): Result<Target, Rejection> {
  const seat = seatOf(state, actor)
  const phase = currentPhase(state)
  const card = cardById(state, cardId)
  if (seat === null) return refuse('participant_unknown')
  if (card === null || phase === null || !card.revealed || card.withheld) return refuse('card_unknown')
  if (card.teamId !== writingTeamId(phase, seat)) return refuse('not_allowed')
  return ok({ card, seat, phase })
}

function dotsOn(state: WorkshopState, phase: Phase, seat: Participant, cardId: CardId): number {
  const mine = state.votes.find(
    (vote) => vote.phaseId === phase.id && vote.participantId === seat.id && vote.cardId === cardId,
  )
  return mine?.count ?? 0
}

/** Likes and dots of all teams' cards on a phase's board, over all phases. Cards that never had any are left out. */
export function tallyShown(state: WorkshopState, phase: Phase, board: BoardName): VoteEvent {
  const tallies: Record<CardId, Tally> = {}
  for (const { id } of state.cards.filter((card) => card.board === board && !card.withheld)) {
    const likes = state.likes.filter((like) => like.cardId === id).length
    const votes = state.votes.filter((vote) => vote.cardId === id).reduce((sum, vote) => sum + vote.count, 0)
    if (likes > 0 || votes > 0 || state.tallies[id] !== undefined) tallies[id] = { likes, votes }
  }
  return { type: 'tally.shown', phaseId: phase.id, tallies }
}

export const voteEvolvers: Evolvers<VoteEvent> = {
  'like.toggled': (state, { cardId, participantId, on }) => {
    const others = state.likes.filter(
      (like) => like.cardId !== cardId || like.participantId !== participantId,
    )
    return { ...state, likes: on ? [...others, { participantId, cardId }] : others }
  },

  'vote.cast': (state, { phaseId, cardId, participantId, count }) => {
    const others = state.votes.filter(
      (vote) => vote.phaseId !== phaseId || vote.cardId !== cardId || vote.participantId !== participantId,
    )
    return { ...state, votes: count === 0 ? others : [...others, { phaseId, participantId, cardId, count }] }
  },

  'tally.shown': (state, { phaseId, tallies }) => ({
    ...state,
    tallies: { ...state.tallies, ...tallies },
    votesShown: state.votesShown.includes(phaseId) ? state.votesShown : [...state.votesShown, phaseId],
  }),
}
