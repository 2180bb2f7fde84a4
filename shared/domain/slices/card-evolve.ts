import type { BoardName, CardId, PhaseId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { cardById, phaseById } from '../lookup.ts'
import type { Evolvers } from '../slice.ts'
import type { Card, Reply, WorkshopState } from '../state.ts'
import type { CardEvent } from './cards.ts'
import { isUnderCard, withoutReplies } from './replies.ts'
import type { NamelessCard } from './reveal.ts'

/** What happened to cards, as it changes the state. */
export const cardEvolvers: Evolvers<CardEvent> = {
  'card.added': (state, { cardId, teamId, board, phaseId, authorId, part, revealed, at, parked }) => {
    if (cardById(state, cardId) !== null) return state
    const late = revealed && parked === undefined && wasRevealed(state, board)
    const named = authorId !== null
    const card = {
      id: cardId,
      teamId,
      board,
      phaseId,
      authorId,
      at,
      part,
      revealed,
      named,
      late,
      withheld: false,
      ...(parked && { parked }),
    }
    return { ...state, cards: [...state.cards, card] }
  },

  'card.owned': (state, { cardId, authorId }) => ({
    ...state,
    cards: state.cards.map((card) => (card.id === cardId ? { ...card, authorId } : card)),
  }),

  'draft.kept': (state, { cardId, teamId, board, phaseId, authorId, part, at }) => {
    if (cardById(state, cardId) !== null) return state
    const place = { id: cardId, teamId, board, phaseId, authorId, at, part }
    const card = { ...place, revealed: false, named: false, late: false, withheld: false }
    return { ...state, cards: [...state.cards, card] }
  },

  'drafts.counted': (state, { phaseId, teamId, board, count }) => {
    const others = state.draftCounts.filter((one) => one.phaseId !== phaseId || one.teamId !== teamId)
    return {
      ...state,
      draftCounts: count === 0 ? others : [...others, { phaseId, teamId, board, count }],
    }
  },

  'gate.met': (state, { phaseId, participantId, on }) => {
    const others = state.met.filter((one) => one.phaseId !== phaseId || one.participantId !== participantId)
    return { ...state, met: on ? [...others, { phaseId, participantId }] : others }
  },

  'card.texted': (state, { cardId, text }) => {
    if (cardById(state, cardId) === null) return state
    return { ...state, drafts: { ...state.drafts, [cardId]: text } }
  },

  'cards.revealed': (state, { phaseId, cardIds, nameless, at }) => {
    const shown = new Set(cardIds)
    const came = new Set(nameless.map((card) => card.id))
    const known = state.cards.filter((card) => !came.has(card.id))
    return {
      ...state,
      // Those without names begin anew here: neither their place in the list nor their time says when they were written.
      cards: [
        ...known.map((card) => (shown.has(card.id) ? { ...card, revealed: true } : card)),
        ...nameless.map((card) => namelessCard(card, state, phaseId, at)),
      ],
      draftCounts: state.draftCounts.filter((one) => one.phaseId !== phaseId),
      lastReveal: { phaseId, at, cardIds },
      revealedPhases: state.revealedPhases.includes(phaseId)
        ? state.revealedPhases
        : [...state.revealedPhases, phaseId],
    }
  },

  'authors.told': (state, { board, authors }) => {
    const told = new Map(authors.map(({ cardId, authorId }) => [cardId, authorId]))
    const name = <Text extends Card | Reply>(text: Text): Text => {
      const authorId = told.get(text.id)
      return authorId === undefined ? text : { ...text, authorId, named: true }
    }
    return {
      ...state,
      cards: state.cards.map(name),
      replies: state.replies.map(name),
      namedBoards: state.namedBoards.includes(board) ? state.namedBoards : [...state.namedBoards, board],
    }
  },

  'card.withdrawn': withoutCard,
  'draft.dropped': withoutCard,

  'card.withheld': (state, { cardId }) => ({
    ...withoutMarks(state, cardId),
    cards: state.cards.map((card) => (card.id === cardId ? { ...card, withheld: true } : card)),
  }),
}

/** Whether the drafts of a board have been shown before. */
function wasRevealed(state: WorkshopState, board: BoardName): boolean {
  return state.revealedPhases.some((id) => phaseById(state, id)?.board === board)
}

/** A card as it is shown; its own author, and the server, know whose it is. */
function namelessCard(
  { id, teamId, board, part }: NamelessCard,
  state: WorkshopState,
  phaseId: PhaseId,
  at: Millis,
): Card {
  const authorId = cardById(state, id)?.authorId ?? null
  const marks = { revealed: true, named: false, late: false, withheld: false }
  return { id, teamId, board, phaseId, authorId, at, part, ...marks }
}

function withoutCard(state: WorkshopState, { cardId }: { readonly cardId: CardId }): WorkshopState {
  const rest = withoutMarks(state, cardId)
  return {
    ...rest,
    cards: rest.cards.filter((card) => card.id !== cardId),
    drafts: without(rest.drafts, cardId),
  }
}

/** A card off the board gives its dots and likes back, and takes its replies, pledges and thanks with it. */
function withoutMarks(state: WorkshopState, cardId: CardId): WorkshopState {
  return {
    ...withoutReplies(state, (reply) => isUnderCard(reply, cardId)),
    votes: state.votes.filter((vote) => vote.cardId !== cardId),
    likes: state.likes.filter((like) => like.cardId !== cardId),
    pledges: state.pledges.filter((pledge) => pledge.cardId !== cardId),
    thanks: state.thanks.filter((one) => one.cardId !== cardId),
    thanked: without(state.thanked, cardId),
    tallies: without(state.tallies, cardId),
  }
}

function without<Value>(
  record: Readonly<Record<CardId, Value>>,
  cardId: CardId,
): Readonly<Record<CardId, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => id !== cardId))
}
