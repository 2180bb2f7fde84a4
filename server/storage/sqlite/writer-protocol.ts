import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { SequenceError, StorageError, TakenError } from '../ports.ts'
import type {
  Grant,
  JournalEntry,
  JournalRead,
  JournalRecord,
  Quarantined,
  StorageHealth,
  StreamName,
  WorkshopRecord,
} from '../ports.ts'

/** What the main thread may ask of the writer thread. Everything here survives a structured clone. */
export interface Calls {
  append(entry: JournalEntry): void
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
  changeCode(id: WorkshopId, code: string): void
  addToken(hash: string, grant: Grant): void
  findToken(hash: string): Grant | null
  revokeSeat(workshopId: WorkshopId, participantId: ParticipantId): void
  revokeFacilitation(workshopId: WorkshopId, keepHash: string): void
  people(workshopId: WorkshopId): People
  erasePerson(workshopId: WorkshopId, participantId: ParticipantId): void
}

export type CallName = keyof Calls

/** Writes share a transaction and are answered after its commit; reads are answered at once from what is committed. */
export const WRITES = {
  append: true,
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
  changeCode: true,
  addToken: true,
  findToken: false,
  revokeSeat: true,
  revokeFacilitation: true,
  people: false,
  erasePerson: true,
} as const satisfies Record<CallName, boolean>

export type Request = {
  [Name in CallName]: { readonly id: number; readonly name: Name; readonly args: Parameters<Calls[Name]> }
}[CallName]

/** Calls made in one turn of the event loop cross over together: waking the other thread costs more than the calls. */
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
