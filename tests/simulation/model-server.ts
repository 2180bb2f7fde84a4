import type { BoardAddress } from '../../server/rooms/ports.ts'
import type { WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { BoardRegistry } from '../../server/boards/board-registry.ts'
import { BoardSocket } from '../../server/boards/board-socket.ts'
import { boardRights } from '../../server/rooms/board-rights.ts'
import { Audit } from '../../server/audit.ts'
import { CommandMeter } from '../../server/rooms/command-meter.ts'
import { Keyring } from '../../server/rooms/keyring.ts'
import { PresenceBook } from '../../server/rooms/presence-book.ts'
import { BoardWriter } from '../../server/rooms/reactors/board-writer.ts'
import { PhaseClock } from '../../server/rooms/reactors/phase-clock.ts'
import { rightsBell } from '../../server/rooms/reactors/rights-bell.ts'
import { seatKeys } from '../../server/rooms/reactors/seat-keys.ts'
import { RoomRegistry } from '../../server/rooms/room-registry.ts'
import type { Commit, RoomListener } from '../../server/rooms/room.ts'
import type { WorkshopGrant, Storage } from '../../server/storage/ports.ts'
import type { MemoryDisk } from '../../server/storage/memory/memory-storage.ts'
import { LogBook } from '../support/server-rooms.ts'
import { ModelStorage, type DiskMood } from './model-disk.ts'
import type { ModelConnection } from './model-realtime.ts'
import { linesOf, ModelRealtime, type RoomEnd } from './model-realtime.ts'
import { ServerTime, type ModelTime } from './model-time.ts'
import { ModelWire } from './model-wire.ts'

/** Outages are the model's own to count: it kills servers, and asks the clocks afterwards. */
const ALWAYS_UP = { outages: [], listen: () => () => undefined }

interface Options {
  readonly time: ModelTime
  readonly disk: MemoryDisk
  readonly mood: DiskMood
  /** hears of what became true, of all rooms */
  readonly committed?: (commit: Commit) => void
}

interface WireOptions {
  readonly at: BoardAddress
  readonly token: string
  readonly latency: () => Millis
  readonly heard: (frame: Uint8Array) => void
  readonly closed: (code: number) => void
}

/** One run of the server, put together as `app.ts` does it, on a disk and in a time that outlive it. */
export class ModelServer {
  readonly registry: RoomRegistry
  readonly boards: BoardRegistry
  readonly keyring: Keyring
  readonly log = new LogBook()
  readonly storage: Storage
  readonly process: ServerTime
  readonly #time: ModelTime
  readonly #socket: BoardSocket
  readonly #realtime = new ModelRealtime()
  readonly #deps: Parameters<ModelRealtime['connect']>[4]
  readonly #wires = new Set<ModelWire>()
  #up = true

  constructor({ time, disk, mood, committed }: Options) {
    this.#time = time
    this.process = new ServerTime(time)
    const runtime = this.process
    const storage: Storage = new ModelStorage(disk, time, runtime, mood)
    this.storage = storage
    const { log } = this
    const presence = new PresenceBook(() => undefined)
    const outbox = this.#realtime.outbox(runtime)
    const keyring = new Keyring(storage.tokens, runtime.ids)
    const rights = boardRights(
      { getRoom: (id) => registry.getRoom(id), liveRoom: (id) => registry.liveRoom(id) },
      keyring,
    )
    const boards = new BoardRegistry({ storage, runtime, log, rights, generation: storage.generation })
    const witness: RoomListener = {
      committed: (commit) => committed?.(commit),
      close: () => undefined,
    }
    const registry: RoomRegistry = new RoomRegistry({
      storage,
      runtime,
      log,
      presence,
      listeners: [
        (room) => outbox.listen(room),
        () => witness,
        (room) => rightsBell(room, boards),
        (room) => new BoardWriter(room, { boards, runtime, log }),
        (room) => new PhaseClock(room, { runtime, log, uptime: ALWAYS_UP }),
        (room) => seatKeys(room, { keyring, log }),
      ],
    })
    this.registry = registry
    this.boards = boards
    this.keyring = keyring
    this.#socket = new BoardSocket({ registry: boards, rights, runtime, log })
    this.#deps = {
      registry,
      presence,
      outbox,
      runtime,
      log,
      keyring,
      meter: new CommandMeter(runtime),
      audit: new Audit(log, runtime),
    }
  }

  get up(): boolean {
    return this.#up
  }

  /** A board connection; `null` while the server is down. */
  wire({ at, token, latency, heard, closed }: WireOptions): ModelWire | null {
    if (!this.#up) return null
    const url = `/boards/${at.workshopId}/${at.teamId}/${at.board}?w=${at.workshopId}&token=${token}`
    const wire: ModelWire = new ModelWire({
      time: this.#time,
      socket: this.#socket,
      url,
      latency,
      heard,
      closed: (code) => {
        this.#wires.delete(wire)
        closed(code)
      },
    })
    this.#wires.add(wire)
    return wire
  }

  /** A room connection; `null` while the server is down. */
  connect(
    grant: WorkshopGrant,
    since: number | undefined,
    end: RoomEnd,
    latency: () => Millis,
  ): ModelConnection | null {
    if (!this.#up) return null
    return this.#realtime.connect(grant, since, end, linesOf(this.#time, latency), this.#deps)
  }

  async room(workshopId: WorkshopId) {
    const room = await this.registry.getRoom(workshopId)
    if (!room) throw new Error('The room is gone.')
    return room
  }

  /** kill -9: nothing is finished, nothing is said. */
  crash(): void {
    if (!this.#up) return
    this.#up = false
    this.process.kill()
    for (const wire of [...this.#wires]) wire.serverDied()
    for (const connection of [...this.#realtime.sockets.values()]) connection.serverDied()
  }

  /** SIGTERM: as `app.ts` shuts down. */
  async stop(): Promise<void> {
    if (!this.#up) return
    this.#up = false
    await this.#socket.close()
    for (const connection of [...this.#realtime.sockets.values()]) connection.disconnect()
    await this.registry.close()
    await this.boards.close()
    this.process.kill()
  }
}
