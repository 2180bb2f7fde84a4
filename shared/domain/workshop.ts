import type { Command, CommandOf } from './commands.ts'
import { participantById } from './lookup.ts'
import { toldLinks } from './told-links.ts'
import { fitsFreeze, fitsStatus, mayGive } from './policy.ts'
import { refuse } from './rejection.ts'
import { ok } from '../result.ts'
import type { Context, Deciders, Decision } from './slice.ts'
import { agendaDeciders } from './slices/agenda-decide.ts'
import { applicationDeciders } from './slices/applications.ts'
import { callDeciders } from './slices/calls.ts'
import { cardDeciders } from './slices/cards.ts'
import { formDeciders } from './slices/form.ts'
import { historyDeciders } from './slices/history.ts'
import { formationDeciders } from './slices/formation.ts'
import { houseRulesDeciders } from './slices/house-rules.ts'
import { ownWordsDeciders } from './slices/own-words.ts'
import { pledgeDeciders } from './slices/pledges.ts'
import { parkingDeciders } from './slices/parking.ts'
import { planDeciders } from './slices/plan.ts'
import { replyDeciders } from './slices/replies.ts'
import { rosterDeciders } from './slices/roster.ts'
import { safetyDeciders } from './slices/safety.ts'
import { createWorkshop, setupDeciders } from './slices/setup.ts'
import { shareDeciders } from './slices/share.ts'
import { teamDeciders } from './slices/teams.ts'
import { thanksDeciders } from './slices/thanks.ts'
import { voteDeciders } from './slices/votes.ts'
import type { WorkshopState } from './state.ts'

export { evolve, fold } from './evolve.ts'

const deciders: Deciders<Exclude<Command, CommandOf<'setup.create'>>> = {
  ...setupDeciders,
  ...planDeciders,
  ...formDeciders,
  ...rosterDeciders,
  ...applicationDeciders,
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
  ...formationDeciders,
  ...houseRulesDeciders,
  ...ownWordsDeciders,
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
  const decided = decider(command, state, ctx)
  return decided.ok ? ok([...decided.value, ...toldLinks(state, decided.value)]) : decided
}
