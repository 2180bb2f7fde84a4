import type { KnockBook } from '../knock-book.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

/** Nobody waits any longer at a door that is no longer guarded, or whose workshop is over. */
export function doorKeeper({ workshopId }: Room, knocks: Pick<KnockBook, 'clear'>): RoomListener {
  return {
    committed({ after }: Commit) {
      if (after.door !== 'guarded' || after.status === 'ended') knocks.clear(workshopId)
    },
    close: () => undefined,
  }
}
