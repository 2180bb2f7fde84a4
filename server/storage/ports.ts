import type { BoardName, CommunityId, ParticipantId, PersonId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { IntakeAnswers } from '#shared/domain/answers.ts'
import type { ApplicationForm } from '#shared/domain/application.ts'
import type { Community } from '#shared/domain/community.ts'
import type { People } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { Millis, Minutes } from '#shared/time.ts'

/**
 * What the rooms and boards need of a disk. Every adapter passes `tests/contracts/storage-contract.ts`.
 * All methods reject with `StorageError` when the disk fails; nothing is half done.
 */
export interface Storage {
  readonly journal: Journal
  readonly snapshots: Snapshots
  readonly workshops: Workshops
  readonly communities: Communities
  readonly tokens: Tokens
  readonly people: PeopleTable
  /**
   * Which telling of the story this data is: random, made with the data, another one after a restore. Whoever holds documents
   * or a seq of another generation must not join them with these (F-09).
   */
  readonly generation: string
  /** When the server was there, as far as it is known; written again and again, without waiting for the disk. */
  readonly uptime: {
    /** `null` when nobody has written one */
    read(): Promise<Uptime | null>
    write(uptime: Uptime): Promise<void>
  }
  /** How the disk is; asking also tries to open again what had to be closed. Rejects while that does not work. */
  health(): Promise<StorageHealth>
  /** Everything that was put aside, oldest first. */
  quarantined(): Promise<readonly Quarantined[]>
  /** flushes what was accepted, then releases everything; idempotent */
  close(): Promise<void>
}

/** One append-only log: the events of a workshop, or the updates of one board. See `eventStream`, `boardStream`. */
export type StreamName = string & { readonly __brand: 'StreamName' }

export function eventStream(workshopId: WorkshopId): StreamName {
  return `events/${workshopId}` as StreamName
}

export function boardStream(workshopId: WorkshopId, teamId: TeamId, board: BoardName): StreamName {
  return `board/${workshopId}/${teamId}/${board}` as StreamName
}

export interface JournalRecord {
  /** 1, 2, 3 … without gaps within its stream */
  readonly seq: number
  readonly bytes: Uint8Array
}

export interface Journal {
  /**
   * Adds records at `expectedSeq + 1 …`, all or none, and resolves when they survive a power cut. Appends that arrive
   * while a commit is running share the next one. Names and answers in `people` are written in the same transaction.
   * Rejects with `SequenceError` when the stream's last seq is not `expectedSeq`.
   * After any other rejection nobody knows whether the records are there, all of them or none: read before appending on.
   */
  append(entry: JournalEntry): Promise<void>
  /** The records after `afterSeq`, in order. A damaged record ends in `damaged` or `quarantined`, never in `records`. */
  read(stream: StreamName, afterSeq: number): Promise<JournalRead>
  /**
   * Drops records up to and including `upToSeq`, as far as the oldest kept snapshot holds them: until `SNAPSHOTS_KEPT`
   * are there nothing is dropped, so that falling back to an older snapshot loses nothing. Sequence numbers go on.
   */
  trim(stream: StreamName, upToSeq: number): Promise<void>
  /**
   * Puts a record aside: a copy stays in the quarantine whatever is trimmed later, and `read` no longer gives it.
   * Resolves to whether this is news; the second time nothing happens.
   */
  quarantine(stream: StreamName, seq: number, reason: string): Promise<boolean>
}

export interface JournalEntry {
  readonly stream: StreamName
  readonly expectedSeq: number
  readonly records: readonly Uint8Array[]
  /** `answers` of people who have a name; those of others go nowhere */
  readonly people?: {
    readonly workshopId: WorkshopId
    readonly names: People
    readonly answers?: IntakeAnswers
  }
  /** written in the same transaction: what lists say of the workshop from now on */
  readonly listed?: { readonly workshopId: WorkshopId; readonly listing: Listing }
}

/** What lists say of a workshop, so that nobody has to open it for that. */
export interface Listing {
  readonly title: string
  readonly goal: string
  readonly status: WorkshopState['status']
  readonly form: ApplicationForm['status']
  readonly startsAt: Millis | null
  readonly openedAt: Millis | null
  readonly minutes: Minutes
}

export interface ListedWorkshop extends WorkshopRecord {
  /** `null`: nothing was appended since lists are kept */
  readonly listing: Listing | null
}

export interface JournalRead {
  readonly records: readonly JournalRecord[]
  /** seqs whose bytes no longer match their checksum, or that are missing */
  readonly damaged: readonly number[]
  /** seqs that were put aside before */
  readonly quarantined: readonly number[]
}

export interface StorageHealth {
  /** the last commit reached the disk */
  readonly saving: boolean
  /** bytes that may still be written; `null`: not known, or no bound */
  readonly freeBytes: number | null
  /** size of everything that is kept, in bytes */
  readonly bytes: number
  /** how many records and snapshots were put aside */
  readonly quarantined: number
}

/** Below this an operator is warned: some workshops still fit. */
export const SPACE_TO_WARN = 200 * 1024 * 1024
/** Below this no new workshop begins, so that those that have begun can end (F-47). */
export const SPACE_TO_BEGIN = 50 * 1024 * 1024

/** What tells an outage from a pause, so that nobody loses time to it (F-38). */
export interface Uptime {
  /** the server was alive then; a power cut may set this back by some seconds */
  readonly aliveAt: Millis
  /** oldest first; the latest ones */
  readonly outages: readonly { readonly from: Millis; readonly until: Millis }[]
  /** workshops that would have moved on by themselves: the next server opens them even if nobody comes */
  readonly moving?: readonly WorkshopId[]
}

/** A record or snapshot that could not be used, kept for whoever looks into it. */
export interface Quarantined {
  readonly stream: StreamName
  readonly kind: 'record' | 'snapshot'
  readonly seq: number
  /** English, for operators */
  readonly reason: string
  /** when it was put aside, by the storage's own clock */
  readonly at: Millis
  /** what was there; empty when nothing was */
  readonly bytes: Uint8Array
}

/** How many snapshots of a stream are kept: a damaged newest one must not be the end of a board. */
export const SNAPSHOTS_KEPT = 3

/** The state of a stream up to a seq, so that opening does not replay everything. */
export interface Snapshots {
  /** Older ones than the newest `SNAPSHOTS_KEPT` whose checksum holds are dropped; damaged ones among them are put aside. */
  save(stream: StreamName, seq: number, bytes: Uint8Array): Promise<void>
  /** The newest one whose checksum holds; with `below`, the newest such one of a seq less than that. */
  latest(stream: StreamName, below?: number): Promise<JournalRecord | null>
  /** Puts a snapshot aside that cannot be used; it no longer counts as one of those that are kept. As for records. */
  quarantine(stream: StreamName, seq: number, reason: string): Promise<boolean>
}

export interface WorkshopRecord {
  readonly id: WorkshopId
  readonly code: string
  readonly createdAt: Millis
  /** whose it is; absent when it was opened for itself. Never changes. */
  readonly communityId?: CommunityId
}

export interface Workshops {
  /** Rejects with `TakenError` when the code is in use. */
  create(record: WorkshopRecord): Promise<void>
  get(id: WorkshopId): Promise<WorkshopRecord | null>
  byCode(code: string): Promise<WorkshopRecord | null>
  /** The latest `most` of a community, in the order in which they were opened. */
  ofCommunity(id: CommunityId, most: number): Promise<readonly ListedWorkshop[]>
  /** Says what lists say of a workshop of which nothing was said yet; else the journal knows better, and nothing changes. */
  list(id: WorkshopId, listing: Listing): Promise<void>
  /** Another room code; the old one finds nothing from then on. Rejects with `TakenError` when the code is in use. */
  changeCode(id: WorkshopId, code: string): Promise<void>
}

export interface Communities {
  /** Rejects when the id is there already. */
  create(community: Community): Promise<void>
  get(id: CommunityId): Promise<Community | null>
  /**
   * Puts `community` in the place of what is there, if that still is its `edition` before; then resolves to `true`. `false`:
   * somebody else was first, or it is not there, and nothing has changed. `createdAt` stays.
   */
  replace(community: Community): Promise<boolean>
}

/** What a secret of a workshop opens. */
export type WorkshopGrant =
  | { readonly role: 'facilitator'; readonly workshopId: WorkshopId }
  | { readonly role: 'participant'; readonly workshopId: WorkshopId; readonly participantId: ParticipantId }

/** What a secret opens. Only SHA-256 hashes of secrets are stored. */
export type Grant = WorkshopGrant | { readonly role: 'keeper'; readonly communityId: CommunityId }

export interface Tokens {
  /** `hash`: 64 hexadecimal digits. Rejects when it opens something already. */
  add(hash: string, grant: Grant): Promise<void>
  find(hash: string): Promise<Grant | null>
  /** every secret of one seat stops working */
  revokeSeat(workshopId: WorkshopId, participantId: ParticipantId): Promise<void>
  /** every secret of the facilitation stops working but the one with this hash */
  revokeFacilitation(workshopId: WorkshopId, keepHash: string): Promise<void>
  /** every secret of a community's keepers stops working but the one with this hash; its workshops' go on */
  revokeKeeping(communityId: CommunityId, keepHash: string): Promise<void>
}

/** The erasable table of names and form answers (D11). Written through `Journal.append`, where a `null` name erases both. */
export interface PeopleTable {
  /** erased names are absent */
  of(workshopId: WorkshopId): Promise<People>
  /** of those who gave any */
  answers(workshopId: WorkshopId): Promise<IntakeAnswers>
  /** with the name go the answers, who the person is in other workshops, and what was confirmed of it */
  erase(workshopId: WorkshopId, participantId: ParticipantId): Promise<void>
  /**
   * Says that these seats are one person's, who is `fresh` unless one of them is somebody already; for good, when this resolves
   * to `true`. Seats of nobody with a name are passed over. `false`, and nothing has changed: fewer than two are left, they
   * are two people's, or that person has another seat in one of their workshops.
   */
  unite(seats: readonly Seat[], fresh: PersonId): Promise<boolean>
  /** The seats which those who have one in this workshop have in others, by their own links or as a facilitator confirmed. */
  elsewhere(workshopId: WorkshopId): Promise<readonly Elsewhere[]>
  /**
   * A facilitator says that whoever has `here` had `there`; `true` when that is so now. `false`, and nothing has changed: one
   * of the seats is nobody's with a name, `here` was confirmed to be somebody else, or they would sit in a workshop twice.
   */
  confirm(here: Seat, there: Seat): Promise<boolean>
  /** takes back what was confirmed of this seat; what its own links prove stays */
  unconfirm(here: Seat): Promise<void>
  /** what was confirmed of this seat */
  confirmed(here: Seat): Promise<Seat | null>
}

export interface Seat {
  readonly workshopId: WorkshopId
  readonly participantId: ParticipantId
}

/** `participantId` has this seat in another workshop. */
export interface Elsewhere {
  readonly participantId: ParticipantId
  readonly seat: Seat
}

/** The disk failed: nothing may be acknowledged. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError'
}

/** Somebody else appended first. */
export class SequenceError extends StorageError {
  override readonly name = 'SequenceError'
}

/** The room code is in use. */
export class TakenError extends StorageError {
  override readonly name = 'TakenError'
}
