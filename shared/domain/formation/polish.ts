import { accept, attempt, newExchange, prepareMove, prepareSwap, takeBack } from './exchange.ts'
import { AT } from './measure.ts'
import { measureTeam, worstOf, type Seating } from './seating.ts'

/** Less than this is rounding, not gain. */
const GAIN = 1e-6

/** People up to whom every team is polished; in larger rooms those with a trouble that people notice. */
const SMALL_ROOM = 60

/** Exchanges looked at, so that teams whose trouble cannot be helped do not cost time without end. */
const MOST_ATTEMPTS = 40_000

/** Makes the best exchange for each person of a troubled team, again and again until none helps. Never dearer than before. */
export function polish(seating: Seating): void {
  const { teams } = seating.problem
  if (teams < 2) return
  const all = seating.problem.roster.count <= SMALL_ROOM
  let attempts = 0
  for (let team = 0, calm = 0; calm < teams && attempts < MOST_ATTEMPTS; team = (team + 1) % teams) {
    calm++
    if (!all && !isTroubled(seating, team)) continue
    for (const person of candidates(seating, team)) {
      const found = bestFor(seating, person, team)
      attempts += found.attempts
      if (found.made) calm = 0
    }
  }
}

/** The team's own people, and everybody when it is too small and has to be filled. */
function candidates({ problem, seats, sizes, width }: Seating, team: number): readonly number[] {
  const size = sizes[team]!
  if (size < problem.sizes.smallest) return [...problem.roster.ids.keys()]
  return [...seats.subarray(team * width, team * width + size)]
}

/** Makes the exchange of this person that helps most; for somebody of another team, the move to this one. */
function bestFor(
  seating: Seating,
  person: number,
  team: number,
): { readonly made: boolean; readonly attempts: number } {
  const { teams, roster } = seating.problem
  const exchange = newExchange()
  const worst = worstOf(seating)
  const isOwn = seating.teamOf[person] === team
  let attempts = 0
  let least = -GAIN
  // Partners are people from 0 on, and teams to move to after them.
  let partner = -1
  const prepare = (to: number) =>
    to < roster.count
      ? seating.teamOf[to] !== seating.teamOf[person] && prepareSwap(exchange, seating, person, to)
      : prepareMove(exchange, seating, person, to - roster.count)
  for (
    let to = isOwn ? 0 : roster.count + team;
    to < (isOwn ? roster.count + teams : roster.count + team + 1);
    to++
  ) {
    if (!prepare(to)) continue
    attempts++
    const dearer = attempt(exchange, seating, worst)
    takeBack(exchange, seating)
    if (dearer < least) [least, partner] = [dearer, to]
  }
  if (partner < 0 || !prepare(partner)) return { made: false, attempts }
  attempt(exchange, seating, worst)
  accept(exchange, seating)
  return { made: true, attempts }
}

/** A broken rule, no mentor or one for something else, colleagues together, somebody alone. */
function isTroubled(seating: Seating, team: number): boolean {
  const figures = measureTeam(seating, team)
  return (
    [AT.burden, AT.company, AT.newcomer].some((figure) => figures[figure]! > 0) ||
    figures[AT.mentor]! >= Math.min(seating.problem.prices.noMentor, seating.problem.prices.mentorElsewhere)
  )
}
