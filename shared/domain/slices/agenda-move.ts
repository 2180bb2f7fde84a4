import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { MINUTE, type Millis } from '../../time.ts'
import type { WorkshopEvent } from '../events.ts'
import { currentPhase, phaseIndex } from '../lookup.ts'
import { gateOf } from '../progress.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Context, Decision } from '../slice.ts'
import type { CurrentPhase, Phase, WorkshopState } from '../state.ts'
import { summariesAwaited } from '../summaries.ts'
import type { AgendaCommand, AgendaEvent } from './agenda.ts'
import { PARKED_FOR } from '../lot.ts'
import { lotsReturned } from './parking.ts'
import { draftsRevealed, namesTold } from './reveal.ts'
import { firstTurn } from './share.ts'
import { tallyShown } from './votes.ts'

type Advance = Extract<AgendaCommand, { type: 'agenda.advance' }>
type Back = Extract<AgendaCommand, { type: 'agenda.back' }>

/** One phase on. The order of events: drafts, likes and votes, names, why the gate was forced, the move, what comes with it. */
export function advance(command: Advance, state: WorkshopState, ctx: Context): Decision {
  const { current } = state.agenda
  const phase = currentPhase(state)
  if (current === null || phase === null) return refuse('not_open_yet')
  if (command.expectedPhaseId !== phase.id) return refuse('stale_phase', { phaseId: phase.id })
  // Time may have been added, or given back, while the server's own command was on its way.
  if (ctx.actor.role === 'system' && !(phase.auto && isOver(current, ctx.now))) return refuse('not_allowed')
  const next = state.agenda.phases[phaseIndex(state, phase.id) + 1]
  if (next === undefined) return refuse('last_phase')
  if (next.scope === 'teams' && state.teams.length === 0) return refuse('teams_missing')
  const gate = passGate(command, state, phase, ctx)
  if (!gate.ok) return gate
  return ok([
    ...left(state, phase, ctx),
    ...namesTold(state, phase),
    ...gate.value,
    moved('forward', current, next, ctx.now),
    ...entered(state, next, ctx),
  ])
}

function isOver({ timer }: CurrentPhase, now: Millis): boolean {
  return timer.kind === 'running' && timer.endsAt <= now
}

/** One phase back; what was done stays done. */
export function back(command: Back, state: WorkshopState, ctx: Context): Decision {
  const { current } = state.agenda
  const phase = currentPhase(state)
  if (current === null || phase === null) return refuse('not_open_yet')
  if (command.expectedPhaseId !== undefined && command.expectedPhaseId !== phase.id) {
    return refuse('stale_phase', { phaseId: phase.id })
  }
  const previous = state.agenda.phases[phaseIndex(state, phase.id) - 1]
  if (previous === undefined) return refuse('first_phase')
  if (previous.scope === 'teams' && state.teams.length === 0) return refuse('teams_missing')
  return ok([moved('back', current, previous, ctx.now), ...entered(state, previous, ctx)])
}

/** What lets us through the gate: nothing when it is open, a reason when it is forced. */
function passGate(
  { force, reason: typed }: Advance,
  state: WorkshopState,
  phase: Phase,
  { present, now, actor, unsummed }: Context,
): Result<readonly AgendaEvent[], Rejection> {
  const gate = gateOf(state, present)
  const { board } = phase
  const asked = phase.gate && board !== null && unsummed !== undefined
  const summaries = asked ? summariesAwaited(state, present, unsummed(board)) : []
  if (gate.open && summaries.length === 0) return ok([])
  if (!force || actor.role === 'system')
    return refuse('gate_closed', { missing: gate.missing, ...(summaries.length > 0 ? { summaries } : {}) })
  const reason = normaliseLine(typed ?? '')
  if (reason === '') return refuse('reason_missing')
  if (!hasAtMost(reason, LIMITS.reason)) return refuse('text_too_long', { limit: LIMITS.reason })
  return ok([{ type: 'gate.forced', phaseId: phase.id, reason, at: now }])
}

/** What leaving a phase forwards shows: its drafts, and the likes and votes of its board. */
export function left(
  state: WorkshopState,
  phase: Phase,
  ctx: Pick<Context, 'random' | 'now'>,
): readonly WorkshopEvent[] {
  return [
    ...draftsRevealed(state, phase.id, ctx),
    ...(phase.board === null ? [] : [tallyShown(state, phase, phase.board)]),
  ]
}

/** What entering a phase brings: in a share phase the first team's turn, with solutions what was parked for them. */
export function entered(
  state: WorkshopState,
  phase: Phase,
  ctx: Pick<Context, 'random' | 'now' | 'newId'>,
): readonly WorkshopEvent[] {
  if (phase.kind === 'share') return [firstTurn(state)]
  return phase.board === PARKED_FOR ? lotsReturned(state, ctx) : []
}

/** A phase begins with its full minutes, running. */
export function entry(phase: Phase, now: Millis): CurrentPhase {
  return {
    phaseId: phase.id,
    startedAt: now,
    timer: { kind: 'running', endsAt: now + phase.minutes * MINUTE },
  }
}

function moved(direction: 'forward' | 'back', before: CurrentPhase, to: Phase, now: Millis): AgendaEvent {
  return { type: 'agenda.moved', direction, before, current: entry(to, now), at: now }
}
