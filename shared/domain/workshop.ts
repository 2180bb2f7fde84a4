import type { Command, CommandOf } from './commands.ts'
import type { WorkshopEvent } from './events.ts'
import { participantById } from './lookup.ts'
import { fitsFreeze, fitsStatus, mayGive } from './policy.ts'
import { refuse } from './rejection.ts'
import type { Context, Deciders, Decision, Evolvers } from './slice.ts'
import { agendaDeciders } from './slices/agenda-decide.ts'
import { agendaEvolvers } from './slices/agenda-evolve.ts'
import { callDeciders, callEvolvers } from './slices/calls.ts'
import { cardEvolvers } from './slices/card-evolve.ts'
import { cardDeciders } from './slices/cards.ts'
import { historyDeciders, historyEvolvers } from './slices/history.ts'
import { pledgeDeciders, pledgeEvolvers } from './slices/pledges.ts'
import { parkingDeciders, parkingEvolvers } from './slices/parking.ts'
import { planDeciders, planEvolvers } from './slices/plan.ts'
import { replyDeciders, replyEvolvers } from './slices/replies.ts'
import { rosterDeciders, rosterEvolvers } from './slices/roster.ts'
import { safetyDeciders, safetyEvolvers } from './slices/safety.ts'
import { createWorkshop, newState, setupDeciders, setupEvolvers } from './slices/setup.ts'
import { shareDeciders, shareEvolvers } from './slices/share.ts'
import { teamDeciders, teamEvolvers } from './slices/teams.ts'
import { thanksDeciders, thanksEvolvers } from './slices/thanks.ts'
import { voteDeciders, voteEvolvers } from './slices/votes.ts'
import type { WorkshopState } from './state.ts'

const deciders: Deciders<Exclude<Command, CommandOf<'setup.create'>>> = {
  ...setupDeciders,
  ...planDeciders,
  ...rosterDeciders,
  ...teamDeciders,
  ...agendaDeciders,
  ...cardDeciders,
  ...parkingDeciders,
  ...replyDeciders,
  ...pledgeDeciders,
  ...thanksDeciders,
  ...voteDeciders,
  ...callDeciders,
  ...shareDeciders,
  ...safetyDeciders,
  ...historyDeciders,
}

const evolvers: Evolvers<WorkshopEvent> = {
  ...setupEvolvers,
  ...planEvolvers,
  ...rosterEvolvers,
  ...teamEvolvers,
  ...agendaEvolvers,
  ...cardEvolvers,
  ...parkingEvolvers,
  ...replyEvolvers,
  ...pledgeEvolvers,
  ...thanksEvolvers,
  ...voteEvolvers,
  ...callEvolvers,
  ...shareEvolvers,
  ...safetyEvolvers,
  ...historyEvolvers,
}

/**
 * What a command makes happen, or why it does not. Rights first, then the rules of its slice. Pure: everything that
 * may vary is in `ctx`. An accepted command that changes nothing answers no events.
 */
export function decide(command: Command, state: WorkshopState | null, ctx: Context): Decision {
  if (!mayGive(ctx.actor.role, command.type)) return refuse('not_allowed')
  if (command.type === 'setup.create') {
    return state === null ? createWorkshop(command, ctx) : refuse('already_open')
  }
  if (state === null) return refuse('not_allowed')
  if (ctx.actor.role === 'participant' && participantById(state, ctx.actor.participantId) === null) {
    return refuse('participant_unknown')
  }
  const fits = fitsStatus(state.status, command.type)
  if (!fits.ok) return refuse(fits.error)
  if (!fitsFreeze(state.frozen, ctx.actor.role, command.type)) return refuse('frozen')
  const decider = deciders[command.type] as (command: Command, state: WorkshopState, ctx: Context) => Decision
  return decider(command, state, ctx)
}

/** The state after an event. Total: an event it does not know, or whose subject is gone, changes nothing. */
export function evolve(state: WorkshopState | null, event: WorkshopEvent): WorkshopState {
  if (state === null) {
    if (event.type === 'workshop.created') return newState(event)
    throw new Error(`A log begins with workshop.created, not with ${event.type}`)
  }
  if (!Object.hasOwn(evolvers, event.type)) return state
  const evolver = evolvers[event.type] as (state: WorkshopState, event: WorkshopEvent) => WorkshopState
  return evolver(state, event)
}

/** The state after many events, beginning at `from`; `null` only when there is neither. */
export function fold(events: Iterable<WorkshopEvent>, from: WorkshopState): WorkshopState
export function fold(events: Iterable<WorkshopEvent>, from?: WorkshopState | null): WorkshopState | null
export function fold(
  events: Iterable<WorkshopEvent>,
  from: WorkshopState | null = null,
): WorkshopState | null {
  let state = from
  for (const event of events) state = evolve(state, event)
  return state
}
