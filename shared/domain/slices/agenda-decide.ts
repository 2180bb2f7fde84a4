import { ok } from '../../result.ts'
import { SECOND, type Millis } from '../../time.ts'
import { currentPhase, phaseById, phaseIndex, seatOf } from '../lookup.ts'
import { timeLeft, undoLeft } from '../progress.ts'
import { refuse } from '../rejection.ts'
import type { Deciders } from '../slice.ts'
import type { CurrentPhase, Timer } from '../state.ts'
import type { AgendaCommand, AgendaEvent } from './agenda.ts'
import { editAgenda } from './agenda-edit.ts'
import { advance, back, entered, entry, left } from './agenda-move.ts'
import { PARKED_FOR } from '../lot.ts'
import { lotsReturned } from './parking.ts'
import { allNamesTold, draftsRevealed, namesTold } from './reveal.ts'

export const agendaDeciders: Deciders<AgendaCommand> = {
  'agenda.open': (_, state, ctx) => {
    const first = state.agenda.phases[0]
    if (first === undefined) return refuse('agenda_invalid')
    if (first.scope === 'teams' && state.teams.length === 0) return refuse('teams_missing')
    return ok([
      { type: 'agenda.opened', current: entry(first, ctx.now), at: ctx.now },
      ...entered(state, first, ctx),
    ])
  },

  'agenda.advance': advance,
  'agenda.back': back,

  'agenda.undo': (_, state, ctx) => {
    const { lastMove, current } = state.agenda
    const phase = currentPhase(state)
    if (undoLeft(state, ctx.now) === 0 || lastMove === null || current === null || phase === null) {
      return refuse('nothing_to_undo')
    }
    const goesOn = phaseIndex(state, lastMove.before.phaseId) > phaseIndex(state, current.phaseId)
    const undone: AgendaEvent = { type: 'agenda.undone', current: lastMove.before }
    // Taking a step back back leaves a phase forwards, so nothing written there may stay behind.
    if (!goesOn) return ok([undone])
    const next = phaseById(state, lastMove.before.phaseId)
    const parked = next?.board === PARKED_FOR ? lotsReturned(state, ctx) : []
    return ok([...left(state, phase, ctx), ...namesTold(state, phase), undone, ...parked])
  },

  'agenda.pause': (_, state, { now }) => {
    const { current } = state.agenda
    if (current === null) return refuse('not_open_yet')
    if (current.timer.kind === 'paused') return refuse('already_paused')
    return ok([timed(current, { kind: 'paused', timeLeft: timeLeft(current.timer, now) })])
  },

  'agenda.resume': (_, state, { now }) => {
    const { current } = state.agenda
    if (current === null) return refuse('not_open_yet')
    if (current.timer.kind === 'running') return refuse('not_paused')
    return ok([timed(current, { kind: 'running', endsAt: now + current.timer.timeLeft })])
  },

  'agenda.extend': ({ ms }, state, { now }) => {
    const { current } = state.agenda
    if (current === null) return refuse('not_open_yet')
    const before = timeLeft(current.timer, now)
    const after = extended(before, ms)
    if (after === before) return ok([])
    const timer: Timer =
      current.timer.kind === 'running'
        ? { kind: 'running', endsAt: now + after }
        : { kind: 'paused', timeLeft: after }
    return ok([timed(current, timer)])
  },

  // Each outage counts once, and only as far as the clock ran and had time left in it.
  'agenda.recover': ({ from, until }, state) => {
    const { current, outage } = state.agenda
    if (current === null || current.timer.kind !== 'running') return ok([])
    const start = Math.max(from, current.startedAt, outage?.until ?? 0)
    const { endsAt } = current.timer
    if (until - start < SECOND || endsAt <= start) return ok([])
    const timer: Timer = { kind: 'running', endsAt: endsAt + until - start }
    const { phaseId } = current
    return ok([{ type: 'agenda.recovered', phaseId, timer, outage: { from: start, until } }])
  },

  'agenda.edit': editAgenda,

  'agenda.end': (_, state, ctx) => {
    const phase = currentPhase(state)
    if (phase === null) return refuse('not_open_yet')
    // Drafts of phases that were left backwards would otherwise never be seen.
    const waiting = new Set(state.cards.filter((card) => !card.revealed).map((card) => card.phaseId))
    waiting.delete(phase.id)
    const others = [...waiting].flatMap((phaseId) => draftsRevealed(state, phaseId, ctx))
    return ok([
      ...left(state, phase, ctx),
      ...others,
      ...allNamesTold(state),
      ...lotsReturned(state, ctx),
      { type: 'agenda.ended', at: ctx.now },
    ])
  },

  'gate.pass': (_, state, { actor }) => {
    const seat = seatOf(state, actor)
    if (seat === null) return refuse('participant_unknown')
    const phase = state.agenda.current === null ? null : phaseById(state, state.agenda.current.phaseId)
    if (phase === null || !phase.gate) return ok([])
    const passed = state.passes.some((one) => one.phaseId === phase.id && one.participantId === seat.id)
    return ok(passed ? [] : [{ type: 'gate.passed', phaseId: phase.id, participantId: seat.id }])
  },
}

/** In overtime time is added from now on. Taking time away ends at zero: it never makes or lengthens overtime. */
function extended(left: Millis, ms: Millis): Millis {
  return ms > 0 ? Math.max(0, left) + ms : Math.max(Math.min(0, left), left + ms)
}

function timed({ phaseId }: CurrentPhase, timer: Timer): AgendaEvent {
  return { type: 'agenda.timed', phaseId, timer }
}
