import type { EventType } from '#shared/domain/events.ts'
import type { Commit, RoomListener } from '../room.ts'

/** What changes what other workshops know of this one's people. */
const TELLING: ReadonlySet<EventType> = new Set(['seat.forgotten', 'agenda.ended'] as const)

/** Tells the other rooms, so that nothing of an erased person stays in a room that is live. */
export function recallBell(recallAll: () => void): RoomListener {
  return {
    committed({ entries }: Commit) {
      if (entries.some(({ event }) => TELLING.has(event.type))) recallAll()
    },
    close: () => undefined,
  }
}
