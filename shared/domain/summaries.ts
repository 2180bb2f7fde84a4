import type { ParticipantId, TeamId } from '../ids.ts'
import { currentPhase } from './lookup.ts'
import type { Team, TeamRole, WorkshopState } from './state.ts'

/** Who is asked first. The scribe holds the pen; a mentor comes last, because the words are to be the team's own. */
const ASKED_IN_TURN: readonly TeamRole[] = ['scribe', 'lead', 'timekeeper', 'presenter', 'member', 'mentor']

/**
 * The teams that are asked for a summary in the phase that is on, have somebody here who could write it, and have none
 * yet. What a summary says is no business of the state: `unsummed` are the teams whose board is known to have none.
 */
export function summariesAwaited(
  state: WorkshopState,
  present: ReadonlySet<ParticipantId>,
  unsummed: ReadonlySet<TeamId>,
): readonly TeamId[] {
  const phase = currentPhase(state)
  // Where everybody shares a board nobody in particular has the pen.
  if (state.status !== 'live' || phase === null || !phase.summary || phase.scope !== 'teams') return []
  return state.teams
    .filter((team) => unsummed.has(team.id) && summaryKeeper(team, present) !== null)
    .map(({ id }) => id)
}

/** Whom of a team to ask for its summary: the scribe, or who stands in while the scribe is away; `null`: nobody is here. */
export function summaryKeeper(team: Team, present: ReadonlySet<ParticipantId>): ParticipantId | null {
  const here = team.members.filter(({ participantId }) => present.has(participantId))
  const turn = ({ role }: Team['members'][number]) => ASKED_IN_TURN.indexOf(role)
  return here.toSorted((a, b) => turn(a) - turn(b))[0]?.participantId ?? null
}
