import { isDeepStrictEqual } from 'node:util'
import { viewFor } from '#shared/domain/audience.ts'
import type { IntakeAnswers } from '#shared/domain/answers.ts'
import { knowing, NO_PAST, type Past } from '#shared/domain/past.ts'
import { withAnswers, withNames, withPast, type People } from '#shared/domain/people.ts'
import type { Context, Viewer } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { err } from '#shared/result.ts'
import type { Log, Runtime } from '../runtime.ts'
import { eventStream, type Storage, type WorkshopGrant } from '../storage/ports.ts'
import { contextOf, decideBatch, type Batch, type Numbered, type Order, type World } from './batch.ts'
import { listingOf } from './listing.ts'
import { recollectionOf, type Recollect } from './past.ts'
import type { Receipts } from './receipts.ts'
import type { Answer } from './refusal.ts'
import { readRoom, saveRoom, type StoredRoom } from './room-file.ts'
import { viewerOf } from './viewers.ts'

/** What has just become true, on disk and in memory. */
export interface Commit {
  readonly before: WorkshopState
  readonly after: WorkshopState
  readonly entries: readonly Numbered[]
}

/** Hears of every commit in order: the outbox first, then the reactors. Must neither wait nor throw in `committed`. */
export interface RoomListener {
  committed(commit: Commit): void
  /** what is known of earlier workshops has changed; must neither wait nor throw */
  recalled?(): void
  /** resolves when what was committed so far has had its effects */
  settled?(): Promise<void>
  close(): void
}

export interface RoomDeps {
  readonly storage: Pick<Storage, 'journal' | 'snapshots' | 'people' | 'workshops' | 'generation'>
  readonly runtime: Runtime
  readonly log: Log
  /** participants with a live connection */
  readonly present: () => ReadonlySet<ParticipantId>
  /** see `Context` */
  readonly unsummed?: Context['unsummed']
  /** made when the room opens, in the order in which they hear */
  readonly listeners: readonly ((room: Room) => RoomListener)[]
  /** an append failed: this room is done, the next use opens it from disk */
  readonly failed: (room: Room) => void
}

/** A command as it reaches a room: perhaps with the generation its sender saw. */
export type IncomingOrder = Order & { readonly generation?: string | undefined }

type Waiting = Order & { readonly reply: (answer: Answer) => void }

/** Commands that share one commit; bounds how long one turn of the loop decides. */
const LARGEST_BATCH = 200
/** Events between snapshots: opening folds at most this many (and reads them in a few ms). */
const SNAPSHOT_EVERY = 500
/** Recent events kept for clients that were away; longer absences get a snapshot. */
const TAIL = 1_000

/**
 * A live workshop. One serial queue: decide what waits, append it in one commit, make it true, answer, publish, react.
 * Nobody hears of anything before it is on disk; when the disk refuses, nothing has happened.
 */
export class Room {
  readonly workshopId: WorkshopId
  readonly #deps: RoomDeps
  readonly #receipts: Receipts
  readonly #listeners: readonly RoomListener[]
  /** what deciding needs besides the state */
  readonly #world: World
  #state: WorkshopState
  #seq: number
  #people: People
  #intake: IntakeAnswers
  #past: Past
  readonly #recollect: Recollect
  #recalling: Promise<void> = Promise.resolve()
  #tail: Numbered[]
  #snapshotSeq: number
  #queue: Waiting[] = []
  #draining: Promise<void> | null = null
  #saving: Promise<void> = Promise.resolve()
  #condition: 'open' | 'read-only' | 'closed'
  #closing: Promise<void> | null = null

  /** Reads the room from disk; `null` when the workshop has no log. Rejects when the disk fails or nothing is certain. */
  static async open(workshopId: WorkshopId, deps: RoomDeps): Promise<Room | null> {
    const { storage, runtime, log } = deps
    const stored = await readRoom(workshopId, { storage, log, clock: runtime.clock })
    if (stored === null) return null
    const recollect = recollectionOf(workshopId, { storage, log, clock: runtime.clock })
    const past = await recollect(stored.state.agenda.openedAt)
    return new Room(workshopId, { ...stored, past: past ?? NO_PAST }, recollect, deps)
  }

