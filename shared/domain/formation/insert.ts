import { AT } from './measure.ts'
import { measureTeam, seat, unseat, type Seating } from './seating.ts'
import { BROKEN } from './weights.ts'

/**
 * The team, among those with room, that somebody makes least dearer; the emptiest when none has room. That a team is
 * still too small does not count: otherwise everybody would be sent to the smallest.
 */
export function cheapestTeam(seating: Seating, person: number, room: (team: number) => number): number {
  const { teams } = seating.problem
  let [best, least] = [-1, Infinity]
  for (let team = 0; team < teams; team++) {
    if (room(team) <= 0) continue
    const before = seating.sizes[team] === 0 ? 0 : costOf(measureTeam(seating, team))
    seat(seating, person, team)
    const added = costOf(measureTeam(seating, team)) - before
    unseat(seating, person)
    if (added < least) [best, least] = [team, added]
  }
  return best >= 0 ? best : emptiest(seating)
}

function costOf(figures: Float64Array): number {
  return figures[AT.wishes]! + figures[AT.burden]! - BROKEN * figures[AT.size]!
}

function emptiest({ sizes }: Seating): number {
  return sizes.reduce((best, size, team) => (size < (sizes[best] ?? 0) ? team : best), 0)
}
