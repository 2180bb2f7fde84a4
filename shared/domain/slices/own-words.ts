import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { hasAtMost, normaliseLine } from '../../text.ts'
import { seatOf } from '../lookup.ts'
import { MOODS, NO_WORDS, WORD_LIMITS, wordsAfter, type OwnWords } from '../own-words.ts'
import { refuse } from '../rejection.ts'
import type { Command } from '../commands.ts'
import type { CommandsOf, Context, Deciders, Decision, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

const typed = v.pipe(v.string(), v.maxLength(16_000))

/** One's own words to one's team, written before the start; they go to the erasable table of people, never into an event. */
export const ownWordsCommands = {
  /** who I am, in one or two short lines; `job` and `industry` opt in to showing what was answered there */
  'intro.write': v.object({
    text: v.optional(typed, ''),
    job: v.optional(v.boolean(), false),
    industry: v.optional(v.boolean(), false),
  }),
  /** how I come today: one tap, one short line, or both */
  'checkin.say': v.object({
    mood: v.optional(v.nullable(v.picklist(MOODS)), null),
    text: v.optional(typed, ''),
  }),
}
export type OwnWordsCommand = CommandsOf<typeof ownWordsCommands>

export interface OwnWordsEvent {
  readonly type: 'words.given'
  readonly participantId: ParticipantId
}

export const ownWordsDeciders: Deciders<OwnWordsCommand> = {
  'intro.write': (command, state, ctx) => say(command, WORD_LIMITS.intro, state, ctx),
  'checkin.say': (command, state, ctx) => say(command, WORD_LIMITS.today, state, ctx),
}

function say(command: OwnWordsCommand, limit: number, state: WorkshopState, ctx: Context): Decision {
  const seat = seatOf(state, ctx.actor)
  if (seat === null) return refuse('participant_unknown')
  if (!hasAtMost(normaliseLine(command.text), limit)) return refuse('text_too_long', { limit })
  const before = ctx.answersOf(seat.id)?.words ?? NO_WORDS
  const after = wordsAfter(command satisfies Command, before)
  return ok(after === null || isSame(before, after) ? [] : [{ type: 'words.given', participantId: seat.id }])
}

function isSame(one: OwnWords, other: OwnWords): boolean {
  return (Object.keys(NO_WORDS) as (keyof OwnWords)[]).every((key) => one[key] === other[key])
}

export const ownWordsEvolvers: Evolvers<OwnWordsEvent> = {
  'words.given': (state, { participantId }) => ({
    ...state,
    wordsGiven: { ...state.wordsGiven, [participantId]: (state.wordsGiven[participantId] ?? 0) + 1 },
  }),
}
