import type { PhaseId } from '../../ids.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { phaseIndex } from '../lookup.ts'
import { newPhase } from '../phases/new-phase.ts'
import { phaseKind } from '../phases/registry.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Context, Decision } from '../slice.ts'
import type { Phase, WorkshopState } from '../state.ts'
import type { AgendaCommand, PhaseEdit } from './agenda.ts'

/** Dots are few so that they mean something; nobody has asked for more than ten. */
const MOST_VOTES = 10

type Edit = Extract<AgendaCommand, { type: 'agenda.edit' }>

/** Replaces what is still to come. What has been, and what is on, stays as it is. */
export function editAgenda(command: Edit, state: WorkshopState, ctx: Context): Decision {
  const { phases, current } = state.agenda
  const comingFrom = current === null ? 0 : phaseIndex(state, current.phaseId) + 1
  const kept = phases.slice(0, comingFrom)
  const coming = new Map(phases.slice(comingFrom).map((phase) => [phase.id, phase]))
  const count = kept.length + command.phases.length
  if (count === 0 || count > LIMITS.phases) return refuse('agenda_invalid', { limit: LIMITS.phases })

  const edited: Phase[] = []
  for (const edit of command.phases) {
    const phase = readPhase(edit, kept, coming, ctx)
    if (!phase.ok) return phase
    // An id stands once: the second time it is no longer to be had.
    coming.delete(phase.value.id)
    edited.push(phase.value)
  }
  const all = [...kept, ...edited]
  return ok(same(all, phases) ? [] : [{ type: 'agenda.edited', phases: all }])
}

function readPhase(
  edit: PhaseEdit,
  kept: readonly Phase[],
  coming: ReadonlyMap<PhaseId, Phase>,
  ctx: Context,
): Result<Phase, Rejection> {
  const { minutes, votes = 0 } = edit
  if (!isWithin(minutes, 1, LIMITS.phaseMinutes))
    return refuse('agenda_invalid', { limit: LIMITS.phaseMinutes })
  if (!isWithin(votes, 0, MOST_VOTES)) return refuse('agenda_invalid', { limit: MOST_VOTES })
  const title = normaliseLine(edit.title ?? '')
  if (!hasAtMost(title, LIMITS.title)) return refuse('title_too_long', { limit: LIMITS.title })

  const tooLong = wordsTooLong(edit)
  if (tooLong !== null) return refuse('text_too_long', { limit: tooLong })

  const before = phaseBefore(edit, kept, coming, ctx)
  return before.ok ? ok(applied(edit, before.value, title === '' ? null : title)) : before
}

/** The phase an edit starts from: the coming one with its id, or a new one of its kind. */
function phaseBefore(
  { id, kind, minutes }: PhaseEdit,
  kept: readonly Phase[],
  coming: ReadonlyMap<PhaseId, Phase>,
  { newId }: Context,
): Result<Phase, Rejection> {
  if (id === undefined) return ok(newPhase(newId() as PhaseId, kind, minutes))
  if (kept.some((phase) => phase.id === id)) return refuse('phase_over')
  const before = coming.get(id)
  if (before === undefined) return refuse('phase_unknown')
  // Another kind has another board: that is another phase.
  return before.kind === kind ? ok(before) : refuse('agenda_invalid')
}

/** The bound, in graphemes, that goal or guidance pass. */
function wordsTooLong({ goal, guidance }: PhaseEdit): number | null {
  if (!hasAtMost(normaliseLine(goal ?? ''), LIMITS.phaseGoal)) return LIMITS.phaseGoal
  return hasAtMost(normaliseLine(guidance ?? ''), LIMITS.phaseGuidance) ? null : LIMITS.phaseGuidance
}

/** What only makes sense where cards are written stays off elsewhere. */
function applied(edit: PhaseEdit, before: Phase, title: string | null): Phase {
  const { writing } = phaseKind(before.kind)
  const { goal: goalBefore, guidance: guidanceBefore, ...rest } = before
  const goal = edit.goal === undefined ? goalBefore : normaliseLine(edit.goal ?? '')
  const guidance = edit.guidance === undefined ? guidanceBefore : normaliseLine(edit.guidance ?? '')
  return {
    ...rest,
    title,
    minutes: edit.minutes,
    hidden: writing && (edit.hidden ?? before.hidden),
    gate: writing && (edit.gate ?? before.gate),
    votes: writing ? (edit.votes ?? before.votes) : 0,
    summary: writing && (edit.summary ?? before.summary),
    auto: edit.auto,
    ...(goal ? { goal } : {}),
    ...(guidance ? { guidance } : {}),
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function same(a: readonly Phase[], b: readonly Phase[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
