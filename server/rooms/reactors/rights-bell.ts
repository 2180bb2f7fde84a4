import type { EventType } from '#shared/domain/events.ts'
import type { Boards } from '../ports.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

/** What can change somebody's right to a board: where the agenda stands, who presents, who is in which team. */
const MOVES_RIGHTS: ReadonlySet<EventType> = new Set<EventType>([
  'agenda.opened',
  'agenda.moved',
  'agenda.undone',
  'agenda.edited',
  'agenda.ended',
  'share.turned',
  'teams.formed',
  'team.moved',
  'team.dealt',
  'seat.left',
  'seat.removed',
  'facilitator.granted',
  'room.frozen',
  'room.thawed',
])

/** Tells the boards' connections to look at their rights again. */
export function rightsBell(room: Room, boards: Boards): RoomListener {
  return {
    committed(commit: Commit) {
      if (commit.entries.some(({ event }) => MOVES_RIGHTS.has(event.type)))
        boards.rightsChanged(room.workshopId)
    },
    close: () => undefined,
  }
}
