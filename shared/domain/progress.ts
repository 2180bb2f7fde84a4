import type { BoardName, ParticipantId, PhaseId, TeamId } from '../ids.ts'
import { MINUTE, type Millis } from '../time.ts'
import { currentPhase, phaseIndex } from './lookup.ts'
import { hidesCards } from './names.ts'
import type { Participant, Phase, Timer, WorkshopState } from './state.ts'

/** How long a move can be taken back. Ten seconds: long enough to see the mistake, short enough that nobody has begun. */
export const UNDO_WINDOW: Millis = 10_000

/** Who is waited for, and who of them has not posted. */
export interface Gate {
  readonly open: boolean
  /** present, in a team (or seated, where everybody shares the board), not passed; in seat order */
  readonly required: readonly ParticipantId[]
  readonly missing: readonly ParticipantId[]
}

export function gateOf(state: WorkshopState, present: ReadonlySet<ParticipantId>): Gate {
  const phase = currentPhase(state)
  if (state.status !== 'live' || phase === null || !phase.gate || phase.board === null) {
    return { open: true, required: [], missing: [] }
  }
  const required = awaited(state, phase, present)
  const missing = waitsFor(state, phase, required)
  return { open: missing.length === 0, required, missing }
}

/** What a team has done in the current phase, whether or not there is a gate. */
export interface TeamProgress {
  readonly required: readonly ParticipantId[]
  readonly posted: readonly ParticipantId[]
  readonly missing: readonly ParticipantId[]
  /** the team's cards on the board of the phase, drafts included, hidden ones not */
  readonly cards: number
}

export function teamProgress(
  state: WorkshopState,
  teamId: TeamId,
  present: ReadonlySet<ParticipantId>,
): TeamProgress {
  const phase = currentPhase(state)
  if (phase === null || phase.board === null) return { required: [], posted: [], missing: [], cards: 0 }
  const members = new Set(state.participants.filter((one) => one.teamId === teamId).map((one) => one.id))
  const required = awaited(state, phase, present).filter((id) => members.has(id))
  const missing = waitsFor(state, phase, required)
  const cards = countCards(state, phase.board, teamId)
  return { required, posted: required.filter((id) => !missing.includes(id)), missing, cards }
}

/** The cards on a board, of one team or of all; drafts included, also those of which only the number is known. */
export function countCards(state: WorkshopState, board: BoardName, teamId?: TeamId): number {
  const lies = (one: { readonly board: BoardName; readonly teamId: TeamId }) =>
    one.board === board && (teamId === undefined || one.teamId === teamId)
  const known = state.cards.filter((card) => lies(card) && !card.withheld && (card.revealed || card.named))
  return state.draftCounts.filter(lies).reduce((sum, { count }) => sum + count, known.length)
}

function awaited(
  state: WorkshopState,
  phase: Phase,
  present: ReadonlySet<ParticipantId>,
): readonly ParticipantId[] {
  const passed = new Set(
    state.passes.filter((pass) => pass.phaseId === phase.id).map((pass) => pass.participantId),
  )
  const takesPart = (one: Participant) => phase.scope === 'everyone' || one.teamId !== null
  return state.participants
    .filter((one) => takesPart(one) && present.has(one.id) && !passed.has(one.id))
    .map((one) => one.id)
}

/**
 * Where names are off nobody is waited for once cards can be seen: the card after which the gate no longer waits for
 * somebody would be as good as signed.
 */
function waitsFor(
  state: WorkshopState,
  phase: Phase,
  ids: readonly ParticipantId[],
): readonly ParticipantId[] {
  if (state.names !== 'start' && !hidesCards(state, phase)) return []
  const posted = posters(state, (phaseId) => phaseId === phase.id)
  return ids.filter((id) => !posted.has(id))
}

/** Who is known to have a card in the phases asked for. */
export function posters(
  state: WorkshopState,
  counts: (phaseId: PhaseId) => boolean,
): ReadonlySet<ParticipantId> {
  const met = state.met.filter(({ phaseId }) => counts(phaseId)).map(({ participantId }) => participantId)
  const named = state.cards.flatMap(({ phaseId, named, authorId }) =>
    named && authorId !== null && counts(phaseId) ? [authorId] : [],
  )
  return new Set([...met, ...named])
}

