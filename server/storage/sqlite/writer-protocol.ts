import type { IntakeAnswers } from '#shared/domain/answers.ts'
import type { Community } from '#shared/domain/community.ts'
import type { People } from '#shared/domain/people.ts'
import type { CommunityId, ParticipantId, PersonId, WorkshopId } from '#shared/ids.ts'
import { SequenceError, StorageError, TakenError } from '../ports.ts'
import type {
  Elsewhere,
  Grant,
  JournalEntry,
  JournalRead,
  JournalRecord,
  ListedWorkshop,
  Listing,
  Quarantined,
  Seat,
  StorageHealth,
  StreamName,
  WorkshopRecord,
} from '../ports.ts'

/** What the main thread may ask of the writer thread. Everything here survives a structured clone. */
export interface Calls {
  append(entry: JournalEntry): void
  /** Many at once; each is taken or refused alone. The answer tells of the refused ones. */
  appendAll(appends: PackedAppends): readonly Refusal[]
  read(stream: StreamName, afterSeq: number): JournalRead
  trim(stream: StreamName, upToSeq: number): void
  saveSnapshot(stream: StreamName, seq: number, bytes: Uint8Array): void
  quarantineRecord(stream: StreamName, seq: number, reason: string): boolean
  latestSnapshot(stream: StreamName, below?: number): JournalRecord | null
  quarantineSnapshot(stream: StreamName, seq: number, reason: string): boolean
  quarantined(): readonly Quarantined[]
  generation(): string
  health(): StorageHealth
  createWorkshop(record: WorkshopRecord): void
  workshop(id: WorkshopId): WorkshopRecord | null
  workshopByCode(code: string): WorkshopRecord | null
  workshopsOf(id: CommunityId, most: number): readonly ListedWorkshop[]
  listWorkshop(id: WorkshopId, listing: Listing): void
  changeCode(id: WorkshopId, code: string): void
  createCommunity(community: Community): void
  community(id: CommunityId): Community | null
  replaceCommunity(community: Community): boolean
  addToken(hash: string, grant: Grant): void
  findToken(hash: string): Grant | null
  revokeSeat(workshopId: WorkshopId, participantId: ParticipantId): void
  revokeFacilitation(workshopId: WorkshopId, keepHash: string): void
  revokeKeeping(communityId: CommunityId, keepHash: string): void
  people(workshopId: WorkshopId): People
  peopleAnswers(workshopId: WorkshopId): IntakeAnswers
  erasePerson(workshopId: WorkshopId, participantId: ParticipantId): void
  unite(seats: readonly Seat[], fresh: PersonId): boolean
  elsewhere(workshopId: WorkshopId): readonly Elsewhere[]
  confirm(here: Seat, there: Seat): boolean
  unconfirm(here: Seat): void
  confirmed(here: Seat): Seat | null
}

/** Whether an append writes records and nothing beside them. */
export function isPlain({ people, listed }: JournalEntry): boolean {
  return people === undefined && listed === undefined
}

/**
 * Plain appends, as flat as they can be: what crosses between threads is paid for by the object. Of each append
 * `numbers` says its expected seq, the number of its records, and the length of each; `bytes` are all records in a row.
 */
export interface PackedAppends {
  readonly streams: readonly StreamName[]
  readonly numbers: readonly number[]
  readonly bytes: Uint8Array
}

export interface Refusal {
  /** which of the appends, from 0 */
  readonly index: number
  readonly failure: Failure
}

export type CallName = keyof Calls

/** Writes that cross together share a transaction and are answered after its commit; reads are answered from what is committed. */
export const WRITES = {
  append: true,
  appendAll: true,
  read: false,
  trim: true,
  saveSnapshot: true,
  latestSnapshot: false,
  quarantineRecord: true,
  quarantineSnapshot: true,
  quarantined: false,
  generation: false,
  health: false,
  createWorkshop: true,
  workshop: false,
  workshopByCode: false,
  workshopsOf: false,
  listWorkshop: true,
  changeCode: true,
  createCommunity: true,
  community: false,
  replaceCommunity: true,
  addToken: true,
  findToken: false,
  revokeSeat: true,
  revokeFacilitation: true,
  revokeKeeping: true,
  people: false,
  peopleAnswers: false,
  erasePerson: true,
  unite: true,
  elsewhere: false,
  confirm: true,
  unconfirm: true,
  confirmed: false,
} as const satisfies Record<CallName, boolean>

export type Request = {
  [Name in CallName]: { readonly id: number; readonly name: Name; readonly args: Parameters<Calls[Name]> }
}[CallName]

/** What is called for in one turn of the event loop crosses together: waking the other thread costs more than the calls. */
export type ToWriter =
  { readonly kind: 'requests'; readonly requests: readonly Request[] } | { readonly kind: 'close' }

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-opened'; readonly failure: Failure }
  | { readonly kind: 'replies'; readonly replies: readonly Reply[] }
  /** a commit failed; its requests were answered, this is for the log */
  | { readonly kind: 'trouble'; readonly message: string }

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure }

/** An error in a form that crosses threads: a clone of an `Error` would lose its class. */
export interface Failure {
  readonly kind: 'sequence' | 'taken' | 'storage'
  readonly message: string
}

export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof SequenceError) return { kind: 'sequence', message }
  if (error instanceof TakenError) return { kind: 'taken', message }
  return { kind: 'storage', message }
}

export function fromFailure({ kind, message }: Failure): StorageError {
  switch (kind) {
    case 'sequence':
      return new SequenceError(message)
    case 'taken':
      return new TakenError(message)
    case 'storage':
      return new StorageError(message)
  }
}
