import { NO_PAST, pastOf, type EarlierWorkshop, type Past } from '#shared/domain/past.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import type { Clock, Log } from '../runtime.ts'
import type { Storage } from '../storage/ports.ts'
import { readRoom } from './room-file.ts'

interface Reader {
  readonly storage: Pick<Storage, 'journal' | 'snapshots' | 'people' | 'workshops'>
  readonly clock: Clock
  readonly log: Log
}

/** What is on disk of earlier workshops of this one's people; `openedAt` is its own opening, `null` before it. */
export type Recollect = (openedAt: Millis | null) => Promise<Past | null>

/**
 * Reads the past of a workshop. Earlier ones are read from disk and no room of theirs is opened; those that have ended are read
 * once, since their teams no longer change. One that does not read is left out; `null` when the disk fails. Both are logged.
 */
export function recollectionOf(workshopId: WorkshopId, reader: Reader): Recollect {
  const { people, workshops } = reader.storage
  const ended = new Map<WorkshopId, WorkshopState>()
  const stateOf = async (id: WorkshopId): Promise<WorkshopState | null> => {
    const known = ended.get(id)
    if (known !== undefined) return known
    try {
      const state = (await readRoom(id, reader))?.state ?? null
      if (state?.status === 'ended') ended.set(id, state)
      return state
    } catch (error) {
      reader.log.error({ workshopId: id, err: error }, 'an earlier workshop does not read')
      return null
    }
  }
  const recollect = async (openedAt: Millis | null): Promise<Past> => {
    if ((await workshops.get(workshopId))?.communityId === undefined) return NO_PAST
    const seats = new Map<WorkshopId, Map<ParticipantId, ParticipantId>>()
    for (const { participantId, seat } of await people.elsewhere(workshopId)) {
      const here = seats.get(seat.workshopId) ?? new Map<ParticipantId, ParticipantId>()
      seats.set(seat.workshopId, here.set(seat.participantId, participantId))
    }
    const earlier: EarlierWorkshop[] = []
    for (const [id, here] of seats) {
      const state = await stateOf(id)
      const at = state?.agenda.openedAt ?? null
      if (state === null || at === null || (openedAt !== null && at >= openedAt)) continue
      earlier.push({ openedAt: at, teams: state.teams, here })
    }
    return pastOf(earlier)
  }
  return async (openedAt) => {
    try {
      return await recollect(openedAt)
    } catch (error) {
      reader.log.warn({ workshopId, err: error }, 'earlier workshops are not known')
      return null
    }
  }
}
