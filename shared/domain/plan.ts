import type { ParticipantId, TeamId } from '../ids.ts'
import type { Millis, Minutes } from '../time.ts'
import type { WorkshopState } from './state.ts'

/**
 * The lines a plan is made of, with the longest each may be (graphemes: what two lines of a phone take, three for scope
 * and case). For whom, seeking what, leaving how (needs 19); what is in and out of scope (needs 1, 25); an example case
 * from background to result (needs 12).
 */
export const PLAN_LINES = {
  forWhom: 120,
  seeking: 120,
  leaving: 120,
  inScope: 200,
  outOfScope: 200,
  background: 200,
  challenge: 200,
  solution: 200,
  result: 200,
} as const satisfies Readonly<Record<string, number>>
export type PlanLine = keyof typeof PLAN_LINES

export const PLAN_LINE_NAMES = Object.keys(PLAN_LINES) as readonly PlanLine[]
/** The example case, in the order in which it is told. */
export const CASE_LINES = [
  'background',
  'challenge',
  'solution',
  'result',
] as const satisfies readonly PlanLine[]

/** What a workshop sets out to do besides its theme and goal. Every part may be missing. */
export interface WorkshopPlan {
  /** those that have been written; no empty ones */
  readonly lines: Readonly<Partial<Record<PlanLine, string>>>
  /** when it begins */
  readonly startsAt: Millis | null
  /** where people talk: an https address. For people with a seat alone; never on a public page or in the outcome. */
  readonly callLink: string | null
  /** where a team talks by itself; for facilitators, empty for everybody else, who have theirs in `ownLinks` */
  readonly teamLinks: Readonly<Record<TeamId, string>>
  /** how long the whole agenda should take */
  readonly target: Minutes | null
}

/** Minutes a target may have: the shortest workshop anybody holds, and a whole day. */
export const LEAST_TARGET = 10
export const MOST_TARGET = 480

/** What every workshop begins with. */
export const EMPTY_PLAN: WorkshopPlan = {
  lines: {},
  startsAt: null,
  callLink: null,
  teamLinks: {},
  target: null,
}

/** Where somebody talks: at their team's own link, else at the one for all; `null` where there is neither. */
export function callLinkFor(
  { plan, ownLinks }: Pick<WorkshopState, 'plan' | 'ownLinks'>,
  id: ParticipantId | null,
): string | null {
  return (id === null ? undefined : ownLinks[id]) ?? plan.callLink
}
