import type * as v from 'valibot'
import type { BoardName, ParticipantId, TeamId } from '../ids.ts'
import type { Random } from '../random.ts'
import type { Result } from '../result.ts'
import type { Millis } from '../time.ts'
import type { Answers } from './answers.ts'
import type { Past } from './past.ts'
import type { WorkshopEvent } from './events.ts'
import type { Rejection } from './rejection.ts'
import type { WorkshopState } from './state.ts'

/** Who gives a command, as the server established it. A facilitator may hold a seat as well. */
export type Actor =
  | { readonly role: 'visitor' }
  | { readonly role: 'participant'; readonly participantId: ParticipantId }
  | { readonly role: 'facilitator'; readonly participantId: ParticipantId | null }
  | { readonly role: 'system' }

/** Who looks: the audience of events is decided on this. */
export type Viewer = Exclude<Actor, { role: 'system' }>

/** What a decision may use besides command and state; nothing else is allowed to vary. */
export interface Context {
  readonly actor: Actor
  readonly now: Millis
  readonly newId: () => string
  readonly random: Random
  /** participants with at least one live connection, the server's word */
  readonly present: ReadonlySet<ParticipantId>
  /** form answers: erasable (D11), so neither state nor event has them */
  readonly answersOf: (id: ParticipantId) => Answers | null
  /** what is known of earlier workshops, as erasable as answers; left out where nobody asked */
  readonly past?: Past
  /** teams that are at this board and have no summary on it; left out where there are no boards to ask */
  readonly unsummed?: (board: BoardName) => ReadonlySet<TeamId>
}

export type Schemas = Readonly<Record<string, v.GenericSchema>>

/** The union of commands a slice's schemas describe: `{type: 'card.add', …fields}`. */
export type CommandsOf<S extends Schemas> = {
  [Type in keyof S & string]: { readonly type: Type } & Readonly<v.InferOutput<S[Type]>>
}[keyof S & string]

export type Decision = Result<readonly WorkshopEvent[], Rejection>

/** One decider a command: pure, total, never throws for anything a person can do. */
export type Deciders<Command extends { readonly type: string }> = {
  readonly [Type in Command['type']]: (
    command: Extract<Command, { type: Type }>,
    state: WorkshopState,
    ctx: Context,
  ) => Decision
}

/** One evolver an event: pure, total, tolerant of events that no longer find their subject. */
export type Evolvers<Event extends { readonly type: string }> = {
  readonly [Type in Event['type']]: (
    state: WorkshopState,
    event: Extract<Event, { type: Type }>,
  ) => WorkshopState
}
