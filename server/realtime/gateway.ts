import type { Server as HttpServer } from 'node:http'
import { Server, type ExtendedError } from 'socket.io'
import type { WorkshopId } from '#shared/ids.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { restartingReason } from '#shared/protocol/close-reason.ts'
import { SECOND } from '#shared/time.ts'
import { LIMITS } from '#shared/text.ts'
import type { Log, Runtime } from '../runtime.ts'
import type { Keyring } from '../rooms/keyring.ts'
import { isOwnOrigin } from '../rooms/origin.ts'
import { PresenceBook } from '../rooms/presence-book.ts'
import { bugOrDisk, inWords, localeFrom, type WireRefusal } from '../rooms/refusal.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { authenticate } from './authenticate.ts'
import { channelOf } from './channels.ts'
import { Outbox } from './outbox.ts'
import { PresenceNews, presenceMessage } from './presence.ts'
import type { Connection, RealtimeServer } from './socket-types.ts'
import { handleWorkshop } from './workshop-handlers.ts'

export const SOCKET_PATH = '/socket.io'

interface GatewayDeps {
  readonly httpServer: HttpServer
  readonly runtime: Runtime
  readonly log: Log
  /** the address people use, where it differs from the `Host` the server sees */
  readonly publicUrl: string | null
}

interface Doors {
  readonly registry: RoomRegistry
  readonly keyring: Keyring
}

/** The one place that knows Socket.IO: who comes in, what they are told, who is here. */
export class Gateway {
  readonly outbox: Outbox
  readonly presence: PresenceBook
  readonly #io: RealtimeServer
  readonly #deps: GatewayDeps
  readonly #news: PresenceNews

  constructor(deps: GatewayDeps) {
    this.#deps = deps
    this.#io = new Server(deps.httpServer, {
      path: SOCKET_PATH,
      serveClient: false,
      maxHttpBufferSize: LIMITS.message,
      perMessageDeflate: false,
      // Socket.IO would otherwise end every other upgrade that is still being checked after a second.
      destroyUpgrade: false,
      connectTimeout: 10 * SECOND,
      // A phone that lost its network is noticed within 35 s; ten-second stalls of hotel Wi-Fi are not (F-36).
      pingInterval: 15 * SECOND,
      pingTimeout: 20 * SECOND,
      allowRequest: ({ headers }, decide) =>
        decide(null, isOwnOrigin(headers.origin, headers.host, deps.publicUrl)),
    })
    this.outbox = new Outbox(this.#io.sockets, deps.runtime)
    this.#news = new PresenceNews(deps.runtime, (workshopId) => this.#tellPresence(workshopId))
    this.presence = new PresenceBook((workshopId) => this.#news.changed(workshopId))
  }

  /** Lets people in. Apart from the constructor because the rooms need the outbox first. */
  open(doors: Doors): void {
    this.#io.use((connection, next) => {
      this.#check(connection, doors).then(next, (error: unknown) => {
        this.#deps.log.error({ err: error }, 'a connection could not be checked')
        next(refusal(connection, bugOrDisk(error)))
      })
    })
    this.#io.on('connection', (connection) => {
      const { workshopId } = connection.data
      handleWorkshop(connection, { ...this.#deps, registry: doors.registry })
      connection.on('error', (error) => this.#deps.log.warn({ workshopId, err: error }, 'connection error'))
      connection.on('disconnect', () => this.presence.leave(workshopId, connection))
      this.#admit(connection, doors.registry).catch((error: unknown) => {
        this.#deps.log.error({ workshopId, err: error }, 'a connection could not be admitted')
        connection.conn.close()
      })
    })
  }

  /** how many there are, admitted or not yet */
  get connections(): number {
    return this.#io.engine.clientsCount
  }

  /** Sends everybody away with "restarting" (1012), so that they come back by themselves. */
  async close(): Promise<void> {
    this.#news.close()
    for (const connection of this.#io.sockets.sockets.values()) {
      const { transport } = connection.conn as unknown as {
        transport: { socket?: { close?(code: number, reason: string): void } }
      }
      if (transport.socket?.close)
        transport.socket.close(CLOSE.restarting, restartingReason(this.#deps.runtime.ids.random))
      else connection.conn.close()
    }
    await this.#io.close()
  }

  async #check(connection: Connection, doors: Doors): Promise<ExtendedError | undefined> {
    const known = await authenticate(connection.handshake, doors)
    if (!known.ok) return refusal(connection, known.error)
    connection.data = known.value
    return undefined
  }

  async #admit(connection: Connection, registry: RoomRegistry): Promise<void> {
    const { workshopId, grant } = connection.data
    const room = await registry.getRoom(workshopId)
    const viewer = room?.viewer(grant)
    if (!connection.connected) return
    if (!room || !viewer || !this.outbox.admit(connection, room, since(connection))) {
      connection.disconnect(true)
      return
    }
    this.presence.enter(workshopId, connection, viewer)
    connection.emit('workshop:presence', presenceMessage(this.presence, workshopId))
  }

  #tellPresence(workshopId: WorkshopId): void {
    this.#io
      .to(channelOf(workshopId, { to: 'everyone' }))
      .emit('workshop:presence', presenceMessage(this.presence, workshopId))
  }
}

function since(connection: Connection): unknown {
  return (connection.handshake.auth as Readonly<Record<string, unknown>>).since
}

/** What the client gets as `connect_error`: the code as message, the sentence in `data`. */
function refusal(connection: Connection, why: WireRefusal): ExtendedError {
  const locale = localeFrom(connection.handshake.headers['accept-language'])
  return Object.assign(new Error(why.code), { data: inWords(why, locale) })
}
