import type { ParticipantId } from '#shared/ids.ts'
import type { Log } from '../../runtime.ts'
import type { Keyring } from '../keyring.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

interface KeyDeps {
  readonly keyring: Keyring
  readonly log: Log
}

/**
 * Takes the secrets of a seat that is gone off the disk. They open nothing from the moment of the commit, because the
 * state no longer has the seat; so a failure here is logged, and needs no second try.
 */
export function seatKeys(room: Room, { keyring, log }: KeyDeps): RoomListener {
  const { workshopId } = room
  let work = Promise.resolve()
  const revoke = async (participantId: ParticipantId) => {
    try {
      await keyring.revokeSeat({ role: 'participant', workshopId, participantId })
    } catch (error) {
      log.warn({ workshopId, participantId, err: error }, 'the secrets of a seat are still on disk')
    }
  }
  return {
    committed({ entries }: Commit) {
      for (const { event } of entries)
        if (event.type === 'seat.left' || event.type === 'seat.removed' || event.type === 'wait.ended')
          work = work.then(() => revoke(event.participantId))
    },
    settled: () => work,
    close: () => undefined,
  }
}