  private constructor(
    workshopId: WorkshopId,
    stored: StoredRoom & { readonly past: Past },
    recollect: Recollect,
    deps: RoomDeps,
  ) {
    this.workshopId = workshopId
    this.#deps = deps
    this.#state = stored.state
    this.#seq = stored.seq
    this.#people = stored.people
    this.#intake = stored.intake
    this.#receipts = stored.receipts
    this.#past = stored.past
    this.#recollect = recollect
    this.#tail = stored.tail.slice(-TAIL)
    this.#snapshotSeq = stored.snapshotSeq
    this.#condition = stored.intact ? 'open' : 'read-only'
    this.#world = {
      context: (actor, fresh) =>
        contextOf(deps.runtime, actor, {
          present: this.present,
          answersOf: (id) => fresh[id] ?? this.#intake[id] ?? null,
          past: this.#past,
          unsummed: deps.unsummed,
        }),
      wrong: ({ command }, error) =>
        deps.log.error({ workshopId, command: command.type, err: error }, 'a decision threw'),
    }
    this.#listeners = deps.listeners.map((listen) => listen(this))
  }

  get state(): WorkshopState {
    return this.#state
  }

  /** Which telling of the story this is; a seq or a command of another one means nothing here (F-09). */
  get generation(): string {
    return this.#deps.storage.generation
  }

  /** The number of the last event. */
  get seq(): number {
    return this.#seq
  }

  get people(): People {
    return this.#people
  }

  /** What people answered before they came, for facilitators and for forming teams; and what they said to their team. */
  get intake(): IntakeAnswers {
    return knowing(this.#intake, this.#past)
  }

  /** What is known of the community's earlier workshops: for facilitators, and for forming teams. */
  get past(): Past {
    return this.#past
  }

  get present(): ReadonlySet<ParticipantId> {
    return this.#deps.present()
  }

  /** Whether commands are taken; not after damage, a failed append or the close. */
  get writable(): boolean {
    return this.#condition === 'open'
  }

  /** Whom a secret stands for now; `null` when its seat is gone. */
  viewer(grant: WorkshopGrant): Viewer | null {
    return viewerOf(this.#state, grant)
  }

  /** The state as this viewer may know it, with names, and with form answers for facilitators. */
  view(viewer: Viewer): WorkshopState {
    const named = withNames(viewFor(this.#state, viewer), this.#people)
    return viewer.role === 'facilitator' ? withPast(withAnswers(named, this.#intake), this.#past) : named
  }

  /** The events after `seq`, or `null` when they reach back too far (or `seq` is not of this log). */
  eventsSince(seq: number): readonly Numbered[] | null {
    const oldest = this.#tail[0]?.seq ?? this.#seq + 1
    if (!Number.isInteger(seq) || seq > this.#seq || seq < oldest - 1) return null
    return this.#tail.slice(seq - oldest + 1)
  }

  /**
   * Resolves when the command is on disk or refused; never rejects. The same id from the same person counts once. What was
   * made in another generation is refused before a receipt is looked for: what it was made about may never have been.
   */
  dispatch({ generation, ...order }: IncomingOrder): Promise<Answer> {
    if (generation !== undefined && generation !== this.generation)
      return Promise.resolve(err({ code: 'generation_changed' }))
    if (!this.writable)
      return Promise.resolve(err({ code: this.#condition === 'read-only' ? 'damaged' : 'unavailable' }))
    return new Promise((reply) => {
      this.#queue.push({ ...order, reply })
      this.#draining ??= this.#drain()
    })
  }

  /** Reads again what is known of earlier workshops, because somebody was recognised or erased. Never rejects: then the old holds. */
  recall(): Promise<void> {
    this.#recalling = this.#recalling.then(() => this.#remember())
    return this.#recalling
  }

  /** Resolves when everything committed so far has had its effects (cards are on their boards). */
  async settled(): Promise<void> {
    await this.#draining
    for (const listener of this.#listeners) await listener.settled?.()
  }

  /** Finishes what waits, saves a snapshot. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#finish()
    return this.#closing
  }

  async #remember(): Promise<void> {
    const past = await this.#recollect(this.#state.agenda.openedAt)
    if (past === null || isDeepStrictEqual(past, this.#past)) return
    this.#past = past
    for (const listener of this.#listeners) listener.recalled?.()
  }

  async #drain(): Promise<void> {
    await Promise.resolve() // whatever arrives in the same turn shares the commit
    while (this.#queue.length > 0) await this.#take(this.#queue.splice(0, LARGEST_BATCH))
    this.#draining = null
  }

  async #take(orders: readonly Waiting[]): Promise<void> {
    const batch = decideBatch(
      orders,
      { state: this.#state, seq: this.#seq, receipts: this.#receipts },
      this.#world,
    )
    try {
      if (batch.records.length > 0) await this.#append(batch)
    } catch (error) {
      this.#fail(orders, error)
      return
    }
    const commit = { before: this.#state, after: batch.state, entries: batch.entries }
    this.#makeTrue(batch)
    orders.forEach((order, index) => order.reply(batch.answers[index] ?? err({ code: 'internal' })))
    if (batch.entries.length > 0) this.#publish(commit)
    if (this.#seq - this.#snapshotSeq >= SNAPSHOT_EVERY) void this.#save()
  }

  async #append({ records, names, intake, state }: Batch): Promise<void> {
    const { workshopId } = this
    const listing = listingOf(state)
    const people =
      isEmpty(names) && isEmpty(intake)
        ? null
        : { workshopId, names, ...(isEmpty(intake) ? {} : { answers: intake }) }
    await this.#deps.storage.journal.append({
      stream: eventStream(workshopId),
      expectedSeq: this.#seq,
      records,
      ...(people && { people }),
      ...(!isDeepStrictEqual(listing, listingOf(this.#state)) && { listed: { workshopId, listing } }),
    })
  }

  #makeTrue(batch: Batch): void {
    this.#state = batch.state
    this.#seq += batch.entries.length
    this.#people = { ...this.#people, ...batch.names }
    this.#intake = answersAfter(this.#intake, batch)
    this.#tail.push(...batch.entries)
    if (this.#tail.length > 2 * TAIL) this.#tail = this.#tail.slice(-TAIL)
    for (const { actor, commandId, seq } of batch.receipts) this.#receipts.note(actor, commandId, seq)
  }

  #publish(commit: Commit): void {
    for (const listener of this.#listeners) {
      try {
        listener.committed(commit)
      } catch (error) {
        this.#deps.log.error({ workshopId: this.workshopId, err: error }, 'a listener of a room threw')
      }
    }
  }

  /** The append may or may not have reached the disk: only reading it again tells, so this room ends here. */
  #fail(orders: readonly Waiting[], error: unknown): void {
    this.#deps.log.error({ workshopId: this.workshopId, err: error }, 'append failed: the room closes')
    this.#condition = 'closed'
    for (const { reply } of [...orders, ...this.#queue.splice(0)]) reply(err({ code: 'unavailable' }))
    for (const listener of this.#listeners) listener.close()
    this.#closing ??= Promise.resolve()
    this.#deps.failed(this)
  }

  async #finish(): Promise<void> {
    const intact = this.writable
    this.#condition = 'closed'
    await this.#draining
    for (const listener of this.#listeners) listener.close()
    if (intact && this.#seq > this.#snapshotSeq) await this.#save()
    await this.#saving
    await this.#recalling
  }

  /** One snapshot at a time; a failure costs nothing but a longer opening. */
  #save(): Promise<void> {
    const { workshopId } = this
    const room = { state: this.#state, seq: this.#seq, receipts: this.#receipts }
    this.#snapshotSeq = this.#seq
    this.#saving = this.#saving
      .then(() => saveRoom(workshopId, room, this.#deps.storage))
      .catch((error: unknown) => this.#deps.log.warn({ workshopId, err: error }, 'snapshot not saved'))
    return this.#saving
  }
}

/** A name that is erased takes the answers with it, as on disk. */
function answersAfter(before: IntakeAnswers, { names, intake }: Batch): IntakeAnswers {
  const erased = Object.values(names).includes(null)
  if (!erased) return isEmpty(intake) ? before : { ...before, ...intake }
  const all = Object.entries({ ...before, ...intake })
  return Object.fromEntries(all.filter(([id]) => names[id as ParticipantId] !== null))
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0
}
