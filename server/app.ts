import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import express, { type RequestHandler } from 'express'
import type { Logger } from 'pino'
import { SECOND } from '#shared/time.ts'
import { missLimit } from './address-limit.ts'
import { Audit } from './audit.ts'
import { BoardRegistry } from './boards/board-registry.ts'
import { BoardSocket } from './boards/board-socket.ts'
import { BoardHistory } from './boards/history/board-history.ts'
import type { Config } from './config.ts'
import { apiRouter } from './http/api.ts'
import { applyPages } from './http/apply.ts'
import { clientFiles } from './http/client-files.ts'
import { isHotReload, startDevClient, type DevClient } from './http/dev-client.ts'
import { errorHandler, unknownPath } from './http/errors.ts'
import { healthRoutes } from './http/health.ts'
import { Metrics } from './http/metrics.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security.ts'
import { listen } from './listen.ts'
import { Gateway, SOCKET_PATH } from './realtime/gateway.ts'
import { boardRights } from './rooms/board-rights.ts'
import { CommandMeter } from './rooms/command-meter.ts'
import { Keyring } from './rooms/keyring.ts'
import { auditTrail } from './rooms/reactors/audit-trail.ts'
import { boardsFollow } from './rooms/reactors/boards-follow.ts'
import { doorKeeper } from './rooms/reactors/door-keeper.ts'
import { PhaseClock } from './rooms/reactors/phase-clock.ts'
import { Pulse } from './rooms/reactors/pulse.ts'
import { recallBell } from './rooms/reactors/recall-bell.ts'
import { rightsBell } from './rooms/reactors/rights-bell.ts'
import { seatKeys } from './rooms/reactors/seat-keys.ts'
import { RoomRegistry } from './rooms/room-registry.ts'
import { realTime, within, type Runtime } from './runtime.ts'
import type { Storage } from './storage/ports.ts'
import { countTimers } from './upkeep/counted-timers.ts'
import { DiskWatch } from './upkeep/disk-watch.ts'
import { HourlyBackup, type BackupPlace } from './upkeep/hourly-backup.ts'
import { UptimeMark } from './upkeep/uptime-mark.ts'
import { wakeRooms } from './upkeep/wake-rooms.ts'

/** Where the pages come from: a build, the sources (development), or nowhere (tests of the interface). */
export type ClientSource =
  { readonly kind: 'built'; readonly dir: string } | { readonly kind: 'sources' } | { readonly kind: 'none' }

export interface AppDeps {
  readonly config: Config
  /** stays the caller's to close, after the app */
  readonly storage: Storage
  readonly runtime: Runtime
  readonly log: Logger
  readonly client?: ClientSource
  /** where a backup is taken to every hour; left out: nowhere */
  readonly backups?: BackupPlace
}

export interface App {
  readonly httpServer: HttpServer
  readonly registry: RoomRegistry
  readonly boards: BoardRegistry
  /** starts to serve; resolves to the address */
  listen(): Promise<string>
  /** sends everybody away, then waits some seconds for the disk to take what was accepted; idempotent */
  close(): Promise<void>
}

/** Who does not finish what they began to ask holds a connection no longer than this (real time). */
const HEADERS_WITHIN = 10 * SECOND
const REQUEST_WITHIN = 30 * SECOND
/** Requests that still run and peers that do not say goodbye get this long when the server goes (real time). */
const LAST_REQUESTS = 2 * SECOND
/** What was accepted gets this long to reach the disk when the server goes: a disk that hangs must not hold it (F-05). */
const LAST_COMMITS = 3 * SECOND

