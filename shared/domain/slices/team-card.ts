import { ALL_TEAMS, type CardId } from '../../ids.ts'
import { ok, type Result } from '../../result.ts'
import { cardById, seatOf } from '../lookup.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Actor } from '../slice.ts'
import type { Card, Participant, WorkshopState } from '../state.ts'

/** A card that lies open before who acts, whatever phase is on: their own team's, or everybody's. */
export function teamCard(
  state: WorkshopState,
  actor: Actor,
  cardId: CardId,
): Result<{ readonly card: Card; readonly seat: Participant }, Rejection> {
  const seat = seatOf(state, actor)
  const card = cardById(state, cardId)
  if (seat === null) return refuse('participant_unknown')
  if (card === null || !card.revealed || card.withheld) return refuse('card_unknown')
  if (card.teamId !== ALL_TEAMS && card.teamId !== seat.teamId) return refuse('not_allowed')
  return ok({ card, seat })
}
