import type { Random } from '../../random.ts'
import { accept, attempt, newExchange, prepareMove, prepareSwap, takeBack, worstAfter } from './exchange.ts'
import { measureAll, worstOf, type Seating } from './seating.ts'

/**
 * Annealing temperatures, in units of cost. The construction is good: starting hotter melts it, and 12, 5 and 2 ended
 * dearer than 1 and 0.3 (team-formation.md 3.4).
 */
const HOT = 0.6
const COLD = 0.1

/** Of all steps, those that try to move one person instead of swapping two. */
const MOVES = 0.1
/** Of all steps, those that begin in one of the worst teams. */
const FROM_WORST = 0.5
/** Steps after which the worst teams are looked up again. */
const RANKED_FOR = 256
/** Of all steps, those that look for a partner with the same challenge, which most teams already share. */
const ALIKE = 0.6

export interface Schedule {
  readonly steps: number
}

/**
 * Improves a seating in place by swaps and moves, first tolerant, then strict, and leaves the cheapest one it met: never
 * dearer than what it was given. Stops after `steps`, never by the clock, so the same numbers give the same plan.
 */
export function anneal(seating: Seating, random: Random, { steps }: Schedule): void {
  const { problem, teamOf, seats, sizes, width } = seating
  const { teams, roster } = problem
  if (teams < 2) return
  const exchange = newExchange()
  const sharing = new Map<number, number[]>()
  roster.primary.forEach((bit, person) => sharing.set(bit, [...(sharing.get(bit) ?? []), person]))
  const cooling = (COLD / HOT) ** (1 / Math.max(1, steps))
  const ranked = Array.from({ length: teams }, (_, team) => team)
  const worstTeams = Math.max(1, Math.ceil(teams / 4))
  let worst = worstOf(seating)
  let total = 0
  let least = 0
  const best = { teamOf: teamOf.slice() }
  let temperature = HOT
  for (let step = 0; step < steps; step++) {
    if (step % RANKED_FOR === 0) rank(seating, ranked)
    temperature *= cooling
    let one = Math.floor(random() * roster.count)
    if (random() < FROM_WORST) {
      const team = ranked[Math.floor(random() * worstTeams)]!
      one = seats[team * width + Math.floor(random() * sizes[team]!)]!
    }
    const from = teamOf[one]!
    const alike = sharing.get(roster.primary[one]!) ?? []
    const other =
      random() < ALIKE ? alike[Math.floor(random() * alike.length)]! : Math.floor(random() * roster.count)
    const to = teamOf[other]!
    if (from === to) continue
    const prepared =
      random() < MOVES ? prepareMove(exchange, seating, one, to) : prepareSwap(exchange, seating, one, other)
    if (!prepared) continue
    const dearer = attempt(exchange, seating, worst)
    if (dearer > 0 && random() >= Math.exp(-dearer / temperature)) {
      takeBack(exchange, seating)
      continue
    }
    worst = worstAfter(exchange, seating, worst)
    accept(exchange, seating)
    total += dearer
    if (total < least - 1e-9) {
      least = total
      best.teamOf.set(teamOf)
    }
  }
  if (total <= least) return
  restore(seating, best.teamOf)
  measureAll(seating)
}

/** Teams, the dearest first; rules before wishes. */
function rank({ wishes, burden }: Seating, teams: number[]): void {
  teams.sort((one, other) => burden[other]! - burden[one]! || wishes[other]! - wishes[one]! || one - other)
}

/** Seats everybody as they sat at another moment. */
export function restore(seating: Seating, teamOf: Int16Array): void {
  seating.sizes.fill(0)
  for (let person = 0; person < teamOf.length; person++) {
    const team = teamOf[person]!
    const place = team * seating.width + seating.sizes[team]!++
    seating.seats[place] = person
    seating.placeOf[person] = place
    seating.teamOf[person] = team
  }
}
