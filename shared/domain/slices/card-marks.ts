import type { CardId } from '../../ids.ts'
import type { WorkshopState } from '../state.ts'
import { isUnderCard, withoutReplies } from './replies.ts'

/** A card off the board gives its dots and likes back, and takes its replies, pledges and thanks with it. */
export function withoutMarks(state: WorkshopState, cardId: CardId): WorkshopState {
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

/** A record by card without one of them. */
export function without<Value>(
  record: Readonly<Record<CardId, Value>>,
  cardId: CardId,
): Readonly<Record<CardId, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => id !== cardId))
}
