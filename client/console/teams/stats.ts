import { currentPhase } from '#shared/domain/lookup.ts'
import { hidesCards } from '#shared/domain/names.ts'
import { countCards, gateOf, posters, teamProgress } from '#shared/domain/progress.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, TeamId } from '#shared/ids.ts'
import type { PulseMessage } from '#shared/protocol/socket.ts'
import { MINUTE, type Millis } from '#shared/time.ts'
import { handsRest } from './heat-path.ts'

/** The pace is that of these last minutes: shorter jumps about, longer hides that a room goes quiet. */
const PACE_WINDOW: Millis = 3 * MINUTE
/** A phase younger than this has no pace yet; its first card would read as a rush. */
const PACE_FLOOR: Millis = MINUTE / 2
/** Two minutes without a touch, in a phase that asks for writing, is worth a look; thinking takes one. */
const QUIET: Millis = 2 * MINUTE

export interface BoardStats {
  readonly posted: number
  /** those who could post: here, in a team, not passed */
  readonly awaited: number
  /** who of them has not posted, in seat order */
  readonly missing: readonly ParticipantId[]
  readonly cards: number
  /** cards a minute, to one decimal */
  readonly pace: number
  readonly resting: ReadonlySet<TeamId>
}

/** How the phase that is on is going; `null` when it has no board. */
export function boardStats(
  state: WorkshopState,
  present: ReadonlySet<ParticipantId>,
  pulse: PulseMessage | null,
  now: Millis,
): BoardStats | null {
  const phase = currentPhase(state)
  const { current } = state.agenda
  if (state.status !== 'live' || phase === null || phase.board === null || current === null) return null
  const { required } = gateOf(gated(state), present)
  const authors = authorsOf(state, phase)
  const missing = required.filter((id) => !authors.has(id))
  const cards = state.cards.filter((card) => card.board === phase.board && !card.withheld)
  const lasted = now - current.startedAt
  const span = Math.min(PACE_WINDOW, Math.max(PACE_FLOOR, lasted))
  const recent = cards.filter((card) => card.phaseId === phase.id && card.at > now - span)
  const hiddenLately = hiddenContributions(state, phase, pulse, span)
  const quiet = (id: TeamId) => handsRest(pulse?.teams[id], pulse?.bucketMs ?? 0, QUIET)
  const idle = state.teams.filter((team) => team.members.some((one) => present.has(one.participantId)))
  return {
    posted: required.length - missing.length,
    awaited: required.length,
    missing,
    cards: countCards(state, phase.board),
    pace: Math.round((10 * (recent.length + hiddenLately) * MINUTE) / span) / 10,
    resting: new Set(lasted < QUIET ? [] : idle.map((team) => team.id).filter(quiet)),
  }
}

/** What one segment of a team's bar says about a member. */
export type Standing = 'posted' | 'awaited' | 'away'

/** The members of a team in their order, with where each stands in the phase that is on. */
export function teamStandings(
  state: WorkshopState,
  teamId: TeamId,
  present: ReadonlySet<ParticipantId>,
): { readonly participantId: ParticipantId; readonly standing: Standing }[] {
  const phase = currentPhase(state)
  const team = state.teams.find((one) => one.id === teamId)
  if (team === undefined || phase === null || phase.board === null) return []
  const { required } = teamProgress(state, teamId, present)
  const authors = authorsOf(state, phase)
  return team.members.map(({ participantId }) => {
    if (authors.has(participantId)) return { participantId, standing: 'posted' }
    return { participantId, standing: required.includes(participantId) ? 'awaited' : 'away' }
  })
}

/**
 * Who has written something that counts now: in a phase with a gate a card of that phase, otherwise any card on its
 * board, because deepening goes on with what the listing brought.
 */
function authorsOf(state: WorkshopState, phase: Phase): ReadonlySet<ParticipantId> {
  const boardOf = (id: Phase['id']) => state.agenda.phases.find((one) => one.id === id)?.board
  return posters(state, (id) => (phase.gate ? id === phase.id : boardOf(id) === phase.board))
}

/** Drafts of which only the number is known have no time here; the heat says how many came lately. */
function hiddenContributions(
  state: WorkshopState,
  phase: Phase,
  pulse: PulseMessage | null,
  span: Millis,
): number {
  if (pulse === null || state.names === 'start' || !hidesCards(state, phase)) return 0
  const buckets = Math.max(1, Math.round(span / pulse.bucketMs))
  return Object.values(pulse.teams).reduce(
    (sum, team) => sum + team.slice(-buckets).reduce((count, one) => count + one, 0),
    0,
  )
}

/** The same workshop as if its current phase had a gate: who has posted is worth knowing without one. */
function gated(state: WorkshopState): WorkshopState {
  const phases = state.agenda.phases.map((phase) =>
    phase.id === state.agenda.current?.phaseId ? { ...phase, gate: true } : phase,
  )
  return { ...state, agenda: { ...state.agenda, phases } }
}
