import type { EventType } from '#shared/domain/events.ts'
import type { Audit, AuditEvent } from '../../audit.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

/** Events of a workshop that operators see, too. */
const AUDITED = [
  'seat.removed',
  'facilitator.granted',
  'room.frozen',
  'room.thawed',
  'door.closed',
  'door.guarded',
  'door.opened',
  'board.restored',
] as const satisfies readonly (EventType & AuditEvent)[]

/** Notes what somebody did to somebody else's rights. */
export function auditTrail({ workshopId }: Room, audit: Audit): RoomListener {
  return {
    committed({ entries }: Commit) {
      for (const { seq, event } of entries) {
        const audited = AUDITED.find((type) => type === event.type)
        if (audited === undefined) continue
        const whom = 'participantId' in event ? { participantId: event.participantId } : {}
        audit.note(audited, { workshopId, seq, ...whom })
      }
    },
    close: () => undefined,
  }
}