/** Puts the server together: pages, interface, room sockets and board sockets on one HTTP server. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, log, client } = deps
  const { timers, set } = countTimers(deps.runtime.timers)
  const runtime: Runtime = { ...deps.runtime, timers }
  const metrics: Metrics = new Metrics({
    rooms: () => registry.size,
    boards: () => boards.size,
    roomConnections: () => gateway.connections,
    boardConnections: () => boardSocket.connections,
    presence: () => presence.entries,
    timers: set,
    saving: () => disk.saving,
    disk: () => disk.health,
    audit: () => audit.counts,
    backupAge: () => hourly?.age ?? NaN,
    backupFailures: () => hourly?.failures ?? 0,
  })
  const storage = metrics.timed(deps.storage)
  const app = express()
  const httpServer = createServer(app)
  httpServer.headersTimeout = HEADERS_WITHIN
  httpServer.requestTimeout = REQUEST_WITHIN
  const { publicUrl, trustProxy } = config
  const audit = new Audit(log, runtime)
  const gateway = new Gateway({
    ...{ httpServer, runtime, log, audit, publicUrl, trustProxy },
    closed: (reason) => metrics.roomClosed(reason),
  })
  const { knocks, outbox, presence } = gateway
  const meter = new CommandMeter(runtime)
  const misses = missLimit()
  const keyring: Keyring = new Keyring(storage.tokens, runtime.ids, (workshopId) => {
    gateway.closeRevoked(workshopId, keyring)
    boards.rightsChanged(workshopId)
  })
  let opened: RoomRegistry | null = null
  const uptime = await UptimeMark.start({
    storage,
    runtime,
    log,
    moving: () => opened?.moving ?? [],
  })
  // Boards ask the rooms about rights, rooms write to the boards: the rooms are looked up when asked.
  const rights = boardRights(
    { getRoom: (id) => registry.getRoom(id), liveRoom: (id) => registry.liveRoom(id) },
    keyring,
  )
  const boards: BoardRegistry = new BoardRegistry({
    storage,
    runtime,
    log,
    rights,
    generation: storage.generation,
  })
  const history = new BoardHistory({ boards, storage, runtime, log, hasRoom: () => !disk.isShort })
  const boardSocket = new BoardSocket({
    registry: boards,
    rights,
    runtime,
    log,
    publicUrl,
    closed: (code) => metrics.boardClosed(code),
  })
  const registry: RoomRegistry = new RoomRegistry({
    storage,
    runtime,
    log,
    presence,
    boards,
    listeners: [
      (room) => outbox.listen(room),
      (room) => rightsBell(room, boards),
      (room) => boardsFollow(room, { boards, history, runtime, log }),
      (room) => new PhaseClock(room, { runtime, log, uptime }),
      (room) =>
        new Pulse(room, { boards, runtime, send: (pulse) => outbox.sendPulse(room.workshopId, pulse) }),
      (room) => seatKeys(room, { keyring, log }),
      (room) => auditTrail(room, audit),
      (room) => doorKeeper(room, knocks),
      () => recallBell(() => registry.recallAll()),
    ],
  })
  opened = registry
  gateway.open({ registry, keyring, meter, misses })

  const disk = new DiskWatch({ storage, runtime, log })
  const hourly =
    deps.backups && new HourlyBackup({ place: deps.backups, health: () => disk.health, runtime, log })
  let closing: Promise<void> | null = null
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxy)
  app.use(securityHeaders({ publicUrl, development: client?.kind === 'sources' }))
  app.use(healthRoutes(storage, () => closing === null && disk.saving))
  app.use(metrics.routes(config))
  app.use(metrics.watchRequests)
  const http = {
    ...{ config, storage, runtime, log, registry, boards, history },
    ...{ keyring, misses, meter, knocks, audit },
  }
  app.use('/api', requestLog(log), apiRouter(http))
  app.use('/a', requestLog(log), applyPages(http))
  const dev = client?.kind === 'sources' ? await startDevClient(httpServer) : null
  app.use(pages(client, dev), unknownPath, errorHandler(log))

  const connections = new Set<Duplex>()
  httpServer.on('connection', (connection) => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
  })

  httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { 'sec-websocket-protocol': protocol } = request.headers
    const path = request.url?.split('?', 1)[0] ?? ''
    if (path.startsWith(SOCKET_PATH)) return // Socket.IO listens for itself
    if (path.startsWith('/boards/')) {
      boardSocket.handleUpgrade(request, socket, head)
    } else if (!(dev && isHotReload(protocol))) {
      socket.on('error', () => undefined)
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
    }
  })

  async function shutDown(): Promise<void> {
    const hangUp = runtime.timers.after(realTime(runtime.clock, LAST_REQUESTS), () =>
      connections.forEach((connection) => connection.destroy()),
    )
    await boardSocket.close()
    await dev?.close()
    httpServer.closeIdleConnections()
    await gateway.close()
    hangUp()
    const saved = registry.close().then(() => boards.close())
    if (!(await within(runtime.timers, realTime(runtime.clock, LAST_COMMITS), saved)))
      log.error({}, 'the disk does not answer: the server goes without what was not acknowledged')
    hourly?.close()
    history.close()
    disk.close()
    uptime.close()
  }

  return {
    httpServer,
    registry,
    boards,
    async listen() {
      const address = await listen(httpServer, config)
      void wakeRooms(registry, uptime, log)
      return address
    },
    close: () => (closing ??= shutDown()),
  }
}

function pages(client: ClientSource | undefined, dev: DevClient | null): RequestHandler {
  if (dev) return dev.handler
  return client?.kind === 'built' ? clientFiles(client.dir) : (_req, _res, next) => next()
}
