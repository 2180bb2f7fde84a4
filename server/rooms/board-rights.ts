import { boardAccess } from '#shared/domain/board-access.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { Key, Keyring } from './keyring.ts'
import type { BoardRights } from './ports.ts'
import type { RoomRegistry } from './room-registry.ts'
import { actorNow } from './viewers.ts'

/** The boards' question to the rooms: who is this, and what may they do right now. */
export function boardRights(
  registry: Pick<RoomRegistry, 'getRoom' | 'liveRoom'>,
  keyring: Keyring,
): BoardRights {
  // A connection shows the viewer it was given at the door; the key behind it may have been taken back since.
  const keys = new WeakMap<Viewer, Key>()
  return {
    async viewerFor(workshopId, token) {
      const key = await keyring.key(workshopId, token)
      if (key === null) return null
      const room = await registry.getRoom(workshopId)
      const viewer = room?.viewer(key.grant) ?? null
      if (viewer !== null) keys.set(viewer, key)
      return viewer
    },
    access(at, viewer) {
      const key = keys.get(viewer)
      if (key !== undefined && !keyring.holds(key)) return 'none'
      const room = registry.liveRoom(at.workshopId)
      const viewerNow = room && actorNow(room.state, viewer)
      if (!room || !viewerNow) return 'none'
      const access = boardAccess(room.state, viewerNow, at.teamId, at.board)
      return access === 'write' && !room.writable ? 'read' : access
    },
  }
}
