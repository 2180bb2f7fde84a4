import type { Entrant } from '#shared/domain/formation/entrant.ts'
import { explainTeams, type TeamFacts } from '#shared/domain/formation/explain-team.ts'
import {
  mentorShortages,
  teamsWithoutMentor,
  type MentorAdvice,
  type MentorShortage,
} from '#shared/domain/formation/mentors.ts'
import { scoreTeams, type PlannedTeam } from '#shared/domain/formation/plan.ts'
import type { PlanScore } from '#shared/domain/formation/plan-score.ts'
import { successorsOf } from '#shared/domain/formation/successors.ts'
import { unmetWishes, type Unmet } from '#shared/domain/formation/unmet.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { teamsFormed, type FormContext } from '#shared/domain/slices/team-form.ts'
import type { Team, WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, TeamId } from '#shared/ids.ts'
import { drawnTeams, measuresOf, requestOf, type Drawing, type EarlierTeams } from './drawing.ts'

/** A drawn team with all that a facilitator is told of it. */
export interface ReadTeam {
  readonly key: string
  readonly members: readonly ParticipantId[]
  /** as the workshop would have it: its name, and who gets which role; `null` where it would be refused */
  readonly formed: Team | null
  readonly facts: TeamFacts
  /** who could help where nobody offered to be the mentor */
  readonly advice: MentorAdvice | null
  readonly unmet: readonly Unmet[]
}

/** A team as `team.form` takes it. */
export interface GivenTeam {
  readonly before: TeamId | null
  readonly members: ParticipantId[]
  readonly challenge: string | null
}

/** What a drawing amounts to. */
export interface Reading {
  readonly teams: readonly ReadTeam[]
  readonly score: PlanScore
  readonly shortages: readonly MentorShortage[]
  /** as the command carries it */
  readonly plan: GivenTeam[]
  /** why the workshop would refuse it */
  readonly refused: Rejection | null
}

/** Reads a drawing; some 10 ms for 100 people. */
export function readDrawing(
  drawing: Drawing,
  people: readonly Entrant[],
  state: WorkshopState,
  ctx: Pick<FormContext, 'answersOf' | 'past'>,
): Reading {
  const earlier = ctx.past?.teams ?? []
  const request = requestOf(drawing, people, earlier)
  const measures = measuresOf(drawing, people, earlier)
  const facts = explainTeams(measures, drawnTeams(drawing))
  const goingOn = new Set(drawing.teams.flatMap(({ before }) => before ?? []))
  const successors = successorsOf(
    drawing.teams.map(({ before, members }) => ({ members: before === null ? members : [] })),
    state.teams
      .filter(({ id }) => !goingOn.has(id))
      .map(({ id, members }) => ({ id, members: members.map(({ participantId }) => participantId) })),
  )
  const plan = drawing.teams.map(({ before, members }, index): GivenTeam => ({
    before: before ?? successors[index] ?? null,
    members: [...members],
    challenge: facts[index]?.challenge?.challenge ?? null,
  }))
  const planned = plan.map((team, index): PlannedTeam => ({
    ...team,
    before: drawing.teams[index]?.key ?? null,
  }))
  const unmet = unmetWishes({ ...request, before: drawing.teams }, { teams: planned })
  const advices = teamsWithoutMentor(request, planned)
  let next = 0
  const formed = teamsFormed({ by: 'answers', size: drawing.settings.aim, plan }, state, {
    ...ctx,
    // who came after the drawing is told by itself, and ids and chance of a preview are nobody's
    present: new Set(drawing.teams.flatMap(({ members }) => members)),
    newId: () => `preview-${next++}`,
    random: () => 0,
  })
  return {
    teams: drawing.teams.flatMap(({ key, members }, index): readonly ReadTeam[] => {
      const own = facts[index]
      if (own === undefined) return []
      return [
        {
          key,
          members,
          formed: formed.ok ? (formed.value[index] ?? null) : null,
          facts: own,
          advice: advices.find(({ team }) => team === index)?.advice ?? null,
          unmet: unmet.filter((one) => 'team' in one && one.team === index),
        },
      ]
    }),
    score: scoreTeams(measures, drawnTeams(drawing)),
    shortages: mentorShortages(request, { teams: planned }),
    plan,
    refused: formed.ok ? null : formed.error,
  }
}

/** What an arrangement costs, when only that is wanted: while somebody is being dragged. */
export function scoreDrawing(
  drawing: Drawing,
  people: readonly Entrant[],
  earlier: EarlierTeams = [],
): PlanScore {
  return scoreTeams(measuresOf(drawing, people, earlier), drawnTeams(drawing))
}
