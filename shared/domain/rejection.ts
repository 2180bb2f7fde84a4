import { err } from '../result.ts'
import type { ParticipantId, PhaseId, TeamId } from '../ids.ts'
import type { PublishNeed, QuestionKey } from './application.ts'

/**
 * Why a well-formed command was refused. Each code has a sentence with a remedy in both languages
 * (`protocol/error-text.ts`). A rejection never changes the state.
 */
export const REJECTION_CODES = [
  'not_allowed',
  'participant_unknown',
  'team_unknown',
  'phase_unknown',
  'card_unknown',
  'name_invalid',
  'title_missing',
  'title_too_long',
  'goal_missing',
  'text_empty',
  'text_too_long',
  'reason_missing',
  'room_full',
  'door_closed',
  'door_guarded',
  'frozen',
  'board_full',
  'lot_closed',
  'lot_full',
  'tools_invalid',
  'call_link_invalid',
  'plan_incomplete',
  'form_invalid',
  'form_closed',
  'answer_missing',
  'answer_invalid',
  'consent_missing',
  'not_waiting',
  'not_open_yet',
  'already_open',
  'ended',
  'nobody_here',
  'teams_missing',
  'plan_outdated',
  'team_too_large',
  'stale_phase',
  'gate_closed',
  'last_phase',
  'first_phase',
  'nothing_to_undo',
  'phase_over',
  'agenda_invalid',
  'already_paused',
  'not_paused',
  'board_closed',
  'no_team',
  'card_exists',
  'not_author',
  'already_revealed',
  'nothing_to_reveal',
  'votes_closed',
  'votes_spent',
  'mentor_never_presents',
  'not_sharing',
  'replies_full',
  'why_first',
  'why_elsewhere',
  'pledge_elsewhere',
  'own_card',
  'rules_first',
  'rules_changed',
  'rules_too_many',
  'templates_full',
] as const
export type RejectionCode = (typeof REJECTION_CODES)[number]

export interface Rejection {
  readonly code: RejectionCode
  /** graphemes, dots or people: the bound that was passed, where the sentence names one */
  readonly limit?: number
  /** the phase that is on now (`stale_phase`) */
  readonly phaseId?: PhaseId
  /** who has not posted (`gate_closed`) */
  readonly missing?: readonly ParticipantId[]
  /** which teams have no summary yet (`gate_closed`) */
  readonly summaries?: readonly TeamId[]
  /** what the plan says nothing of yet (`plan_incomplete`) */
  readonly lacking?: readonly PublishNeed[]
  /** which question is meant (`answer_missing`, `answer_invalid`) */
  readonly question?: QuestionKey
}

/** The refusing half of a `Decision`. */
export function refuse(code: RejectionCode, details: Omit<Rejection, 'code'> = {}) {
  return err<Rejection>({ code, ...details })
}
