import type { ParticipantId } from '../../ids.ts'

/**
 * What somebody answered that matters for teams. Every answer may be missing (left out, `null` or empty): that is
 * neutral, never a reason to be left out. Challenges are the keys of the form's choices; free text has been mapped to one.
 */
export interface FormationAnswers {
  readonly challenge?: string | null
  readonly alsoChallenges?: readonly string[]
  readonly solved?: readonly string[]
  /** offers to be a mentor */
  readonly mentor?: boolean | null
  /** 0 to 5 for companies of up to 10, 50, 300, 1,000, 5,000 and more people */
  readonly size?: number | null
  readonly industry?: string | null
  readonly job?: string | null
  readonly company?: string | null
  /** companies of one group count as one */
  readonly companyGroup?: string | null
  readonly firstTime?: boolean | null
  readonly onSite?: boolean | null
}

/** Somebody who is to sit in a team. Each id comes once. */
export interface Entrant {
  readonly id: ParticipantId
  readonly answers?: FormationAnswers
  /** was asked and would rather not: a mentor nowhere, and nothing shows why */
  readonly declinesMentoring?: boolean
}

export const WISHES = ['challenge', 'axis', 'mentors', 'newFaces', 'companies'] as const
export type Wish = (typeof WISHES)[number]
/** How much each of the five wishes counts, 0 (not at all) to 2 (double); 1 where nothing is said. */
export type Wishes = Readonly<Record<Wish, number>>

export const AXES = ['size', 'industry', 'job'] as const
/** What team-mates should share beside the challenge. */
export type Axis = (typeof AXES)[number]

/** A team as it stands, or as a facilitator has drawn it. */
export interface TeamBefore {
  /** its id, or any other word that tells it from the others */
  readonly key: string
  readonly members: readonly ParticipantId[]
}

/** Everything that decides a plan. The same request gives the same plan, whatever the order of its lists. */
export interface FormationRequest {
  readonly people: readonly Entrant[]
  /** 「もう一度」 is another seed */
  readonly seed: number
  /** the size aimed at; 5 when left out, 4 for 「少人数で話したい」 */
  readonly aim?: 4 | 5 | 6
  readonly axis?: Axis
  /** `apart` seats beginners among themselves; `mixed` leaves no first-timer alone among regulars */
  readonly newcomers?: 'mixed' | 'apart'
  readonly wishes?: Partial<Wishes>
  /** who must not share a team */
  readonly apart?: readonly (readonly [ParticipantId, ParticipantId])[]
  /** who must share a team, three people at most; what overlaps is joined while it stays within three */
  readonly together?: readonly (readonly ParticipantId[])[]
  /** the teams of earlier workshops, the latest workshop first (the one list whose order matters) */
  readonly earlier?: readonly (readonly (readonly ParticipantId[])[])[]
  /** the teams there are, for pins and for changes on the day */
  readonly before?: readonly TeamBefore[]
  /** these stay in the team they have in `before` */
  readonly pinned?: readonly ParticipantId[]
  /** steps of the search; `defaultSteps` when left out, 200,000 for 「もっと良くする」 */
  readonly steps?: number
}
