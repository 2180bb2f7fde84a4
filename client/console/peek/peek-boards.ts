import { currentPhase, phaseIndex } from '#shared/domain/lookup.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { BoardName } from '#shared/ids.ts'

/** The teams' own boards that have been on so far, in the agenda's order; a board that has not is empty. */
export function peekBoards(state: WorkshopState): BoardName[] {
  const { phases, current } = state.agenda
  if (current === null) return []
  const until = phaseIndex(state, current.phaseId)
  const boards = phases
    .slice(0, until + 1)
    .flatMap((phase) => (phase.scope === 'teams' && phase.board !== null ? [phase.board] : []))
  return [...new Set(boards)]
}

/** The board a peek opens on: the current phase's, else the last one teams worked on. */
export function boardToPeek(state: WorkshopState): BoardName | null {
  const boards = peekBoards(state)
  const now = currentPhase(state)?.board ?? null
  return now !== null && boards.includes(now) ? now : (boards.at(-1) ?? null)
}