/** Whether somebody has a card in a phase; what they withdrew no longer counts, what was hidden does. */
export function hasPosted(state: WorkshopState, phaseId: PhaseId, participantId: ParticipantId): boolean {
  return state.cards.some((card) => card.phaseId === phaseId && card.authorId === participantId)
}

/** Whether dots can be given now: the phase has dots and they have not been shown. */
export function votingOpen(state: WorkshopState): boolean {
  const phase = currentPhase(state)
  return state.status === 'live' && phase !== null && phase.votes > 0 && !state.votesShown.includes(phase.id)
}

/** The dots somebody can still give in the current phase; 0 where no voting is open. */
export function votesLeft(state: WorkshopState, participantId: ParticipantId): number {
  const phase = currentPhase(state)
  if (phase === null || !votingOpen(state)) return 0
  return Math.max(0, phase.votes - dotsGiven(state, phase.id, participantId))
}

/** The dots somebody has given in a phase. */
export function dotsGiven(state: WorkshopState, phaseId: PhaseId, participantId: ParticipantId): number {
  return state.votes
    .filter((vote) => vote.phaseId === phaseId && vote.participantId === participantId)
    .reduce((dots, vote) => dots + vote.count, 0)
}

/** Time left of a timer; negative in overtime. */
export function timeLeft(timer: Timer, now: Millis): Millis {
  return timer.kind === 'running' ? timer.endsAt - now : timer.timeLeft
}

/** How long the last move can still be taken back; 0 when it no longer can. */
export function undoLeft(state: WorkshopState, now: Millis): Millis {
  const { lastMove, current } = state.agenda
  if (state.status !== 'live' || lastMove === null || current === null) return 0
  const from = phaseIndex(state, current.phaseId)
  const to = phaseIndex(state, lastMove.before.phaseId)
  // An edit in between may have put phases where the way back leads.
  if (to < 0 || Math.abs(from - to) !== 1) return 0
  return Math.max(0, Math.min(UNDO_WINDOW, lastMove.at + UNDO_WINDOW - now))
}

export interface ScheduledPhase {
  readonly phaseId: PhaseId
  /** as the agenda reads now, had every phase kept its minutes; before the opening, as if it opened now */
  readonly plannedStart: Millis
  readonly plannedEnd: Millis
  /** when it was entered first; `null` if it has not been */
  readonly startedAt: Millis | null
  /** when it will begin if the phases before it keep their minutes from now on; the past as it was */
  readonly expectedStart: Millis
}

export interface Schedule {
  readonly phases: readonly ScheduledPhase[]
  readonly plannedEnd: Millis
  readonly expectedEnd: Millis
  /** how much later than planned it will end; negative when early */
  readonly late: Millis
}

/** The plan against what happened: which phase was to begin when, and what the rest of the agenda loses. */
export function scheduleOf(state: WorkshopState, now: Millis): Schedule {
  const { phases, current, enteredAt, openedAt, endedAt } = state.agenda
  const on = current === null ? -1 : phaseIndex(state, current.phaseId)
  let planned = openedAt ?? now
  let expected = planned
  const scheduled = phases.map((phase, index): ScheduledPhase => {
    const plannedStart = planned
    planned += phase.minutes * MINUTE
    const startedAt = enteredAt[phase.id] ?? null
    const passed = index <= on
    const expectedStart = passed ? (startedAt ?? expected) : expected
    if (index === on && current !== null) expected = now + Math.max(0, timeLeft(current.timer, now))
    else expected = expectedStart + phase.minutes * MINUTE
    return { phaseId: phase.id, plannedStart, plannedEnd: planned, startedAt, expectedStart }
  })
  const expectedEnd = endedAt ?? expected
  return { phases: scheduled, plannedEnd: planned, expectedEnd, late: expectedEnd - planned }
}
