import type { CommandInput } from '#shared/domain/commands.ts'
import { phaseIndex } from '#shared/domain/lookup.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import { graphemeCount, LIMITS, normaliseLine } from '#shared/text.ts'

/** What the one labelled button of the deck does now. */
export type Move =
  | { readonly kind: 'open'; readonly to: Phase }
  | { readonly kind: 'next'; readonly from: Phase; readonly to: Phase }
  | { readonly kind: 'end'; readonly from: Phase }
  | { readonly kind: 'none' }

export function moveOf(state: WorkshopState): Move {
  const { phases, current } = state.agenda
  if (state.status === 'ended') return { kind: 'none' }
  if (state.status === 'planning' || current === null) {
    const first = phases[0]
    return first === undefined ? { kind: 'none' } : { kind: 'open', to: first }
  }
  const place = phaseIndex(state, current.phaseId)
  const from = phases[place]
  const to = phases[place + 1]
  if (from === undefined) return { kind: 'none' }
  return to === undefined ? { kind: 'end', from } : { kind: 'next', from, to }
}

export function phaseBefore(state: WorkshopState): Phase | null {
  const { phases, current } = state.agenda
  if (state.status !== 'live' || current === null) return null
  return phases[phaseIndex(state, current.phaseId) - 1] ?? null
}

export type ReasonFault = 'missing' | 'tooLong'

/** What is wrong with a reason to open a closed gate, or `null`. */
export function reasonFault(reason: string): ReasonFault | null {
  const line = normaliseLine(reason)
  if (line === '') return 'missing'
  return graphemeCount(line) > LIMITS.reason ? 'tooLong' : null
}

/** Moves on from `from`; with a `reason` even through a closed gate. */
export function advanceCommand(
  from: Phase,
  reason?: string,
): CommandInput & { readonly type: 'agenda.advance' } {
  const advance = { type: 'agenda.advance', expectedPhaseId: from.id } as const
  return reason === undefined ? advance : { ...advance, force: true, reason: normaliseLine(reason) }
}
