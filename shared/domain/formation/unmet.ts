import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest } from './entrant.ts'
import { explainTeams, type PairOfPeople } from './explain-team.ts'
import { mentorShortages, type MentorShortage } from './mentors.ts'
import { PAIR } from './pairs.ts'
import { drawnOf, type Plan } from './plan.ts'
import type { Problem } from './problem.ts'
import type { DroppedTogether } from './units.ts'

/**
 * Why a wish is not met: too few people who could meet it, more people alike than teams to spread them over, somebody
 * pinned, two people who must be together, or a plan that meets it and costs more elsewhere.
 */
export type Reason =
  | { readonly kind: 'supply'; readonly needed: number; readonly registered: number }
  | { readonly kind: 'crowded'; readonly people: number; readonly teams: number }
  | { readonly kind: 'pinned' }
  | { readonly kind: 'together' }
  | { readonly kind: 'outweighed' }

/** A wish or a rule that a plan does not meet. Teams are places in the plan. */
export type Unmet =
  | { readonly kind: 'size'; readonly team: number; readonly size: number; readonly because: Reason }
  | { readonly kind: 'apart'; readonly team: number; readonly pair: PairOfPeople; readonly because: Reason }
  | {
      readonly kind: 'together'
      readonly people: readonly ParticipantId[]
      readonly because: DroppedTogether['because']
    }
  | {
      readonly kind: 'no-mentor'
      readonly team: number
      readonly challenge: string | null
      readonly because: Reason
    }
  | ({ readonly kind: 'mentor-shortage' } & MentorShortage)
  | {
      readonly kind: 'colleagues'
      readonly team: number
      readonly pair: PairOfPeople
      readonly because: Reason
    }
  | {
      readonly kind: 'met-before'
      readonly team: number
      readonly pair: PairOfPeople
      readonly because: Reason
    }
  | { readonly kind: 'lone-first-timer'; readonly team: number; readonly because: Reason }
  | { readonly kind: 'lone-online'; readonly team: number; readonly because: Reason }

/** Everything a plan does not meet, rules first, each with the reason that binds. */
export function unmetWishes(request: FormationRequest, plan: Pick<Plan, 'teams'>): readonly Unmet[] {
  const { problem } = drawnOf(request, plan.teams).seating
  const facts = explainTeams(request, plan.teams)
  const { roster } = problem
  const sum = (column: Uint8Array) => column.reduce((total, one) => total + one, 0)
  const perTeam = facts.flatMap((team, index): readonly Unmet[] => {
    const members = plan.teams[index]?.members ?? []
    const held = members.some((id) => isPinned(problem, id)) ? ({ kind: 'pinned' } as const) : null
    const few = (registered: number): Reason =>
      registered === 1 ? { kind: 'supply', needed: 2, registered } : (held ?? { kind: 'outweighed' })
    const legal = team.size >= problem.sizes.smallest && team.size <= problem.sizes.largest
    return [
      ...(legal
        ? []
        : [{ kind: 'size' as const, team: index, size: team.size, because: held ?? outweighed }]),
      ...keptApartInVain(problem, members).map((pair) => ({
        kind: 'apart' as const,
        team: index,
        pair,
        because: reasonOfPair(problem, pair, null),
      })),
      ...(team.counts.withoutMentor === 1
        ? [
            {
              kind: 'no-mentor' as const,
              team: index,
              challenge: team.challenge?.challenge ?? null,
              because: lackOfMentors(problem, plan),
            },
          ]
        : []),
      ...team.colleagues.map((pair) => ({
        kind: 'colleagues' as const,
        team: index,
        pair,
        because: reasonOfPair(problem, pair, roster.company),
      })),
      ...(team.counts.loneFirstTimer === 1 && !problem.newcomersApart
        ? [{ kind: 'lone-first-timer' as const, team: index, because: few(sum(roster.firstTime)) }]
        : []),
      ...(team.counts.loneOnline > 0
        ? [{ kind: 'lone-online' as const, team: index, because: few(sum(roster.online)) }]
        : []),
      ...team.metBefore.map((pair) => ({
        kind: 'met-before' as const,
        team: index,
        pair,
        because: reasonOfPair(problem, pair, null),
      })),
    ]
  })
  const dropped = problem.dropped.map(({ people, because }) => ({
    kind: 'together' as const,
    people,
    because,
  }))
  const shortages = mentorShortages(request, plan).map((one) => ({
    kind: 'mentor-shortage' as const,
    ...one,
  }))
  return [...dropped, ...perTeam, ...shortages].sort((one, other) => ORDER[one.kind] - ORDER[other.kind])
}

const outweighed: Reason = { kind: 'outweighed' }

/** Rules first, then what is to be avoided, then the rest. */
const ORDER: Readonly<Record<Unmet['kind'], number>> = {
  size: 0,
  apart: 1,
  together: 2,
  'no-mentor': 3,
  'mentor-shortage': 4,
  colleagues: 5,
  'lone-first-timer': 6,
  'met-before': 7,
  'lone-online': 8,
}

function isPinned({ roster, pinned }: Problem, id: ParticipantId): boolean {
  return pinned[roster.indexOf.get(id) ?? -1] === 1
}

function lackOfMentors({ mentors }: Problem, { teams }: Pick<Plan, 'teams'>): Reason {
  return mentors < teams.length ? { kind: 'supply', needed: teams.length, registered: mentors } : outweighed
}

function keptApartInVain(
  { roster, pairs }: Problem,
  members: readonly ParticipantId[],
): readonly PairOfPeople[] {
  const at = (id: ParticipantId) => roster.indexOf.get(id) ?? 0
  return members.flatMap((one, index) =>
    members
      .slice(index + 1)
      .filter((other) => ((pairs[at(one) * roster.count + at(other)] ?? 0) & PAIR.apart) !== 0)
      .map((other): PairOfPeople => [one, other]),
  )
}

/** Why two people share a team; `column` is what they have in common, of which there may be more people than teams. */
function reasonOfPair(problem: Problem, [one, other]: PairOfPeople, column: Int16Array | null): Reason {
  const { roster, units } = problem
  const [a, b] = [roster.indexOf.get(one) ?? 0, roster.indexOf.get(other) ?? 0]
  if (units.of[a] === units.of[b]) return { kind: 'together' }
  if (isPinned(problem, one) && isPinned(problem, other)) return { kind: 'pinned' }
  const alike = column === null ? 0 : column.filter((value) => value === column[a]).length
  return alike > problem.teams ? { kind: 'crowded', people: alike, teams: problem.teams } : outweighed
}
