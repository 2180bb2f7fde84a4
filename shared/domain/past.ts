import type { ParticipantId } from '../ids.ts'
import type { Millis } from '../time.ts'
import type { IntakeAnswers } from './answers.ts'
import type { FormationRequest } from './formation/entrant.ts'
import type { EarlierRoles } from './formation/roles.ts'
import type { Team, TeamRole } from './state.ts'

/** 2回目, or 常連 from the third time on. Who is on neither is here for the first time, or not recognised. */
export type Step = 'second' | 'regular'

/**
 * What facilitators may know of a community's earlier workshops: how familiar the people of this one are, and who sat with
 * whom. It names nobody and no workshop beside this one's people, and never enters the log: who is erased is out of it.
 */
export interface Past {
  /** whether this workshop is a community's, so that there is somebody to know again */
  readonly ofCommunity: boolean
  readonly steps: Readonly<Record<ParticipantId, Step>>
  /** who shared a team, the latest workshop first */
  readonly teams: NonNullable<FormationRequest['earlier']>
  readonly roles: EarlierRoles
}

export const NO_PAST: Past = { ofCommunity: false, steps: {}, teams: [], roles: {} }

/** An earlier workshop with people of this one. */
export interface EarlierWorkshop {
  readonly openedAt: Millis
  /** as they were at its end */
  readonly teams: readonly Team[]
  /** by who they were there: who they are here */
  readonly here: ReadonlyMap<ParticipantId, ParticipantId>
}

/** Of a community's workshop: somebody took part in one if they had a place in a team when it ended, or have one in it now. */
export function pastOf(workshops: readonly EarlierWorkshop[]): Past {
  const latestFirst = [...workshops].sort((one, other) => other.openedAt - one.openedAt)
  const times = new Map<ParticipantId, number>()
  const roles: Record<ParticipantId, readonly TeamRole[]> = {}
  const teams = latestFirst.map((workshop) =>
    workshop.teams
      .map(({ members }) =>
        members.flatMap(({ participantId, role }) => {
          const id = workshop.here.get(participantId)
          if (id === undefined) return []
          times.set(id, (times.get(id) ?? 0) + 1)
          roles[id] = [...(roles[id] ?? []), role]
          return id
        }),
      )
      .filter(({ length }) => length > 0),
  )
  const steps = [...times].map(([id, before]) => [id, before === 1 ? 'second' : 'regular'] as const)
  return {
    ofCommunity: true,
    steps: Object.fromEntries(steps),
    teams: teams.filter(({ length }) => length > 0),
    roles,
  }
}

/** The answers with what is known put right: who took part before is no first-timer, whatever they ticked. */
export function knowing(answers: IntakeAnswers, { steps }: Past): IntakeAnswers {
  const known = (Object.keys(steps) as ParticipantId[]).flatMap((id) => {
    const given = answers[id]
    return given?.firstTime === true ? [[id, { ...given, firstTime: false }] as const] : []
  })
  return known.length === 0 ? answers : { ...answers, ...Object.fromEntries(known) }
}
