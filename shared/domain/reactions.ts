import type { CardId, ParticipantId, PhaseId } from '../ids.ts'

export interface Vote {
  readonly phaseId: PhaseId
  readonly participantId: ParticipantId
  readonly cardId: CardId
  /** 1 or 2 dots */
  readonly count: number
}

export interface Like {
  readonly participantId: ParticipantId
  readonly cardId: CardId
}

export const PLEDGE_KINDS = ['try', 'teach'] as const
/** 試してみたい wants to try it; 教えられる can teach it */
export type PledgeKind = (typeof PLEDGE_KINDS)[number]

/** Somebody's own word on a solution, with their name whatever the policy of names is: it does not say who wrote the card. */
export interface Pledge {
  readonly participantId: ParticipantId
  readonly cardId: CardId
  readonly kind: PledgeKind
}

/** 助かった: somebody says that a team-mate's card helped. */
export interface Thanks {
  readonly participantId: ParticipantId
  readonly cardId: CardId
}

/** What everyone may know of likes and votes, as of the last showing. */
export interface Tally {
  readonly likes: number
  readonly votes: number
}
