import type { Server as HttpServer } from 'node:http'
import { Server, type ExtendedError } from 'socket.io'
import type { WorkshopId } from '#shared/ids.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { restartingReason } from '#shared/protocol/close-reason.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import { LIMITS } from '#shared/text.ts'
import type { AddressLimit } from '../address-limit.ts'
import type { Audit } from '../audit.ts'
import { isOwnOrigin } from '../origin.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import type { CommandMeter } from '../rooms/command-meter.ts'
import type { Keyring } from '../rooms/keyring.ts'
import { KnockBook } from '../rooms/knock-book.ts'
import { PresenceBook } from '../rooms/presence-book.ts'
import { bugOrDisk, inWords, localeFrom, type WireRefusal } from '../rooms/refusal.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import { authenticate } from './authenticate.ts'
import { channelOf } from './channels.ts'
import { Crowd } from './crowd.ts'
import type { Seen } from './envelopes.ts'
import { Outbox } from './outbox.ts'
import { CoalescedNews } from './coalesced-news.ts'
import { presenceMessage } from './presence.ts'
import { SlowReaders } from './slow-readers.ts'
import type { Connection, RealtimeServer } from './socket-types.ts'
import { Threshold } from './threshold.ts'
import { handleWorkshop } from './workshop-handlers.ts'
import { WritingNews } from './writing-news.ts'

export const SOCKET_PATH = '/socket.io'

/** Real time between looks at whether the secrets of living connections are still on the disk (S-37). */
const LOOK_AGAIN: Millis = 5 * MINUTE

interface GatewayDeps {
  readonly httpServer: HttpServer
  readonly runtime: Runtime
  readonly log: Log
  readonly audit: Audit
  /** the address people use, where it differs from the `Host` the server sees */
  readonly publicUrl: string | null
  /** how many proxies of our own stand in front */
  readonly trustProxy: number
  /** told of every connection that had come in and ends, with Socket.IO's word for why */
  readonly closed?: (reason: string) => void
}

interface Doors {
  readonly registry: RoomRegistry
  readonly keyring: Keyring
  readonly meter: CommandMeter
  readonly misses: AddressLimit
}

/** The one place that knows Socket.IO: who comes in, what they are told, who is here. */
export class Gateway {
  readonly outbox: Outbox
  readonly presence: PresenceBook
  readonly knocks: KnockBook
  readonly #io: RealtimeServer
  readonly #deps: GatewayDeps
  readonly #news: CoalescedNews
  readonly #knockNews: CoalescedNews
  readonly #writing: WritingNews
  readonly #crowd = new Crowd()
  readonly #threshold: Threshold
  readonly #slow: SlowReaders
  #stopLooking: () => void = () => undefined

