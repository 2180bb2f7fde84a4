import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type Server } from 'ws'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { restartingReason } from '#shared/protocol/close-reason.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import { isOwnOrigin } from '../origin.ts'
import type { BoardRights } from '../rooms/ports.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import type { BoardRegistry } from './board-registry.ts'
import { boardAddress, secretOf } from './board-request.ts'
import { BoardWebSocket } from './board-web-socket.ts'
import { Budgets } from './budgets.ts'
import { Deliveries } from './deliveries.ts'
import { awarenessFrame } from './frames.ts'
import { SocketConnection } from './socket-connection.ts'
import { Turns } from './turns.ts'

interface Options {
  readonly registry: BoardRegistry
  readonly rights: BoardRights
  readonly runtime: Runtime
  readonly log: Log
  /** the address people use, where it differs from the `Host` the server sees */
  readonly publicUrl?: string | null
  /** told of every connection that ends, with its close code */
  readonly closed?: (code: number) => void
}

/** Real time. A peer that is silent for two of these is gone. */
const BEAT: Millis = 15 * SECOND
/** Real time. Whoever takes nothing for two of these costs the others memory (F-33). */
const DRAIN_CHECK: Millis = 5 * SECOND
/** Real time that clients get to say goodbye when the server stops. */
const GOODBYE: Millis = SECOND
/** Frames up to here are read, to refuse what is beyond `LIMITS.boardFrame` on a living connection. */
const LARGEST_FRAME = 1024 * 1024
/** Clients do not see pings; one that hears nothing for 30 s connects again. This says nothing of nobody. */
const STILL_HERE = awarenessFrame([])

/**
 * The door to the boards. Every upgrade is accepted and then closed with a code that says why: a refused upgrade looks
 * like a lost network to a browser, and y-websocket would try for ever.
 */
export class BoardSocket {
  readonly #options: Options
  readonly #server: Server<typeof BoardWebSocket>
  readonly #budgets: Budgets
  readonly #deliveries: Deliveries
  readonly #turns: Turns
  #cancelBeat: () => void = () => undefined
  #cancelCheck: () => void = () => undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#budgets = new Budgets(options.runtime)
    this.#turns = new Turns(options.runtime.machine)
    this.#deliveries = new Deliveries(options.runtime)
    this.#server = new WebSocketServer({
      noServer: true,
      WebSocket: BoardWebSocket,
      perMessageDeflate: false,
      maxPayload: LARGEST_FRAME,
    })
    this.#beatLater()
    this.#checkLater()
  }

  get connections(): number {
    return this.#server.clients.size
  }

  /** For upgrade requests to `/boards/…`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => void this.#letIn(webSocket, request))
  }

  /** Says goodbye to everybody; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelBeat()
    this.#cancelCheck()
    this.#budgets.close()
    this.#turns.close()
    const { clock, timers } = this.#options.runtime
    const everybody = [...this.#server.clients]
    const gone = everybody.map((webSocket) => new Promise((resolve) => webSocket.once('close', resolve)))
    for (const webSocket of everybody)
      turnAway(webSocket, CLOSE.restarting, restartingReason(this.#options.runtime.ids.random))
    const hangUp = timers.after(realTime(clock, GOODBYE), () => everybody.forEach((one) => one.terminate()))
    await Promise.all(gone)
    hangUp()
    this.#deliveries.close()
  }

  async #letIn(webSocket: BoardWebSocket, request: IncomingMessage): Promise<void> {
    const { log } = this.#options
    // Without a listener an error would end the process; the close that follows says all there is to say.
    webSocket.on('error', (error) => log.debug({ err: error }, 'board socket error'))
    webSocket.on('close', (code) => this.#options.closed?.(code))
    webSocket.on('pong', () => webSocket.alive())
    webSocket.deliverBy(this.#deliveries)
    // What it sends meanwhile waits in the network, not here.
    webSocket.pause()
    try {
      const problem = await this.#admit(webSocket, request)
      if (problem !== null) turnAway(webSocket, ...problem)
    } catch (error) {
      log.warn({ err: error }, 'board not joined')
      turnAway(webSocket, CLOSE.later, 'try later')
    }
  }

  async #admit(webSocket: BoardWebSocket, request: IncomingMessage): Promise<[number, string] | null> {
    const { registry, rights, log, publicUrl = null } = this.#options
    if (this.#closed) return [CLOSE.restarting, restartingReason(this.#options.runtime.ids.random)]
    const at = boardAddress(request)
    if (at === null) return [CLOSE.unknown, 'unknown board']
    const { origin, host } = request.headers
    if (!isOwnOrigin(origin, host, publicUrl)) return [CLOSE.forbidden, 'foreign origin']
    const secret = secretOf(request, at.workshopId)
    const viewer = secret === null ? null : await rights.viewerFor(at.workshopId, secret)
    if (viewer === null) {
      const known = await registry.knows(at.workshopId)
      return known ? [CLOSE.unauthorised, 'unauthorised'] : [CLOSE.unknown, 'unknown workshop']
    }
    // Before anything is read or built for it: somebody with a seat could name boards without end.
    if (rights.access(at, viewer) === 'none')
      return rights.lapsed(viewer) ? [CLOSE.unauthorised, 'unauthorised'] : [CLOSE.forbidden, 'forbidden']
    const budget = this.#budgets.of(at.workshopId, viewer)
    const { machine } = this.#options.runtime
    const connection = new SocketConnection(webSocket, { viewer, budget, turns: this.#turns, machine, log })
    const board = await registry.join(at, connection)
    const leave = () => registry.leave(board, connection)
    if (webSocket.readyState === webSocket.CLOSED) leave()
    webSocket.on('close', leave)
    connection.listen(board)
    log.debug({ ...at, role: viewer.role }, 'board joined')
    webSocket.resume()
    return null
  }

  #beatLater(): void {
    const { clock, timers } = this.#options.runtime
    this.#cancelBeat = timers.after(realTime(clock, BEAT), () => {
      for (const webSocket of this.#server.clients) {
        webSocket.probe()
        if (webSocket.readyState === webSocket.OPEN) webSocket.post(STILL_HERE)
      }
      this.#beatLater()
    })
  }

  #checkLater(): void {
    const { clock, timers } = this.#options.runtime
    this.#cancelCheck = timers.after(realTime(clock, DRAIN_CHECK), () => {
      for (const webSocket of this.#server.clients) webSocket.checkDraining()
      this.#checkLater()
    })
  }
}

/** Reads on, so that the peer's goodbye is heard. */
function turnAway(webSocket: BoardWebSocket, code: number, reason: string): void {
  webSocket.resume()
  webSocket.close(code, reason)
}
