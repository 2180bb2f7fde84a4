import type { Command, CommandOf } from '#shared/domain/commands.ts'
import type { Community } from '#shared/domain/community.ts'
import { currentPhase } from '#shared/domain/lookup.ts'
import type { CommunityId, WorkshopId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import {
  eventStream,
  SPACE_TO_BEGIN,
  TakenError,
  type Storage,
  type WorkshopRecord,
} from '../storage/ports.ts'
import { decideBirth } from './birth.ts'
import type { Boards } from './ports.ts'
import type { PresenceBook } from './presence-book.ts'
import type { Refusal } from './refusal.ts'
import { Room, type RoomListener } from './room.ts'

export interface RegistryDeps {
  readonly storage: Storage
  readonly runtime: Runtime
  readonly log: Log
  readonly presence: PresenceBook
  readonly listeners: readonly ((room: Room) => RoomListener)[]
  /** what the gate asks of the boards; left out, it waits for no summary */
  readonly boards?: Pick<Boards, 'unsummed'>
}

/** What else a workshop is born with. */
export interface Born {
  /** whose it is: a community that is there, or one that begins with it */
  readonly community?: { readonly id: CommunityId } | { readonly beginning: Community }
  /** given as a facilitator would, before anybody comes in; if one is refused, nothing is born */
  readonly then?: readonly Command[]
}

interface Entry {
  readonly opening: Promise<Room | null>
  room: Room | null
  usedAt: Millis
}

/** Long enough for a break without a single device awake; a reopening costs some ms (real time). */
const IDLE_AFTER: Millis = 10 * MINUTE
const SWEEP_EVERY: Millis = MINUTE
/** A room that failed is opened again while people are in it, so that its clock goes on (real time). */
const REOPEN_AFTER: Millis = SECOND
/** 31^6 codes: a second draw is rare, a fifth never happens unless the source of chance is broken. */
const CODE_DRAWS = 5

/** The live rooms of this process. Each is opened once, however many ask for it at the same time. */
export class RoomRegistry {
  readonly #deps: RegistryDeps
  readonly #rooms = new Map<WorkshopId, Entry>()
  /** rooms on their way out; whoever wants one waits until it has saved itself */
  readonly #leaving = new Map<WorkshopId, Promise<void>>()
  #stopSweep: () => void = () => undefined
  #closed = false
  #movingAtClose: readonly WorkshopId[] = []

  constructor(deps: RegistryDeps) {
    this.#deps = deps
    this.#sweepLater()
  }

  /** how many rooms are open or opening */
  get size(): number {
    return this.#rooms.size
  }

  /** Workshops in a phase that ends by itself: they need a room even if nobody is in it. When closed: those it left. */
  get moving(): readonly WorkshopId[] {
    if (this.#closed) return this.#movingAtClose
    return [...this.#rooms.values()].flatMap(({ room }) =>
      room !== null && movesByItself(room) ? [room.workshopId] : [],
    )
  }

  /** The live room, opened from disk where needed; `null` for a workshop nobody opened. Rejects when the disk fails. */
  getRoom(workshopId: WorkshopId): Promise<Room | null> {
    const entry = this.#rooms.get(workshopId)
    if (entry) {
      entry.usedAt = this.#deps.runtime.clock.now()
      return entry.opening
    }
    return this.#open(workshopId)
  }

  /** The room if it is live at this moment; asking counts as use. */
  liveRoom(workshopId: WorkshopId): Room | null {
    const entry = this.#rooms.get(workshopId)
    if (entry) entry.usedAt = this.#deps.runtime.clock.now()
    return entry?.room ?? null
  }

  /** The birth of a workshop: decided, recorded under a free code, on disk when this resolves. */
  async create(
    command: CommandOf<'setup.create'>,
    { community, then = [] }: Born = {},
  ): Promise<Result<{ readonly room: Room; readonly code: string }, Refusal>> {
    const { storage, runtime } = this.#deps
    const { freeBytes } = await storage.health()
    if (freeBytes !== null && freeBytes < SPACE_TO_BEGIN) return err({ code: 'disk_full' })
    const birth = decideBirth(command, then, runtime)
    if (!birth.ok) return birth
    const { id, at, records, listing } = birth.value

    const beginning = community && 'beginning' in community ? community.beginning : null
    if (beginning) await storage.communities.create(beginning)
    const communityId = beginning?.id ?? (community && 'id' in community ? community.id : undefined)
    const record = await this.#record({ id, createdAt: at, ...(communityId ? { communityId } : {}) })
    const listed = { workshopId: id, listing }
    await storage.journal.append({ stream: eventStream(id), expectedSeq: 0, records, listed })
    const room = await this.getRoom(id)
    return room ? ok({ room, code: record.code }) : err({ code: 'unavailable' })
  }

  /** Gives a workshop another room code; resolves to it. */
  async changeCode(workshopId: WorkshopId): Promise<string> {
    const { storage, runtime } = this.#deps
    return freeCode(runtime, (code) => storage.workshops.changeCode(workshopId, code))
  }

  /** Reads again, in every live room, what is known of earlier workshops: somebody was erased, or a workshop has ended. */
  recallAll(): void {
    for (const { room } of this.#rooms.values()) void room?.recall()
  }

  /** Closes every room, each with its snapshot. Idempotent. */
  async close(): Promise<void> {
    this.#movingAtClose = this.moving
    this.#closed = true
    this.#stopSweep()
    await Promise.all([...this.#rooms.keys()].map((workshopId) => this.#release(workshopId)))
    await Promise.all(this.#leaving.values())
  }

  async #record(facts: Omit<WorkshopRecord, 'code'>): Promise<WorkshopRecord> {
    const { storage, runtime } = this.#deps
    const code = await freeCode(runtime, (code) => storage.workshops.create({ ...facts, code }))
    return { ...facts, code }
  }

  #open(workshopId: WorkshopId): Promise<Room | null> {
    const opening = this.#leave(workshopId).then(() => this.#read(workshopId))
    const entry: Entry = { opening, room: null, usedAt: this.#deps.runtime.clock.now() }
    this.#rooms.set(workshopId, entry)
    const forget = () => {
      if (this.#rooms.get(workshopId) === entry) this.#rooms.delete(workshopId)
    }
    opening.then((room) => {
      if (room === null) forget()
      else entry.room = room
    }, forget)
    return opening
  }

  async #read(workshopId: WorkshopId): Promise<Room | null> {
    if (this.#closed) throw new Error('The rooms are closed')
    const { storage, presence, boards } = this.#deps
    if ((await storage.workshops.get(workshopId)) === null) return null
    return Room.open(workshopId, {
      ...this.#deps,
      present: () => presence.here(workshopId),
      unsummed: (board) => boards?.unsummed(workshopId, board) ?? new Set(),
      failed: (room) => this.#drop(room),
    })
  }

  async #leave(workshopId: WorkshopId): Promise<void> {
    await this.#leaving.get(workshopId)
  }

  #release(workshopId: WorkshopId): Promise<void> {
    const entry = this.#rooms.get(workshopId)
    if (!entry) return Promise.resolve()
    this.#rooms.delete(workshopId)
    const leaving = entry.opening
      .then((room) => room?.close())
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(workshopId))
    this.#leaving.set(workshopId, leaving)
    return leaving
  }

  /** A room whose append failed has closed itself. */
  #drop(room: Room): void {
    const { workshopId } = room
    if (this.#rooms.get(workshopId)?.room === room) this.#rooms.delete(workshopId)
    this.#reopenLater(workshopId)
  }

  #reopenLater(workshopId: WorkshopId): void {
    const { runtime, presence, log } = this.#deps
    runtime.timers.after(realTime(runtime.clock, REOPEN_AFTER), () => {
      if (this.#closed || this.#rooms.has(workshopId) || presence.connections(workshopId) === 0) return
      this.getRoom(workshopId).catch((error: unknown) => {
        log.error({ workshopId, err: error }, 'a room does not reopen yet')
        this.#reopenLater(workshopId)
      })
    })
  }

  #sweepLater(): void {
    const { runtime } = this.#deps
    this.#stopSweep = runtime.timers.after(realTime(runtime.clock, SWEEP_EVERY), () => {
      for (const [workshopId, entry] of this.#rooms) if (this.#isIdle(entry)) void this.#release(workshopId)
      this.#sweepLater()
    })
  }

  #isIdle({ room, usedAt }: Entry): boolean {
    const { runtime, presence } = this.#deps
    if (room === null || presence.connections(room.workshopId) > 0) return false
    const idle = runtime.clock.now() - usedAt >= realTime(runtime.clock, IDLE_AFTER)
    return idle && !movesByItself(room)
  }
}

/** Draws codes until `take` finds one that is free; resolves to it. */
async function freeCode({ ids }: Runtime, take: (code: string) => Promise<void>): Promise<string> {
  for (let draw = 1; ; draw++) {
    const code = ids.code()
    try {
      await take(code)
      return code
    } catch (error) {
      if (!(error instanceof TakenError) || draw === CODE_DRAWS) throw error
    }
  }
}

/** A phase that advances at zero needs its clock, even if nobody is looking. */
function movesByItself({ state }: Room): boolean {
  return (
    state.status === 'live' &&
    currentPhase(state)?.auto === true &&
    state.agenda.current?.timer.kind === 'running'
  )
}
