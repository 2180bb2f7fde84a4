import type { WorkshopId } from '#shared/ids.ts'
import type { CommandMessage, CommandReply } from '#shared/protocol/socket.ts'
import type { Audit } from '../../server/audit.ts'
import { Outbox } from '../../server/realtime/outbox.ts'
import type { Connection, RealtimeNamespace } from '../../server/realtime/socket-types.ts'
import { handleWorkshop } from '../../server/realtime/workshop-handlers.ts'
import { WritingNews } from '../../server/realtime/writing-news.ts'
import type { CommandMeter } from '../../server/rooms/command-meter.ts'
import type { Key, Keyring } from '../../server/rooms/keyring.ts'
import type { PresenceBook } from '../../server/rooms/presence-book.ts'
import type { RoomRegistry } from '../../server/rooms/room-registry.ts'
import type { Log, Runtime } from '../../server/runtime.ts'
import type { WorkshopGrant } from '../../server/storage/ports.ts'
import type { Millis } from '#shared/time.ts'
import { Line, type ModelTime } from './model-time.ts'

type Listener = (...args: unknown[]) => void

/** The other end of a room connection. */
export interface RoomEnd {
  heard(event: string, message: unknown): void
  /** once, when the connection is gone for whatever reason but one's own */
  closed(): void
}

interface Deps {
  readonly registry: RoomRegistry
  readonly presence: PresenceBook
  readonly outbox: Outbox
  readonly runtime: Runtime
  readonly log: Log
  readonly keyring: Keyring
  readonly meter: CommandMeter
  readonly audit: Audit
}

/**
 * What Socket.IO is to the rooms, without Socket.IO: channels and connections in memory. The outbox and the handlers of
 * commands are the server's own.
 */
export class ModelRealtime {
  readonly rooms = new Map<string, Set<string>>()
  readonly sockets = new Map<string, ModelConnection>()
  readonly adapter = { rooms: this.rooms }
  #count = 0

  outbox(runtime: Runtime): Outbox {
    return new Outbox(this as unknown as RealtimeNamespace, runtime, { waiting: () => [] })
  }

  to(channel: string): { emit: Listener; volatile: { emit: Listener } } {
    const emit = (event: unknown, message: unknown) => {
      for (const id of this.rooms.get(channel) ?? []) this.sockets.get(id)?.emit(event as string, message)
    }
    return { emit, volatile: { emit } }
  }

  /** A connection that comes in with a secret already recognised. */
  connect(
    grant: WorkshopGrant,
    since: number | undefined,
    end: RoomEnd,
    lines: Lines,
    deps: Deps,
  ): ModelConnection {
    const connection = new ModelConnection(`s${++this.#count}`, grant, since, end, lines, this)
    this.sockets.set(connection.id, connection)
    lines.up.deliver(() => void connection.arrive(deps))
    return connection
  }

  forget(connection: ModelConnection): void {
    this.sockets.delete(connection.id)
    for (const members of this.rooms.values()) members.delete(connection.id)
  }
}

export interface Lines {
  readonly up: Line
  readonly down: Line
}

export function linesOf(time: ModelTime, latency: () => Millis): Lines {
  return { up: new Line(time, latency), down: new Line(time, latency) }
}

/** Both ends of one room connection: the server holds it as it would a socket of Socket.IO. */
export class ModelConnection {
  readonly id: string
  readonly data: { workshopId: WorkshopId; key: Key }
  readonly handshake: { headers: object; query: object; auth: { since?: number | undefined } }
  readonly conn = { close: () => this.disconnect() }
  connected = true
  readonly #end: RoomEnd
  readonly #lines: Lines
  readonly #realtime: ModelRealtime
  readonly #listeners = new Map<string, Listener[]>()
  #over = false

  constructor(
    id: string,
    grant: WorkshopGrant,
    since: number | undefined,
    end: RoomEnd,
    lines: Lines,
    realtime: ModelRealtime,
  ) {
    this.id = id
    this.data = { workshopId: grant.workshopId, key: { grant, hash: id, asked: 0 } }
    this.handshake = { headers: {}, query: { w: grant.workshopId }, auth: { since } }
    this.#end = end
    this.#lines = lines
    this.#realtime = realtime
  }

  /** What the gateway does with a newcomer. */
  async arrive({ presence, outbox, ...deps }: Deps): Promise<void> {
    const self = this as unknown as Connection
    const { workshopId, key } = this.data
    // nobody in the model signs that they write: it is volatile, and nothing rests on it
    const writing = new WritingNews(deps.runtime, () => undefined)
    handleWorkshop(self, { ...deps, writing, sendAway: () => this.disconnect() })
    this.on('disconnect', () => presence.leave(workshopId, this))
    const room = await deps.registry.getRoom(workshopId).catch(() => null)
    const viewer = room?.viewer(key.grant)
    if (!this.connected) return
    if (!room || !viewer || !outbox.admit(self, room, this.handshake.auth)) return this.disconnect()
    presence.enter(workshopId, this, viewer)
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener])
    return this
  }

  join(channels: readonly string[]): void {
    for (const channel of channels) {
      const members = this.#realtime.rooms.get(channel) ?? new Set<string>()
      this.#realtime.rooms.set(channel, members.add(this.id))
    }
  }

  /** from the server to the person */
  emit(event: string, message: unknown): void {
    if (!this.connected) return
    this.#lines.down.deliver(() => {
      if (!this.#over) this.#end.heard(event, message)
    })
  }

  /** from the person to the server; the answer may never come */
  give(message: CommandMessage, answered: (reply: CommandReply) => void): void {
    this.#lines.up.deliver(() => {
      if (!this.connected) return
      for (const listener of this.#listeners.get('workshop:command') ?? [])
        listener(message, (reply: CommandReply) => {
          this.#lines.down.deliver(() => {
            if (!this.#over) answered(reply)
          })
        })
    })
  }

  /** The server hangs up. */
  disconnect(): void {
    this.gone()
    this.#lines.down.deliver(() => this.#hangUp())
  }

  /** The network is gone: this side knows now, the server after `noticed`. */
  cut(time: ModelTime, noticed: Millis): void {
    this.#over = true
    this.#lines.up.cut()
    this.#lines.down.cut()
    time.after(noticed, () => this.gone())
  }

  serverDied(): void {
    this.connected = false
    this.#hangUp()
  }

  /** The server has noticed. */
  gone(): void {
    if (!this.connected) return
    this.connected = false
    this.#realtime.forget(this)
    for (const listener of this.#listeners.get('disconnect') ?? []) listener()
  }

  #hangUp(): void {
    if (this.#over) return
    this.#over = true
    this.#end.closed()
  }
}
