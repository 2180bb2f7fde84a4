import type { CommandInput } from '../domain/commands.ts'
import type { WorkshopEvent } from '../domain/events.ts'
import type { IntakeAnswers } from '../domain/answers.ts'
import type { Past } from '../domain/past.ts'
import type { People } from '../domain/people.ts'
import type { Viewer } from '../domain/slice.ts'
import type { WorkshopState } from '../domain/state.ts'
import type { ParticipantId, TeamId } from '../ids.ts'
import type { Millis } from '../time.ts'
import type { WireError } from './errors.ts'
import type { KnocksMessage } from './knocks.ts'

/**
 * Bumped when a message changes its meaning; a client of another version is asked to reload. 3: a summary
 * may hold lists and links, which an editor that does not know them takes for damage and deletes.
 */
export const PROTOCOL_VERSION = 3

/**
 * `connection.handshake.auth`. `since` is the last `seq` seen, `generation` the one it was seen in: with another one of the
 * server's the connection begins with a snapshot. `as` picks the cookie where a browser holds two.
 */
export interface SocketAuth {
  readonly token?: string
  readonly since?: number
  readonly generation?: string
  readonly as?: 'participant' | 'facilitator'
}

/** Sent first on every connection unless the missing events suffice. `state` has names filled in, and answers for facilitators. */
export interface SnapshotMessage {
  readonly protocol: number
  /** of the server's data; another one after a restore: nothing seen or waiting from before belongs to it (F-09) */
  readonly generation: string
  readonly seq: number
  readonly viewer: Viewer
  readonly state: WorkshopState
  readonly people: People
}

/** Committed events this viewer may see, in order. `people` holds names that are new or changed since the last message. */
export interface EventsMessage {
  /** the room's sequence number after these events; events of others' audiences make gaps */
  readonly seq: number
  readonly events: readonly WorkshopEvent[]
  readonly people?: People
  /** form answers that are new; to facilitators only */
  readonly answers?: IntakeAnswers
}

/** Who is connected, the server's word; sent whole, at most every 250 ms. */
export interface PresenceMessage {
  readonly here: readonly ParticipantId[]
  /** facilitators connected without a seat */
  readonly facilitators: number
}

/** Heat for facilitators, volatile: per team, contributions in each of the last buckets, oldest first. */
export interface PulseMessage {
  readonly bucketMs: Millis
  readonly teams: Readonly<Record<TeamId, readonly number[]>>
  /** where the phase asks for a summary: the teams that are at its board and have none yet */
  readonly unsummed: readonly TeamId[]
}

/** While writing is hidden: a new card, or one's own draft anew. */
export type WritingKind = 'card' | 'draft'

/** How many others write where one looks while writing is hidden; volatile, said again while it lasts. */
export interface WritingMessage {
  readonly cards: number
  readonly drafts: number
}

/** Sent before the server hangs up on purpose. `unauthorised` and `elsewhere` are final; others may try again later. */
export interface GoodbyeMessage {
  readonly error: WireError
}

export interface CommandMessage {
  /** minted by the sender; the same id takes effect once, however often it is sent */
  readonly commandId: string
  /** in which the sender saw what it commands about; in another one it is refused. Left out: taken as it stands. */
  readonly generation?: string | undefined
  readonly command: CommandInput
}

export type CommandReply =
  { readonly ok: true; readonly seq: number } | { readonly ok: false; readonly error: WireError }

/** The server's clock. `rate` is 1, but more on a fast clock (tests, rehearsals). */
export interface ClockReply {
  readonly now: Millis
  readonly rate: number
}

export interface ServerToClientEvents {
  'workshop:snapshot': (message: SnapshotMessage) => void
  'workshop:events': (message: EventsMessage) => void
  'workshop:presence': (message: PresenceMessage) => void
  'workshop:pulse': (message: PulseMessage) => void
  /** to facilitators; first when they come in */
  'workshop:knocks': (message: KnocksMessage) => void
  /** to facilitators, when it has become known or changed; in a snapshot it is part of the state */
  'workshop:past': (past: Past) => void
  'workshop:writing': (message: WritingMessage) => void
  'workshop:goodbye': (message: GoodbyeMessage) => void
}

export interface ClientToServerEvents {
  'workshop:command': (message: CommandMessage, reply: (answer: CommandReply) => void) => void
  /** said again every few seconds while it lasts; `null` when it is over */
  'workshop:writing': (kind: WritingKind | null) => void
  'clock:ask': (reply: (answer: ClockReply) => void) => void
}
