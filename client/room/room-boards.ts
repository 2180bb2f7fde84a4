import { writingTeamId } from '#shared/domain/lookup.ts'
import type { Participant, WorkshopState } from '#shared/domain/state.ts'
import { ALL_TEAMS, type BoardName, type TeamId } from '#shared/ids.ts'

export interface BoardPlace {
  readonly teamId: TeamId
  readonly board: BoardName
}

/** The board this person works on in the current phase; `null` without one, or before they have a team. */
export function liveBoard(state: WorkshopState, me: Participant | null): BoardPlace | null {
  const { phases, current } = state.agenda
  const phase = phases.find(({ id }) => id === current?.phaseId)
  if (state.status !== 'live' || !phase?.board || me === null) return null
  const teamId = writingTeamId(phase, me)
  return teamId === null ? null : { teamId, board: phase.board }
}

/** The boards of the phases so far, without the live one: what a team may look back at, in agenda order. */
export function earlierBoards(
  state: WorkshopState,
  teamId: TeamId | null,
  live: BoardName | null,
): readonly BoardPlace[] {
  const { phases, current } = state.agenda
  const on = phases.findIndex(({ id }) => id === current?.phaseId)
  const past = state.status === 'ended' ? phases : phases.slice(0, on + 1)
  const places = new Map<BoardName, BoardPlace>()
  for (const { board, scope } of past) {
    if (board === null || board === live) continue
    if (scope === 'everyone') places.set(board, { teamId: ALL_TEAMS, board })
    else if (teamId !== null) places.set(board, { teamId, board })
  }
  return [...places.values()]
}
