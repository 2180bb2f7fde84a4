import type { FormationRequest, TeamBefore } from './entrant.ts'
import { AT } from './measure.ts'
import { drawnOf } from './plan.ts'
import { byText } from './roster.ts'
import { measureTeam, totalOf } from './seating.ts'
import { USUAL_SIZES } from './team-count.ts'

/** A team of fewer than three is a conversation, not a team (team-formation.md 3.5). */
const SMALLEST = 3

/** A team that ended, and the one its people joined. */
export interface Merge {
  readonly team: string
  readonly into: string
}

interface Merged {
  readonly teams: readonly TeamBefore[]
  readonly merged: readonly Merge[]
}

/**
 * Joins every team of one or two to another with room for all of them: one with the same challenge if there is one, else
 * where they cost least. Empty teams end. A team with a pinned person goes on, and so does one nobody has room for.
 */
export function mergeSmallTeams(request: FormationRequest, before: readonly TeamBefore[]): Merged {
  const pinned = new Set(request.pinned ?? [])
  let teams = [...before].filter(({ members }) => members.length > 0).sort((a, b) => byText(a.key, b.key))
  const merged: Merge[] = []
  const small = teams
    .filter(({ members }) => members.length < SMALLEST && !members.some((id) => pinned.has(id)))
    .sort((one, other) => one.members.length - other.members.length || byText(one.key, other.key))
  for (const { key } of small) {
    const ending = teams.find((team) => team.key === key)
    // Another small team may have joined it meanwhile.
    if (ending === undefined || ending.members.length >= SMALLEST) continue
    const into = bestHost(request, teams, ending)
    if (into === null) continue
    teams = joined(teams, ending, into)
    merged.push({ team: key, into: into.key })
  }
  return { teams, merged }
}

function joined(teams: readonly TeamBefore[], ending: TeamBefore, into: TeamBefore): TeamBefore[] {
  return teams
    .filter(({ key }) => key !== ending.key)
    .map((team) =>
      team.key === into.key ? { ...team, members: [...team.members, ...ending.members] } : team,
    )
}

function bestHost(
  request: FormationRequest,
  teams: readonly TeamBefore[],
  ending: TeamBefore,
): TeamBefore | null {
  const focusOf = challengesOf(request, teams)
  const own = focusOf.get(ending.key) ?? 0
  const hosts = teams
    .filter(
      ({ key, members }) =>
        key !== ending.key && members.length + ending.members.length <= USUAL_SIZES.largest,
    )
    .map((team) => ({
      team,
      near: own !== 0 && focusOf.get(team.key) === own,
      cost: costOf(request, joined(teams, ending, team)),
    }))
  const [best] = hosts.sort((one, other) => Number(other.near) - Number(one.near) || one.cost - other.cost)
  return best?.team ?? null
}

function challengesOf(request: FormationRequest, teams: readonly TeamBefore[]): ReadonlyMap<string, number> {
  const { seating, slots } = drawn(request, teams)
  return new Map(teams.map(({ key }, index) => [key, measureTeam(seating, slots[index] ?? 0)[AT.focus] ?? 0]))
}

function costOf(request: FormationRequest, teams: readonly TeamBefore[]): number {
  return totalOf(drawn(request, teams).seating)
}

function drawn(request: FormationRequest, teams: readonly TeamBefore[]) {
  return drawnOf(
    { ...request, before: teams },
    teams.map(({ key, members }) => ({ before: key, members })),
    'day',
  )
}
