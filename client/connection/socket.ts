import { io, WebSocket, type Socket } from 'socket.io-client'
import type { WorkshopId } from '#shared/ids.ts'
import type { ClientToServerEvents, ServerToClientEvents, SocketAuth } from '#shared/protocol/socket.ts'
import type { As } from './api.ts'

export type WorkshopSocket = Socket<ServerToClientEvents, ClientToServerEvents>

interface Options {
  readonly workshopId: WorkshopId
  readonly as: As
  /** asked at every connection: the last `seq` seen and the generation it was seen in; without `since` comes a snapshot */
  readonly seen: () => Pick<SocketAuth, 'since' | 'generation'>
  /** where the server is; this page's own when left out */
  readonly base?: string
}

/** A socket of a workshop, not yet connected. When it connects, and again, is its `SocketLine`'s business. */
export function openSocket({ workshopId, as, seen, base = location.origin }: Options): WorkshopSocket {
  const socket: WorkshopSocket = io(base, {
    autoConnect: false,
    forceNew: true,
    query: { w: workshopId },
    auth: (give) => {
      const auth: SocketAuth = { as, ...seen() }
      give(auth)
    },
    transports: [WebSocket],
    tryAllTransports: true,
    reconnection: false,
    // each way of transport; a socket may be stuck in connecting after sleep (reliability.md, F-29)
    timeout: 5_000,
  })
  socket.io.on('error', () => void alsoPoll(socket))
  return socket
}

/** Company proxies that break WebSocket get long polling, from the next try on; it is fetched for those alone. */
async function alsoPoll({ io: manager }: WorkshopSocket): Promise<void> {
  try {
    const { longPolling } = await import('./long-polling.ts')
    manager.opts.transports = [WebSocket, longPolling]
  } catch {
    // another try, another question
  }
}
