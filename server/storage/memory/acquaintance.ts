import { isSame, personOf, sitsOnce, type KnownSeat } from '#shared/domain/one-person.ts'
import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, PersonId, WorkshopId } from '#shared/ids.ts'
import type { PeopleTable, Seat } from '../ports.ts'

/** A facilitator of the workshop of `here` said that whoever sits there had `there`. */
export interface Confirmation {
  readonly here: Seat
  readonly there: Seat
}

interface Rows {
  readonly people: ReadonlyMap<WorkshopId, People>
  readonly persons: Map<WorkshopId, Readonly<Record<ParticipantId, PersonId>>>
  readonly confirmations: Confirmation[]
}

/** Who is who across workshops, in memory. */
export function acquaintanceOn(
  { people, persons, confirmations }: Rows,
  soon: <T>(work: () => T) => Promise<T>,
): Pick<PeopleTable, 'unite' | 'elsewhere' | 'confirm' | 'unconfirm' | 'confirmed'> {
  const all = (): readonly KnownSeat[] =>
    [...people].flatMap(([workshopId, names]) =>
      (Object.keys(names) as ParticipantId[]).map((participantId) => ({
        workshopId,
        participantId,
        person: persons.get(workshopId)?.[participantId] ?? null,
      })),
    )
  const circleOf = (seat: Seat): readonly KnownSeat[] => {
    const known = all()
    const circle = known.filter((one) => isSame(one, seat))
    // grows while it is gone through
    for (const one of circle) {
      const beside = known.filter(
        (other) =>
          (one.person !== null && other.person === one.person) ||
          confirmations.some(
            ({ here, there }) =>
              (isSame(here, one) && isSame(there, other)) || (isSame(there, one) && isSame(here, other)),
          ),
      )
      circle.push(...beside.filter((other) => !circle.includes(other)))
    }
    return circle
  }
  const of = (here: Seat) => confirmations.findIndex((one) => isSame(one.here, here))
  return {
    unite: (seats, fresh) =>
      soon(() => {
        const there = all().filter((one) => seats.some((seat) => isSame(seat, one)))
        const person = personOf(there, fresh, circleOf)
        if (person === null) return false
        for (const { workshopId, participantId } of there.filter((one) => one.person === null))
          persons.set(workshopId, { ...persons.get(workshopId), [participantId]: person })
        return true
      }),
    elsewhere: (workshopId) =>
      soon(() =>
        all()
          .filter((one) => one.workshopId === workshopId)
          .flatMap((here) =>
            circleOf(here)
              .filter((one) => one.workshopId !== workshopId)
              .map(({ person: _, ...seat }) => ({ participantId: here.participantId, seat })),
          ),
      ),
    confirm: (here, there) =>
      soon(() => {
        const [own, theirs] = [circleOf(here), circleOf(there)]
        if (own.length === 0 || theirs.length === 0) return false
        if (own.some((one) => isSame(one, there))) return true
        if (of(here) >= 0 || !sitsOnce([...own, ...theirs])) return false
        confirmations.push({ here, there })
        return true
      }),
    unconfirm: (here) =>
      soon(() => {
        const index = of(here)
        if (index >= 0) confirmations.splice(index, 1)
      }),
    confirmed: (here) => soon(() => confirmations[of(here)]?.there ?? null),
  }
}
