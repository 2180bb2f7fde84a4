import type { WorkshopId } from '#shared/ids.ts'
import type { PresenceMessage } from '#shared/protocol/socket.ts'
import type { PresenceBook } from '../rooms/presence-book.ts'

/** Who is connected to a workshop, as it is told. */
export function presenceMessage(book: PresenceBook, workshopId: WorkshopId): PresenceMessage {
  return { here: [...book.here(workshopId)], facilitators: book.facilitators(workshopId) }
}
