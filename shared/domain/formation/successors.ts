import type { ParticipantId } from '../../ids.ts'

interface Gathered<Id> {
  readonly id: Id
  readonly members: readonly ParticipantId[]
}

/**
 * Which team each of `teams` goes on from: the one of `before` that most of its members come from, more than half of
 * them. `null` for the others. No team goes on twice; the one that more people bring comes first.
 */
export function successorsOf<Id>(
  teams: readonly { readonly members: readonly ParticipantId[] }[],
  before: readonly Gathered<Id>[],
): readonly (Id | null)[] {
  const claims = teams.flatMap(({ members }, team) =>
    before
      .map(({ id, members: former }) => ({
        team,
        id,
        shared: members.filter((one) => former.includes(one)).length,
      }))
      .filter(({ shared }) => 2 * shared > members.length),
  )
  claims.sort((one, other) => other.shared - one.shared || one.team - other.team)
  const found = new Map<number, Id>()
  for (const { team, id } of claims) {
    if (!found.has(team) && ![...found.values()].includes(id)) found.set(team, id)
  }
  return teams.map((_, team) => found.get(team) ?? null)
}
