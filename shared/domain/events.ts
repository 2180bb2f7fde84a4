import type { AgendaEvent } from './slices/agenda.ts'
import type { ApplicationEvent } from './slices/applications.ts'
import type { CallEvent } from './slices/calls.ts'
import type { CardEvent } from './slices/cards.ts'
import type { FormEvent } from './slices/form.ts'
import type { HistoryEvent } from './slices/history.ts'
import type { FormationEvent } from './slices/formation.ts'
import type { HouseRulesEvent } from './slices/house-rules.ts'
import type { OwnWordsEvent } from './slices/own-words.ts'
import type { PledgeEvent } from './slices/pledges.ts'
import type { PlanEvent } from './slices/plan.ts'
import type { ParkingEvent } from './slices/parking.ts'
import type { ReplyEvent } from './slices/replies.ts'
import type { RosterEvent } from './slices/roster.ts'
import type { SafetyEvent } from './slices/safety.ts'
import type { SetupEvent } from './slices/setup.ts'
import type { ShareEvent } from './slices/share.ts'
import type { TeamEvent } from './slices/teams.ts'
import type { ThanksEvent } from './slices/thanks.ts'
import type { VoteEvent } from './slices/votes.ts'

/** Everything that can have happened. Facts in the past tense; never changed once written (see `upcast.ts`). */
export type WorkshopEvent =
  | SetupEvent
  | PlanEvent
  | FormEvent
  | RosterEvent
  | ApplicationEvent
  | TeamEvent
  | AgendaEvent
  | CardEvent
  | ParkingEvent
  | ReplyEvent
  | PledgeEvent
  | ThanksEvent
  | VoteEvent
  | CallEvent
  | ShareEvent
  | SafetyEvent
  | HistoryEvent
  | FormationEvent
  | HouseRulesEvent
  | OwnWordsEvent
export type EventType = WorkshopEvent['type']
export type EventOf<Type extends EventType> = Extract<WorkshopEvent, { type: Type }>
