import { io, type Socket } from 'socket.io-client'
import type { WorkshopId } from '#shared/ids.ts'
import type { ClientToServerEvents, ServerToClientEvents, SocketAuth } from '#shared/protocol/socket.ts'
import type { As } from './api.ts'

export type WorkshopSocket = Socket<ServerToClientEvents, ClientToServerEvents>

interface Options {
  readonly workshopId: WorkshopId
  readonly as: As
  /** asked at every connection: the last `seq` seen, or `undefined` for a snapshot */
  readonly since: () => number | undefined
  /** where the server is; this page's own when left out */
  readonly base?: string
}

/** A socket of a workshop, not yet connected. It connects again by itself after everything but a refusal. */
export function openSocket({ workshopId, as, since, base = location.origin }: Options): WorkshopSocket {
  return io(base, {
    autoConnect: false,
    forceNew: true,
    query: { w: workshopId },
    auth: (give) => {
      const auth: SocketAuth = { as, since: since() }
      give(auth)
    },
    // company proxies that break WebSocket get long polling
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
    // full jitter: a room of people must not come back in the same instant
    randomizationFactor: 1,
  })
}

/** Runs `wake` whenever the page may have slept or the network came back. Returns the way to stop. */
export function onWake(wake: () => void): () => void {
  const visible = () => {
    if (document.visibilityState === 'visible') wake()
  }
  // the first showing of a page is no waking up
  const shown = (event: PageTransitionEvent) => {
    if (event.persisted) wake()
  }
  document.addEventListener('visibilitychange', visible)
  window.addEventListener('pageshow', shown)
  window.addEventListener('online', wake)
  return () => {
    document.removeEventListener('visibilitychange', visible)
    window.removeEventListener('pageshow', shown)
    window.removeEventListener('online', wake)
  }
}

/** Tries at once instead of waiting for the next turn; what is being tried is begun anew. */
export function connectNow(socket: WorkshopSocket): void {
  if (!socket.connected) socket.disconnect()
  socket.connect()
}
