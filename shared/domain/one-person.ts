import type { ParticipantId, PersonId, WorkshopId } from '../ids.ts'

interface Seat {
  readonly workshopId: WorkshopId
  readonly participantId: ParticipantId
}

/** A seat of somebody with a name, and who they are across workshops, as far as their own links prove it. */
export interface KnownSeat extends Seat {
  readonly person: PersonId | null
}

/**
 * Whose these seats are; `null` where saying so would be a guess: two people share a browser, or one of them sits in a
 * workshop twice. `circleOf` gives all seats known to be of the one who has this seat, itself included.
 */
export function personOf(
  seats: readonly KnownSeat[],
  fresh: PersonId,
  circleOf: (seat: Seat) => readonly KnownSeat[],
): PersonId | null {
  const circles = seats.map(circleOf)
  const known = seats.filter(({ person }) => person !== null)
  const first = known[0] === undefined ? [] : circleOf(known[0])
  if (!known.every((seat) => first.some((one) => isSame(one, seat)))) return null
  if (!sitsOnce([...seats, ...circles.flat()])) return null
  return new Set(seats.map(({ workshopId }) => workshopId)).size < 2 ? null : (known[0]?.person ?? fresh)
}

/** Whether all these seats may be one person's: nobody sits in a workshop twice. */
export function sitsOnce(seats: readonly Seat[]): boolean {
  const workshops = new Map<WorkshopId, ParticipantId>()
  for (const { workshopId, participantId } of seats) {
    if ((workshops.get(workshopId) ?? participantId) !== participantId) return false
    workshops.set(workshopId, participantId)
  }
  return true
}

export function isSame(one: Seat, other: Seat): boolean {
  return one.workshopId === other.workshopId && one.participantId === other.participantId
}
