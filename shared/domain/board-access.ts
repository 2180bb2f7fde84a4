import { ALL_TEAMS, type BoardName, type TeamId } from '../ids.ts'
import { currentPhase, seatOf, teamById, writingTeamId } from './lookup.ts'
import { phaseKind } from './phases/registry.ts'
import type { Viewer } from './slice.ts'
import type { Participant, WorkshopState } from './state.ts'

/** What somebody may do with one board as a whole. */
export type Access = 'write' | 'read' | 'none'

/**
 * The rights to one team's board (D7). One writes on one's own team's board while its phase is on. One reads one's
 * own team's boards always, another team's while a share phase shows that team; facilitators read everything, and
 * boards of all (`teamId` is `all`) are read by everybody who has a seat. In a frozen room participants only read.
 */
export function boardAccess(state: WorkshopState, viewer: Viewer, teamId: TeamId, board: BoardName): Access {
  if (viewer.role === 'visitor') return 'none'
  if (teamId !== ALL_TEAMS && teamById(state, teamId) === null) return 'none'
  const seat = seatOf(state, viewer)
  if (seat !== null && mayWrite(state, seat, teamId, board)) return 'write'
  return mayRead(state, viewer, teamId) ? 'read' : 'none'
}

/** Whether the board is open for writing to who holds this seat: their own team's, while its phase is on. */
export function mayWrite(state: WorkshopState, seat: Participant, teamId: TeamId, board: BoardName): boolean {
  const phase = currentPhase(state)
  if (state.status !== 'live' || phase === null) return false
  if (state.frozen && !seat.facilitator) return false
  return phase.board === board && phaseKind(phase.kind).writing && writingTeamId(phase, seat) === teamId
}

function mayRead(state: WorkshopState, viewer: Viewer, teamId: TeamId): boolean {
  if (viewer.role === 'facilitator') return true
  const seat = seatOf(state, viewer)
  if (seat === null) return false
  return teamId === ALL_TEAMS || seat.teamId === teamId || presentingTeam(state) === teamId
}

/** The team whose boards everybody sees now; `null` outside share phases. */
export function presentingTeam(state: WorkshopState): TeamId | null {
  return state.status === 'live' && currentPhase(state)?.kind === 'share' ? state.share.teamId : null
}
