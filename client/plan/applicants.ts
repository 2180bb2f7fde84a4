import { placesLeft } from '#shared/domain/application.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'

/** Somebody who has a seat, or waits for one, as facilitators look at the list. */
export interface Applicant {
  readonly id: ParticipantId
  /** since when they have the seat; when they applied, for who waits */
  readonly at: Millis
  /** what they agreed to, by its place in `Applicants.items`, from 0 */
  readonly agreed: readonly number[]
}

/** Something people agreed to, or could have. */
export interface AgreementItem {
  /** in the words they read; `null`: that their name may be in the outcome, which is asked always */
  readonly text: string | null
  /** of everybody listed */
  readonly given: number
  /** agreed to in words that the form has no longer */
  readonly earlier: boolean
}

export interface Applicants {
  /** in the order in which they got their seats; facilitators are none */
  readonly seated: readonly Applicant[]
  /** in the order in which they will get one */
  readonly waiting: readonly Applicant[]
  readonly items: readonly AgreementItem[]
}

type Known = Pick<WorkshopState, 'participants' | 'waiting' | 'agreements' | 'form'>

/** Who applied, who waits, and what each agreed to. */
export function applicantsOf({ participants, waiting, agreements, form }: Known): Applicants {
  const seats = participants
    .filter(({ facilitator }) => !facilitator)
    .map(({ id, seatedAt, consent }) => ({ id, at: seatedAt, consent }))
    .toSorted((one, other) => one.at - other.at)
  const queue = waiting.map(({ participantId, at, consent }) => ({ id: participantId, at, consent }))
  const people = [...seats, ...queue]
  const asked = form.consents.map(({ text }) => text)
  const texts = [...new Set([...asked, ...people.flatMap(({ id }) => agreements[id] ?? [])])]
  const agreed = ({ id, consent }: (typeof people)[number]): readonly number[] => [
    ...(consent ? [0] : []),
    ...texts.flatMap((text, place) => (agreements[id]?.includes(text) ? [place + 1] : [])),
  ]
  const listed = (one: (typeof people)[number]): Applicant => ({
    id: one.id,
    at: one.at,
    agreed: agreed(one),
  })
  const lists = { seated: seats.map(listed), waiting: queue.map(listed) }
  const given = (place: number) =>
    [...lists.seated, ...lists.waiting].filter((one) => one.agreed.includes(place)).length
  const items = [null, ...texts].map((text, place) => ({
    text,
    given: given(place),
    earlier: text !== null && !asked.includes(text),
  }))
  return { ...lists, items }
}

/** Who gets the seat that somebody’s withdrawal leaves (APP-5); `null` when nobody does. */
export function nextAfter(
  {
    status,
    form,
    participants,
    waiting,
  }: Pick<WorkshopState, 'status' | 'form' | 'participants' | 'waiting'>,
  gone: ParticipantId,
): ParticipantId | null {
  const others = participants.filter(({ id }) => id !== gone)
  const leavesSeat = status === 'planning' && others.length < participants.length
  return leavesSeat && placesLeft({ form, participants: others }) > 0
    ? (waiting[0]?.participantId ?? null)
    : null
}
