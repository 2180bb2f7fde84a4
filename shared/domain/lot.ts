import type { BoardName, TeamId } from '../ids.ts'
import { currentPhase, phaseIndex } from './lookup.ts'
import { phaseKind } from './phases/registry.ts'
import type { WorkshopState } from './state.ts'

/** What is parked waits for this board: tools are welcome there (needs 43). */
export const PARKED_FOR: BoardName = 'solutions'

/** The boards people should not talk tools on. */
const PARKED_FROM: readonly (BoardName | null)[] = ['ideals', 'challenges']

/** Whether things are parked now: teams write ideals or challenges, and solutions are still to come. */
export function lotOpen(state: WorkshopState): boolean {
  const phase = currentPhase(state)
  if (state.status !== 'live' || phase === null) return false
  if (phase.scope !== 'teams' || !PARKED_FROM.includes(phase.board)) return false
  const coming = state.agenda.phases.slice(phaseIndex(state, phase.id) + 1)
  return coming.some(({ board, kind }) => board === PARKED_FOR && phaseKind(kind).writing)
}

/** How much a team has parked. */
export function parkedCount(state: WorkshopState, teamId: TeamId): number {
  return state.lots.find((lot) => lot.teamId === teamId)?.count ?? 0
}
