import type { ParticipantId } from '../../ids.ts'
import type { Axis, FormationRequest, Wishes } from './entrant.ts'

export const AIMS = [4, 5, 6] as const
export const NEWCOMERS = ['mixed', 'apart'] as const

/** What facilitators of a workshop wish of its teams; kept with it, and told to nobody else (team-formation.md 3.3). */
export interface FormationSetup {
  readonly aim: (typeof AIMS)[number]
  readonly axis: Axis
  readonly newcomers: (typeof NEWCOMERS)[number]
  readonly wishes: Wishes
  /** who must not share a team, each two once */
  readonly apart: readonly (readonly [ParticipantId, ParticipantId])[]
  /** who must share a team, two or three people each */
  readonly together: readonly (readonly ParticipantId[])[]
}

/** What every workshop begins with. */
export const USUAL_FORMATION: FormationSetup = {
  aim: 5,
  axis: 'size',
  newcomers: 'mixed',
  wishes: { challenge: 1, axis: 1, mentors: 1, newFaces: 1, companies: 1 },
  apart: [],
  together: [],
}

/** Of each kind: a facilitator knows of a few pairs; more than these is a list somebody should talk about, not a wish. */
export const MOST_PAIRS = 60

/** As a search takes it: who is not among `ids` is in no pair, and a group of whom one is left is none. */
export function requestFields(
  { aim, axis, newcomers, wishes, apart, together }: FormationSetup,
  ids: ReadonlySet<ParticipantId>,
): Omit<FormationRequest, 'people' | 'seed'> {
  const groups = together.map((group) => group.filter((id) => ids.has(id)))
  return {
    aim,
    axis,
    newcomers,
    wishes,
    apart: apart.filter((pair) => pair.every((id) => ids.has(id))),
    together: groups.filter(({ length }) => length > 1),
  }
}
