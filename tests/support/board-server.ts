import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Y from 'yjs'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { ParticipantId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { BoardAccess } from '#shared/protocol/board-frames.ts'
import { BoardRegistry } from '../../server/boards/board-registry.ts'
import { BoardSocket } from '../../server/boards/board-socket.ts'
import type { BoardAddress, BoardRights } from '../../server/rooms/ports.ts'
import { systemRuntime, type Log, type Runtime, type Timers } from '../../server/runtime.ts'
import { manualRuntime, type ManualRuntime } from './board-runtime.ts'
import { HeldStorage } from './board-storage.ts'

export const WORKSHOP = 'w1' as WorkshopId
export const AT: BoardAddress = { workshopId: WORKSHOP, teamId: 't1' as TeamId, board: 'ideals' }

/** Who may do what, changeable while the server runs. Everybody writes until told otherwise. */
export class OpenRights implements BoardRights {
  readonly viewers = new Map<string, Viewer>()
  access: BoardRights['access'] = (_at, viewer) => this.#access.get(idOf(viewer)) ?? this.usual
  usual: BoardAccess = 'write'
  readonly #access = new Map<string, BoardAccess>()

  constructor(...names: string[]) {
    for (const name of names) this.viewers.set(`secret-${name}`, seat(name))
  }

  set(name: string, access: BoardAccess): void {
    this.#access.set(name, access)
  }

  async viewerFor(workshopId: WorkshopId, token: string): Promise<Viewer | null> {
    return workshopId === WORKSHOP ? (this.viewers.get(token) ?? null) : null
  }
}

export function seat(name: string): Viewer {
  return { role: 'participant', participantId: name as ParticipantId }
}

function idOf(viewer: Viewer): string {
  return 'participantId' in viewer ? String(viewer.participantId) : viewer.role
}

export interface LogLine {
  readonly level: keyof Log
  readonly message: string
  readonly fields: object
}

export function listeningLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, message, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export interface BoardServer {
  /** `ws://127.0.0.1:<port>` */
  readonly url: string
  readonly registry: BoardRegistry
  readonly rights: OpenRights
  readonly storage: HeldStorage
  readonly runtime: ManualRuntime
  readonly log: ReturnType<typeof listeningLog>
  close(): Promise<void>
}

/** The boards alone, behind a real server on a free port. `isAllStill`: not even short times pass by themselves. */
export async function startBoardServer(
  storage = new HeldStorage(),
  { isAllStill = false } = {},
): Promise<BoardServer> {
  const runtime = manualRuntime()
  const rights = new OpenRights('ana', 'ben', 'chie', 'dan')
  const log = listeningLog()
  if ((await storage.workshops.get(WORKSHOP)) === null) {
    await storage.workshops.create({ id: WORKSHOP, code: 'ABCDEF', createdAt: runtime.clock.now() })
  }
  const registry = new BoardRegistry({ storage, runtime, log, rights })
  const socket = new BoardSocket({
    registry,
    rights,
    runtime: isAllStill ? runtime : { ...runtime, timers: handyTimers(runtime) },
    log,
  })
  const server = createServer()
  server.on('upgrade', (request, stream, head) => socket.handleUpgrade(request, stream, head))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    registry,
    rights,
    storage,
    runtime,
    log,
    async close() {
      await socket.close()
      await registry.close()
      server.close()
    },
  }
}

/**
 * Acknowledgements go out a few milliseconds later than they might, and nearly every test waits for one: so short a time
 * passes by itself. All others stand still until they are told to pass.
 */
function handyTimers({ timers }: Runtime): Timers {
  const real = systemRuntime().timers
  return { after: (delay, run) => (delay <= 25 ? real : timers).after(delay, run) }
}

export interface StockClient {
  readonly board: BoardDoc
  readonly provider: WebsocketProvider
  /** resolves when the server's content has come */
  readonly synced: Promise<void>
  close(): void
}

/** y-websocket's own provider, as any program may use it. It knows nothing of our frames. */
export function stockClient(
  { url }: Pick<BoardServer, 'url'>,
  name: string,
  { board = boardDoc(new Y.Doc()), at = AT }: { board?: BoardDoc; at?: BoardAddress } = {},
): StockClient {
  const path = `${at.workshopId}/${at.teamId}/${at.board}`
  const provider = new WebsocketProvider(`${url}/boards`, path, board.doc, {
    params: { w: at.workshopId, token: `secret-${name}` },
    disableBc: true,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  })
  const synced = new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  return {
    board,
    provider,
    synced,
    close() {
      provider.destroy()
      provider.awareness.destroy()
    },
  }
}

/** Real ms: long enough for a machine that is busy with ten other things. */
const PATIENCE = 15_000

/** Looks again at every turn of the event loop; fails after a while. */
export async function until(holds: () => boolean, what = 'what was waited for'): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`)
    await turn()
  }
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Long enough for anything on this machine to have arrived that would. */
export async function quiet(turns = 50): Promise<void> {
  for (let left = turns; left > 0; left--) await turn()
}
