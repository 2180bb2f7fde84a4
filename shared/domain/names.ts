import type { BoardName } from '../ids.ts'
import type { Phase, WorkshopState } from './state.ts'

/** Whether cards written in this phase now stay with their authors. */
export function hidesCards(state: WorkshopState, phase: Phase): boolean {
  return phase.hidden && !state.revealedPhases.includes(phase.id)
}

/** Whether a card written on this board now says at once, and to everybody, who wrote it. */
export function namesOn(state: WorkshopState, board: BoardName): boolean {
  return state.names === 'start' || (state.namedBoards.includes(board) && !hidesOn(state, board))
}

/** Whether a reply on this board says at once who wrote it; it is never a draft, so hidden writing does not touch it. */
export function repliesNamed(state: WorkshopState, board: BoardName): boolean {
  return state.names === 'start' || state.namedBoards.includes(board)
}

/**
 * Whether leaving this phase forwards ends the time without names: its board has been summed up, or nobody will come
 * back to it. While people still weigh the cards, a name would weigh, too.
 */
export function endsNamelessness(state: WorkshopState, phase: Phase): boolean {
  if (state.names !== 'summary' || phase.board === null || state.namedBoards.includes(phase.board))
    return false
  const { phases } = state.agenda
  const later = phases.slice(phases.findIndex(({ id }) => id === phase.id) + 1)
  return phase.summary || later.every(({ board }) => board !== phase.board)
}

/** In hidden writing every draft of a workshop without names goes the same way, also on a board told before. */
function hidesOn(state: WorkshopState, board: BoardName): boolean {
  const phase = state.agenda.phases.find(({ id }) => id === state.agenda.current?.phaseId)
  return phase?.board === board && hidesCards(state, phase)
}
