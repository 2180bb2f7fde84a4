import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { naiveCost } from './naive-cost.ts'

export interface Optimum {
  readonly cost: number
  readonly teams: readonly (readonly ParticipantId[])[]
}

/** The cheapest of all ways to seat nine people or fewer, by trying every one: they sit in one team or two. */
export function optimumOf(request: FormationRequest): Optimum {
  const ids = request.people.map(({ id }) => id)
  if (ids.length > 9) throw new Error('More than nine people have too many plans to try')
  if (ids.length < 7) return { cost: naiveCost(request, [ids]), teams: [ids] }
  const smallest = ids.length === 7 ? 3 : 4
  let best: Optimum = { cost: Infinity, teams: [] }
  // The first person is in the first team: the other half of the plans are the same with the teams swapped.
  for (let chosen = 1; chosen < 2 ** ids.length; chosen += 2) {
    const teams = [0, 1].map((team) => ids.filter((_, person) => ((chosen >> person) & 1) !== team))
    if (teams.some(({ length }) => length < smallest)) continue
    const cost = naiveCost(request, teams)
    if (cost < best.cost) best = { cost, teams }
  }
  return best
}
