import type { WorkshopEvent } from './events.ts'
import type { Evolvers } from './slice.ts'
import { agendaEvolvers } from './slices/agenda-evolve.ts'
import { applicationEvolvers } from './slices/application-evolve.ts'
import { callEvolvers } from './slices/calls.ts'
import { cardEvolvers } from './slices/card-evolve.ts'
import { formEvolvers } from './slices/form-evolve.ts'
import { historyEvolvers } from './slices/history.ts'
import { formationEvolvers } from './slices/formation.ts'
import { houseRulesEvolvers } from './slices/house-rules.ts'
import { ownWordsEvolvers } from './slices/own-words.ts'
import { pledgeEvolvers } from './slices/pledges.ts'
import { parkingEvolvers } from './slices/parking.ts'
import { planEvolvers } from './slices/plan.ts'
import { replyEvolvers } from './slices/replies.ts'
import { rosterEvolvers } from './slices/roster-evolve.ts'
import { safetyEvolvers } from './slices/safety.ts'
import { newState, setupEvolvers } from './slices/setup.ts'
import { shareEvolvers } from './slices/share.ts'
import { teamEvolvers } from './slices/team-evolve.ts'
import { thanksEvolvers } from './slices/thanks.ts'
import { voteEvolvers } from './slices/votes.ts'
import type { WorkshopState } from './state.ts'

// By itself, so that a browser, which only follows what was decided, does not load the rules that decide.
const evolvers: Evolvers<WorkshopEvent> = {
  ...setupEvolvers,
  ...planEvolvers,
  ...formEvolvers,
  ...rosterEvolvers,
  ...applicationEvolvers,
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
  ...formationEvolvers,
  ...houseRulesEvolvers,
  ...ownWordsEvolvers,
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