  constructor(deps: GatewayDeps) {
    this.#deps = deps
    this.#io = new Server(deps.httpServer, {
      path: SOCKET_PATH,
      serveClient: false,
      // What is beyond a message's limit is answered with a word; what is far beyond is cut off unread.
      maxHttpBufferSize: 2 * LIMITS.message,
      perMessageDeflate: false,
      // Socket.IO would otherwise end every other upgrade that is still being checked after a second.
      destroyUpgrade: false,
      connectTimeout: 10 * SECOND,
      // A phone that lost its network is noticed within 35 s; ten-second stalls of hotel Wi-Fi are not (F-36).
      pingInterval: 15 * SECOND,
      pingTimeout: 20 * SECOND,
      allowRequest: ({ headers }, decide) => {
        const own = isOwnOrigin(headers.origin, headers.host, deps.publicUrl)
        if (!own) deps.audit.note('request.refused', { code: 'foreign_origin' })
        decide(null, own)
      },
    })
    this.#knockNews = new CoalescedNews(deps.runtime, (workshopId) => this.outbox.sendKnocks(workshopId))
    this.knocks = new KnockBook(deps.runtime, (workshopId) => this.#knockNews.changed(workshopId))
    this.outbox = new Outbox(this.#io.sockets, deps.runtime, this.knocks)
    this.#news = new CoalescedNews(deps.runtime, (workshopId) => this.#tellPresence(workshopId))
    this.#writing = new WritingNews(deps.runtime, (workshopId, participantId, message) => {
      const channel = channelOf(workshopId, { to: 'person', participantId })
      this.#io.to(channel).volatile.emit('workshop:writing', message)
    })
    this.presence = new PresenceBook((workshopId) => this.#news.changed(workshopId))
    this.#threshold = new Threshold(this.#io, deps.audit)
    this.#slow = new SlowReaders({
      runtime: deps.runtime,
      connections: () => this.#connections(),
      cut: ({ data }) =>
        deps.audit.note('connection.closed', { workshopId: data.workshopId, code: 'slow_reader' }),
    })
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
      this.#threshold.cross(connection)
      handleWorkshop(connection, {
        ...this.#deps,
        ...doors,
        writing: this.#writing,
        sendAway: (why) => this.#sendAway(connection, why),
      })
      connection.on('error', (error) => this.#deps.log.warn({ workshopId, err: error }, 'connection error'))
      connection.on('disconnect', (reason) => {
        this.#deps.closed?.(reason)
        this.#crowd.leave(connection)
        this.presence.leave(workshopId, connection)
        this.#writing.forget(workshopId, connection)
      })
      this.#admit(connection, doors.registry).catch((error: unknown) => {
        this.#deps.log.error({ workshopId, err: error }, 'a connection could not be admitted')
        connection.conn.close()
      })
    })
    this.#lookAgainLater(doors.keyring)
  }

  /** Closes the connections of a workshop whose secrets were taken back; they hear why. */
  closeRevoked(workshopId: WorkshopId, keyring: Keyring): void {
    for (const connection of this.#connections())
      if (connection.data.workshopId === workshopId && !keyring.holds(connection.data.key))
        this.#sendAway(connection, { code: 'unauthorised' })
  }

  /** how many there are, admitted or not yet */
  get connections(): number {
    return this.#io.engine.clientsCount
  }

  /** Sends everybody away with "restarting" (1012), so that they come back by themselves. */
  async close(): Promise<void> {
    this.#stopLooking()
    this.#slow.close()
    this.#news.close()
    this.#knockNews.close()
    this.knocks.close()
    this.#writing.close()
    for (const connection of this.#connections()) {
      const { transport } = connection.conn as unknown as {
        transport: { socket?: { close?(code: number, reason: string): void } }
      }
      if (transport.socket?.close)
        transport.socket.close(CLOSE.restarting, restartingReason(this.#deps.runtime.ids.random))
      else connection.conn.close()
    }
    await this.#io.close()
  }

  #connections(): Iterable<Connection> {
    return this.#io.sockets.sockets.values()
  }

  async #check(connection: Connection, doors: Doors): Promise<ExtendedError | undefined> {
    const known = await authenticate(connection, { ...doors, trustProxy: this.#deps.trustProxy })
    if (!known.ok) {
      this.#deps.audit.note('request.refused', { code: known.error.code })
      return refusal(connection, known.error)
    }
    connection.data = known.value
    return undefined
  }

  async #admit(connection: Connection, registry: RoomRegistry): Promise<void> {
    const { workshopId, key } = connection.data
    const room = await registry.getRoom(workshopId)
    const viewer = room?.viewer(key.grant)
    if (!connection.connected) return
    if (!room || !viewer || !this.outbox.admit(connection, room, seenBy(connection))) {
      connection.disconnect(true)
      return
    }
    for (const tooMany of this.#crowd.enter(connection)) this.#sendAway(tooMany, { code: 'elsewhere' })
    this.presence.enter(workshopId, connection, viewer)
    connection.emit('workshop:presence', presenceMessage(this.presence, workshopId))
  }

  /** Says why, then hangs up. */
  #sendAway(connection: Connection, why: WireRefusal): void {
    const { workshopId, key } = connection.data
    const whom = key.grant.role === 'participant' ? { participantId: key.grant.participantId } : {}
    this.#deps.audit.note('connection.closed', { workshopId, ...whom, code: why.code })
    connection.emit('workshop:goodbye', { error: inWords(why, localeOf(connection)) })
    connection.disconnect(true)
  }

  #lookAgainLater(keyring: Keyring): void {
    const { runtime, log } = this.#deps
    this.#stopLooking = runtime.timers.after(realTime(runtime.clock, LOOK_AGAIN), () => {
      this.#lookAgain(keyring).catch((error: unknown) => log.warn({ err: error }, 'secrets not looked up'))
      this.#lookAgainLater(keyring)
    })
  }

  async #lookAgain(keyring: Keyring): Promise<void> {
    for (const connection of [...this.#connections()])
      if (!(await keyring.stillKnown(connection.data.key)))
        this.#sendAway(connection, { code: 'unauthorised' })
  }

  #tellPresence(workshopId: WorkshopId): void {
    this.#io
      .to(channelOf(workshopId, { to: 'everyone' }))
      .emit('workshop:presence', presenceMessage(this.presence, workshopId))
  }
}

function seenBy(connection: Connection): Seen {
  const { since, generation } = connection.handshake.auth as Readonly<Record<string, unknown>>
  return { since, generation }
}

function localeOf({ handshake }: Connection) {
  return localeFrom(handshake.headers['accept-language'])
}

/** What the client gets as `connect_error`: the code as message, the sentence in `data`. */
function refusal(connection: Connection, why: WireRefusal): ExtendedError {
  return Object.assign(new Error(why.code), { data: inWords(why, localeOf(connection)) })
}
