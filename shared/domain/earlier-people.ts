import type { ParticipantId, WorkshopId } from '../ids.ts'
import type { Millis } from '../time.ts'
import { folded } from './hints/search-key.ts'
import { isSame } from './one-person.ts'
import type { People } from './people.ts'
import type { WorkshopState } from './state.ts'

interface Seat {
  readonly workshopId: WorkshopId
  readonly participantId: ParticipantId
}

/** Somebody who took part in an earlier workshop, as facilitators tell them apart. */
export interface EarlierSeat extends Seat {
  readonly name: string
  /** of the workshop, and when it opened */
  readonly title: string
  readonly openedAt: Millis
}

/** An earlier workshop as it reads on disk; it never opened: `openedAt` is `null`. */
export interface ReadWorkshop {
  readonly workshopId: WorkshopId
  readonly state: Pick<WorkshopState, 'title' | 'teams'> & {
    readonly agenda: Pick<WorkshopState['agenda'], 'openedAt'>
  }
  readonly people: People
  /** for its people, the seats they are known to have in other workshops */
  readonly elsewhere: readonly { readonly participantId: ParticipantId; readonly seat: Seat }[]
}

/** What a facilitator is told of somebody's coming before, and may say of it. */
export interface Acquaintance {
  /** the workshops they are known to have come to, the latest first */
  readonly known: readonly EarlierSeat[]
  /** who they might be, each once, with their latest seat; people of the same name first. Nobody is proposed. */
  readonly others: readonly (EarlierSeat & { readonly sameName: boolean })[]
}

const { compare: byName } = new Intl.Collator('ja')

/** Who took part in a workshop that opened before this one: they have a name, and had a place in a team. */
export function earlierSeats(
  { workshopId, state, people }: ReadWorkshop,
  openedAt: Millis | null,
): readonly EarlierSeat[] {
  const at = state.agenda.openedAt
  if (at === null || (openedAt !== null && at >= openedAt)) return []
  return state.teams.flatMap(({ members }) =>
    members.flatMap(({ participantId }) => {
      const name = people[participantId] ?? null
      return name === null ? [] : [{ workshopId, participantId, name, title: state.title, openedAt: at }]
    }),
  )
}

/**
 * Of one who has a seat here: who they are known to be, and whom a facilitator may confirm them to be. Whoever is known to be
 * somebody in this workshop is not among the others: nobody has two seats in it.
 */
export function acquaintance(
  who: Seat & { readonly name: string; readonly openedAt: Millis | null },
  earlier: readonly ReadWorkshop[],
): Acquaintance {
  const seats = earlier
    .flatMap((workshop) => earlierSeats(workshop, who.openedAt))
    .sort((one, other) => other.openedAt - one.openedAt || byName(one.name, other.name))
  const beside = (seat: Seat) =>
    earlier
      .filter(({ workshopId }) => workshopId === seat.workshopId)
      .flatMap(({ elsewhere }) => elsewhere)
      .flatMap((one) => (one.participantId === seat.participantId ? [one.seat] : []))
  const known: EarlierSeat[] = []
  const others: EarlierSeat[] = []
  for (const seat of seats) {
    const theirs = beside(seat)
    if (theirs.some((one) => isSame(one, who))) known.push(seat)
    else if (
      !theirs.some((one) => one.workshopId === who.workshopId || others.some((other) => isSame(one, other)))
    )
      others.push(seat)
  }
  const name = keyOf(who.name)
  const told = others.map((seat) => ({ ...seat, sameName: keyOf(seat.name) === name }))
  return { known, others: told.sort((one, other) => Number(other.sameName) - Number(one.sameName)) }
}

/** A name as it is compared: width, case, kana and spaces aside. */
function keyOf(name: string): string {
  return folded(name).key.replace(/\s/g, '')
}
