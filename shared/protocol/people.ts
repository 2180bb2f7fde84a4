import type { Answers } from '../domain/answers.ts'
import type { Acquaintance, EarlierSeat } from '../domain/earlier-people.ts'
import type { ParticipantId } from '../ids.ts'
import type { WireError } from './errors.ts'

export const BRING_LIMITS = {
  /** in one request; with longer answers fewer fit, since a request is 64 KiB at most (`LIMITS.message`) */
  people: 50,
  key: { shortest: 16 },
} as const

/**
 * `POST /api/workshops/:id/people {people}`, from a facilitator: a seat for each who is named. What is refused for one
 * leaves the others in. Sent again with the same keys it makes nobody twice, and answers with fresh links to the same seats.
 */
export interface BringPeopleBody {
  readonly people: readonly PersonToBring[]
}
export interface PersonToBring {
  /** an id by chance, 16 to 40 characters: who knows it gets the link, so it is kept as one keeps the link */
  readonly key: string
  readonly name: string
  readonly answers?: Partial<Answers>
}

/** In the order of the request. */
export interface BroughtPeople {
  readonly people: readonly Brought[]
}
export type Brought =
  | {
      readonly ok: true
      readonly key: string
      readonly participantId: ParticipantId
      /** absolute, with the token in the fragment */
      readonly seatUrl: string
    }
  /** `key` is `null` where none could be read */
  | { readonly ok: false; readonly key: string | null; readonly error: WireError }

/**
 * `POST /api/workshops/:id/people/:participantId/known {earlier}`, from a facilitator of a community's workshop: this person had
 * that seat in an earlier one. `null` takes back what was said. Answers, as `GET` of the same does, `KnownPerson`.
 */
export interface ConfirmBody {
  readonly earlier: Pick<EarlierSeat, 'workshopId' | 'participantId'> | null
}
export interface KnownPerson extends Acquaintance {
  /** what a facilitator said of them, and may take back */
  readonly confirmed: EarlierSeat | null
}
