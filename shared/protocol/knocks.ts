import type { ParticipantId } from '../ids.ts'
import type { Millis } from '../time.ts'
import type { TakeSeatBody, TakenSeat } from './http.ts'

/** Bounds of who waits at one workshop's guarded door. */
export const KNOCK_LIMITS = {
  /** More names than a facilitator looks through, and more than two classes that come at once. */
  waiting: 100,
  /** From one network: a class at one school fits, and whoever knocks for a hundred leaves the others half. */
  ofOneNetwork: 50,
} as const

/**
 * `POST /api/workshops/:id/knocks`: asks to come in, or again how one's asking stands, with the seat's secret that the first
 * answer gave (cookie or bearer). Asked every few seconds; who asks no more for minutes waits no more.
 */
export type KnockBody = TakeSeatBody
export type KnockReply =
  /** `seatToken` with the first answer alone; it opens the seat once there is one */
  | { readonly standing: 'waiting'; readonly since: Millis; readonly seatToken?: string }
  | { readonly standing: 'declined' }
  /** `taken` where the door was open, and the seat was taken by this very request */
  | { readonly standing: 'in'; readonly participantId: ParticipantId; readonly taken?: TakenSeat }

/** `POST /api/workshops/:id/knocks/answer`, by a facilitator: to these of `workshop:knocks`. Who is gone meanwhile is passed over. */
export interface AnswerKnocksBody {
  readonly answer: 'admit' | 'decline'
  readonly ids: readonly ParticipantId[]
}
export interface AnsweredKnocks {
  /** how many were answered */
  readonly answered: number
}

/** To facilitators, sent whole, at most every 250 ms: who waits at the guarded door, longest first. */
export interface KnocksMessage {
  readonly waiting: readonly WaitingKnock[]
}
export interface WaitingKnock {
  readonly id: ParticipantId
  /** as typed */
  readonly name: string
  readonly since: Millis
}
