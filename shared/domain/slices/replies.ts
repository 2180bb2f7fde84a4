import * as v from 'valibot'
import type { BoardName, CardId, ClusterId, ParticipantId, TeamId } from '../../ids.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseText } from '../../text.ts'
import type { Millis } from '../../time.ts'
import { mayWrite } from '../board-access.ts'
import { idSchema } from '../field-schemas.ts'
import { mayPostByRules } from '../house-rules.ts'
import { cardById, currentPhase, isIdUsed, replyById, seatOf, writingTeamId } from '../lookup.ts'
import { repliesNamed } from '../names.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import { isSameSubject, type Reply, type ReplyDepth, type Subject, type WorkshopState } from '../state.ts'

const subjectSchema = v.variant('kind', [
  v.object({ kind: v.literal('card'), cardId: idSchema<CardId>() }),
  v.object({ kind: v.literal('cluster'), clusterId: idSchema<ClusterId>() }),
])

export const replyCommands = {
  /** `why` 1 and 2 answer 「なぜ?」 and 「それは、なぜ?」; 0 is a plain reply */
  'reply.add': v.object({
    replyId: idSchema<CardId>(),
    under: subjectSchema,
    why: v.optional(v.picklist([0, 1, 2]), 0),
    text: v.string(),
  }),
  /** one's own reply while its board is open */
  'reply.withdraw': v.object({ replyId: idSchema<CardId>() }),
  /** a facilitator takes a reply off the board; the log keeps it */
  'reply.hide': v.object({ replyId: idSchema<CardId>() }),
}
export type ReplyCommand = CommandsOf<typeof replyCommands>

export type ReplyEvent =
  | {
      readonly type: 'reply.added'
      readonly replyId: CardId
      readonly teamId: TeamId
      readonly board: BoardName
      readonly under: Subject
      readonly why: ReplyDepth
      /** `null` where names are off: `reply.owned` tells the author alone */
      readonly authorId: ParticipantId | null
      readonly at: Millis
    }
  | { readonly type: 'reply.owned'; readonly replyId: CardId; readonly authorId: ParticipantId }
  /** its words, for its author (and the board writer) alone: others read them on the board, if they may */
  | {
      readonly type: 'reply.texted'
      readonly replyId: CardId
      readonly authorId: ParticipantId
      readonly text: string
    }
  | { readonly type: 'reply.withdrawn'; readonly replyId: CardId }
  | { readonly type: 'reply.withheld'; readonly replyId: CardId }

/** Enough for a talk in writing; more belongs on a card of its own. */
export const REPLIES_PER_SUBJECT = 20

export const replyDeciders: Deciders<ReplyCommand> = {
  'reply.add': ({ replyId, under, why, text: typed }, state, { actor, now }) => {
    const seat = seatOf(state, actor)
    const phase = currentPhase(state)
    if (seat === null) return refuse('participant_unknown')
    if (isIdUsed(state, replyId)) return refuse('card_exists')
    if (phase === null || phase.board === null) return refuse('board_closed')
    const { board } = phase
    const teamId = writingTeamId(phase, seat)
    if (teamId === null) return refuse('no_team')
    if (!mayWrite(state, seat, teamId, board)) return refuse('board_closed')
    if (!mayPostByRules(state, actor, seat.id)) return refuse('rules_first')
    // Where a cluster lies only the document knows; a reply to one that is not there is shown among the loose cards.
    if (under.kind === 'card') {
      const card = cardById(state, under.cardId)
      if (card === null || !card.revealed || card.withheld) return refuse('card_unknown')
      if (card.teamId !== teamId || card.board !== board) return refuse('board_closed')
    }
    const there = state.replies.filter(
      (reply) => reply.teamId === teamId && isSameSubject(reply.under, under),
    )
    if (why > 0 && board !== 'challenges') return refuse('why_elsewhere')
    if (why === 2 && !there.some((reply) => reply.why === 1)) return refuse('why_first')
    const text = readReplyText(typed)
    if (!text.ok) return text
    const onBoard = state.replies.filter((reply) => reply.teamId === teamId && reply.board === board)
    if (there.length >= REPLIES_PER_SUBJECT) return refuse('replies_full', { limit: REPLIES_PER_SUBJECT })
    if (onBoard.length >= LIMITS.cardsPerBoard) return refuse('replies_full', { limit: LIMITS.cardsPerBoard })
    const reply = { replyId, teamId, board, under, why, at: now }
    const texted = { type: 'reply.texted', replyId, authorId: seat.id, text: text.value } as const
    if (repliesNamed(state, board)) return ok([{ type: 'reply.added', ...reply, authorId: seat.id }, texted])
    const owned = { type: 'reply.owned', replyId, authorId: seat.id } as const
    return ok([{ type: 'reply.added', ...reply, authorId: null }, owned, texted])
  },

  'reply.withdraw': ({ replyId }, state, { actor }) => {
    const seat = seatOf(state, actor)
    const reply = replyById(state, replyId)
    if (seat === null) return refuse('participant_unknown')
    if (reply === null) return refuse('card_unknown')
    if (reply.authorId !== seat.id) return refuse('not_author')
    if (!mayWrite(state, seat, reply.teamId, reply.board)) return refuse('board_closed')
    return ok([{ type: 'reply.withdrawn', replyId }])
  },

  'reply.hide': ({ replyId }, state) =>
    replyById(state, replyId) === null ? refuse('card_unknown') : ok([{ type: 'reply.withheld', replyId }]),
}

function readReplyText(typed: string): Result<string, Rejection> {
  const text = normaliseText(typed)
  if (text === '') return refuse('text_empty')
  if (!hasAtMost(text, LIMITS.reply)) return refuse('text_too_long', { limit: LIMITS.reply })
  return ok(text)
}

export const replyEvolvers: Evolvers<ReplyEvent> = {
  'reply.added': (state, { replyId, teamId, board, under, why, authorId, at }) => {
    if (replyById(state, replyId) !== null) return state
    const reply: Reply = { id: replyId, teamId, board, under, why, authorId, named: authorId !== null, at }
    return { ...state, replies: [...state.replies, reply] }
  },

  'reply.owned': (state, { replyId, authorId }) => ({
    ...state,
    replies: state.replies.map((reply) => (reply.id === replyId ? { ...reply, authorId } : reply)),
  }),

  'reply.texted': (state, { replyId, text }) => {
    if (replyById(state, replyId) === null) return state
    return { ...state, drafts: { ...state.drafts, [replyId]: text } }
  },

  'reply.withdrawn': (state, { replyId }) => withoutReplies(state, (reply) => reply.id === replyId),
  'reply.withheld': (state, { replyId }) => withoutReplies(state, (reply) => reply.id === replyId),
}

/** The state without some replies and their words. */
export function withoutReplies(state: WorkshopState, gone: (reply: Reply) => boolean): WorkshopState {
  const ids = new Set<string>(state.replies.filter(gone).map(({ id }) => id))
  if (ids.size === 0) return state
  return {
    ...state,
    replies: state.replies.filter(({ id }) => !ids.has(id)),
    drafts: Object.fromEntries(Object.entries(state.drafts).filter(([id]) => !ids.has(id))),
  }
}

/** Whether a reply hangs on a card; it goes with it. */
export function isUnderCard({ under }: Reply, cardId: CardId): boolean {
  return under.kind === 'card' && under.cardId === cardId
}
