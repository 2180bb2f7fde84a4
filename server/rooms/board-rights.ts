import { boardAccess } from '#shared/domain/board-access.ts'
import type { Keyring } from './keyring.ts'
import type { BoardRights } from './ports.ts'
import type { RoomRegistry } from './room-registry.ts'
import { actorNow } from './viewers.ts'

/** The boards' question to the rooms: who is this, and what may they do right now. */
export function boardRights(
  registry: Pick<RoomRegistry, 'getRoom' | 'liveRoom'>,
  keyring: Keyring,
): BoardRights {
  return {
    async viewerFor(workshopId, token) {
      const grant = await keyring.grant(workshopId, token)
      if (grant === null) return null
      const room = await registry.getRoom(workshopId)
      return room?.viewer(grant) ?? null
    },
    access(at, viewer) {
      const room = registry.liveRoom(at.workshopId)
      const viewerNow = room && actorNow(room.state, viewer)
      if (!room || !viewerNow) return 'none'
      const access = boardAccess(room.state, viewerNow, at.teamId, at.board)
      return access === 'write' && !room.writable ? 'read' : access
    },
  }
}
