import type { Namespace, Server, Socket } from 'socket.io'
import type { WorkshopId } from '#shared/ids.ts'
import type { ClientToServerEvents, ServerToClientEvents } from '#shared/protocol/socket.ts'
import type { Key } from '../rooms/keyring.ts'

/** What is known of a connection for as long as it lives. Roles are looked up afresh: they change. */
export interface ConnectionData {
  workshopId: WorkshopId
  key: Key
}

type Unused = Record<string, never>

export type RealtimeServer = Server<ClientToServerEvents, ServerToClientEvents, Unused, ConnectionData>
export type RealtimeNamespace = Namespace<ClientToServerEvents, ServerToClientEvents, Unused, ConnectionData>
export type Connection = Socket<ClientToServerEvents, ServerToClientEvents, Unused, ConnectionData>
