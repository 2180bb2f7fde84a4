import type { ParticipantId, PersonId, WorkshopId } from '../ids.ts'

interface Seat {
  readonly workshopId: WorkshopId
  readonly participantId: ParticipantId
}

/** A seat of somebody with a name, and who they are across workshops, as far as that is known. */
export interface KnownSeat extends Seat {
  readonly person: PersonId | null
}

/**
 * Whose these seats are; `null` where saying so would be a guess: two people share a browser, or one of
 * them sits in a workshop twice.
 */
export function personOf(
  seats: readonly KnownSeat[],
  fresh: PersonId,
  seatsOf: (person: PersonId) => readonly Seat[],
): PersonId | null {
  const [known, other] = new Set(seats.flatMap(({ person }) => person ?? []))
  if (other !== undefined) return null
  const workshops = new Map<string, string>()
  for (const { workshopId, participantId } of [...seats, ...(known === undefined ? [] : seatsOf(known))]) {
    if ((workshops.get(workshopId) ?? participantId) !== participantId) return null
    workshops.set(workshopId, participantId)
  }
  return new Set(seats.map(({ workshopId }) => workshopId)).size < 2 ? null : (known ?? fresh)
}
