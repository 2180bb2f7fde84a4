import type { BoardName, CardId, ParticipantId, PhaseId, TeamId } from '../../ids.ts'
import { shuffled, type Random } from '../../random.ts'
import { endsNamelessness } from '../names.ts'
import type { Context } from '../slice.ts'
import type { Card, Phase, Reply, SolutionPart, WorkshopState } from '../state.ts'
import type { CardEvent } from './cards.ts'

/** What everybody learns at the reveal of a card they did not know of. */
export interface NamelessCard {
  readonly id: CardId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly part: SolutionPart | null
}

/** The reveal of a phase's drafts, and their authors where those of the board are told already; nothing without drafts. */
export function draftsRevealed(
  state: WorkshopState,
  phaseId: PhaseId,
  { random, now }: Pick<Context, 'random' | 'now'>,
): readonly CardEvent[] {
  const drafts = state.cards.filter((card) => card.phaseId === phaseId && !card.revealed)
  if (drafts.length === 0) return []
  const ordered = inRevealOrder(state, drafts, random)
  const nameless = ordered
    .filter((card) => !card.named)
    .map(({ id, teamId, board, part }) => ({ id, teamId, board, part }))
  const cardIds = ordered.map(({ id }) => id)
  const told = ordered.filter((card) => !card.named && state.namedBoards.includes(card.board))
  return [
    { type: 'cards.revealed', phaseId, cardIds, nameless, at: now },
    ...boardsOf(told).map((board) => authorsTold(told, board)),
  ]
}

/**
 * Shuffled, what mentors wrote last: who knows the answer should not set the tone (facilitation.md, 4.1). Where names
 * never come, the last cards would be as good as signed, so nobody's place is known there.
 */
function inRevealOrder(state: WorkshopState, drafts: readonly Card[], random: Random): readonly Card[] {
  const drawn = shuffled(drafts, random)
  if (state.names === 'never') return drawn
  const members = state.teams.flatMap((team) => team.members)
  const mentors = new Set(members.filter(({ role }) => role === 'mentor').map((one) => one.participantId))
  const isMentors = ({ authorId }: Card) => authorId !== null && mentors.has(authorId)
  return [...drawn.filter((card) => !isMentors(card)), ...drawn.filter(isMentors)]
}

/** Who wrote what on the board of a phase that is left forwards, once that may be known. */
export function namesTold(state: WorkshopState, phase: Phase): readonly CardEvent[] {
  const { board } = phase
  if (board === null || !endsNamelessness(state, phase)) return []
  // What is still hidden in another phase of the board is told when it is shown.
  return [
    authorsTold(
      [...state.cards.filter((card) => card.revealed || card.phaseId === phase.id), ...state.replies],
      board,
    ),
  ]
}

/** At the end everything is shown, so everything is told that ever is. */
export function allNamesTold(state: WorkshopState): readonly CardEvent[] {
  if (state.names !== 'summary') return []
  const texts = [...state.cards, ...state.replies]
  const rest = texts.filter(({ named, board }) => !named && !state.namedBoards.includes(board))
  return boardsOf(rest).map((board) => authorsTold(rest, board))
}

function authorsTold(texts: readonly (Card | Reply)[], board: BoardName): CardEvent {
  const authors = texts.flatMap(({ id, authorId, named, ...text }) =>
    text.board === board && !named && authorId !== null ? [{ cardId: id, authorId }] : [],
  )
  // By id: in the order of writing they would tell who was first.
  authors.sort((one, other) => (one.cardId < other.cardId ? -1 : 1))
  return { type: 'authors.told', board, authors }
}

function boardsOf(texts: readonly (Card | Reply)[]): readonly BoardName[] {
  return [...new Set(texts.map(({ board }) => board))]
}

/** How many drafts a team holds after one more or less. */
export function draftsCounted(
  state: WorkshopState,
  { phaseId, teamId, board }: Pick<Card, 'phaseId' | 'teamId' | 'board'>,
  change: 1 | -1,
): CardEvent {
  const known = state.draftCounts.find((one) => one.phaseId === phaseId && one.teamId === teamId)
  return { type: 'drafts.counted', phaseId, teamId, board, count: Math.max(0, (known?.count ?? 0) + change) }
}

/** Says that somebody has a card now, or has none any more; nothing when that is known. */
export function metNow(
  state: WorkshopState,
  { phaseId, participantId }: { readonly phaseId: PhaseId; readonly participantId: ParticipantId },
  on: boolean,
): readonly CardEvent[] {
  const met = state.met.some((one) => one.phaseId === phaseId && one.participantId === participantId)
  return met === on ? [] : [{ type: 'gate.met', phaseId, participantId, on }]
}
