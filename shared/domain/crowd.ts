import { teamCount } from './formation/team-count.ts'
import type { WorkshopState } from './state.ts'

/**
 * How many people one facilitator still holds together, by the word of somebody who does (source 001, need 54): up to
 * 70 to 100, beyond that the heat is out of hand.
 */
export const CROWD = { many: 70, tooMany: 100 } as const
/** Teams a facilitator looks after at most: five or six. */
const TEAMS_PER_FACILITATOR = 6

export interface Crowd {
  readonly kind: 'fits' | 'many' | 'tooMany'
  /** seats and applications, facilitators not counted */
  readonly people: number
  /** those there are; before that, as many as the search for teams will aim at */
  readonly teams: number
  /** how many facilitators so many teams want */
  readonly facilitators: number
}

/** Whether so many are coming that one facilitator no longer reaches all of them. Advice only: nothing is refused for it. */
export function crowdOf({
  participants,
  waiting,
  teams,
  formation,
}: Pick<WorkshopState, 'participants' | 'waiting' | 'teams' | 'formation'>): Crowd {
  const people = participants.filter(({ facilitator }) => !facilitator).length + waiting.length
  const expected = teams.length > 0 ? teams.length : teamCount(people, formation.aim, 0)
  return {
    kind: people >= CROWD.tooMany ? 'tooMany' : people >= CROWD.many ? 'many' : 'fits',
    people,
    teams: expected,
    facilitators: Math.max(1, Math.ceil(expected / TEAMS_PER_FACILITATOR)),
  }
}
