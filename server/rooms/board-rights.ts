import { boardAccess } from '#shared/domain/board-access.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { BoardAccess } from '#shared/protocol/board-frames.ts'
import type { Key, Keyring } from './keyring.ts'
import type { BoardAddress, BoardRights } from './ports.ts'
import type { RoomRegistry } from './room-registry.ts'
import { actorNow } from './viewers.ts'

interface Answer {
  readonly state: WorkshopState
  readonly at: BoardAddress
  readonly access: BoardAccess
}

/** The boards' question to the rooms: who is this, and what may they do right now. */
export function boardRights(
  registry: Pick<RoomRegistry, 'getRoom' | 'liveRoom'>,
  keyring: Keyring,
): BoardRights {
  // A connection shows the viewer it was given at the door; the key behind it may have been taken back since.
  const keys = new WeakMap<Viewer, Key>()
  // Asked at every message, and the same until the state is another one; a viewer is one connection to one board.
  const answers = new WeakMap<Viewer, Answer>()
  const lapsed = (viewer: Viewer) => {
    const key = keys.get(viewer)
    return key !== undefined && !keyring.holds(key)
  }
  return {
    async viewerFor(workshopId, token) {
      const key = await keyring.key(workshopId, token)
      if (key === null) return null
      const room = await registry.getRoom(workshopId)
      const viewer = room?.viewer(key.grant) ?? null
      if (viewer !== null) keys.set(viewer, key)
      return viewer
    },
    lapsed,
    access(at, viewer) {
      if (lapsed(viewer)) return 'none'
      const room = registry.liveRoom(at.workshopId)
      if (!room) return 'none'
      const { state } = room
      let answer = answers.get(viewer)
      if (answer?.state !== state || answer.at !== at) {
        const viewerNow = actorNow(state, viewer)
        const access = viewerNow ? boardAccess(state, viewerNow, at.teamId, at.board) : 'none'
        answer = { state, at, access }
        answers.set(viewer, answer)
      }
      const { access } = answer
      return access === 'write' && !room.writable ? 'read' : access
    },
  }
}
