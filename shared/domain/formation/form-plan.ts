import { seededRandom, type Random } from '../../random.ts'
import { construct } from './construct.ts'
import type { FormationRequest } from './entrant.ts'
import { accept, attempt, newExchange, prepareMove, prepareSwap, takeBack } from './exchange.ts'
import { isSamePlan, planOf, type Plan } from './plan.ts'
import { polish } from './polish.ts'
import { problemOf, type Problem } from './problem.ts'
import { anneal } from './search.ts'
import { totalOf, worstOf, type Seating } from './seating.ts'

/**
 * How often the search begins again, from chance: in a small room one unlucky beginning is seen, and time is no matter.
 * 12 times for up to ten people, twice for 60, never for more than 240, and never when it is told to be short.
 */
function moreStarts(people: number, steps: number): number {
  return Math.min(12, Math.round(120 / people), Math.floor(steps / 100))
}

/** Steps of the search where the request names none: 4,000 to 40,000 (team-formation.md 3.4). */
export function defaultSteps(people: number): number {
  return Math.min(40_000, Math.max(4_000, 80 * people))
}

/**
 * The best plan found for a request: rules before what is to be avoided, that before wishes (weights.ts). Everyone is in
 * exactly one team; no people, no teams. The same request gives the same plan on every machine.
 */
export function planTeams(request: FormationRequest): Plan {
  return planOf(solve(problemOf(request), request.seed))
}

/** What the construction alone gives, to compare with. */
export function planByConstruction(request: FormationRequest): Plan {
  return planOf(construct(problemOf(request)))
}

/**
 * The best plan found that seats people otherwise than `first`, so that the facilitator has a choice; `null` when there
 * is no other (one team, everybody pinned).
 */
export function secondPlan(request: FormationRequest, first: Plan): Plan | null {
  const problem = problemOf(request)
  const seating = solve(problem, seedOf(request.seed, 'second'))
  const other = planOf(seating)
  if (!isSamePlan(other.teams, first.teams)) return other
  return changeSomething(seating) ? planOf(seating) : null
}

export function solve(problem: Problem, seed: number): Seating {
  const { roster, request } = problem
  const steps = request.steps ?? defaultSteps(roster.count)
  let best = improve(construct(problem), seededRandom(seed), steps)
  if (problem.teams < 2) return best
  const more = moreStarts(roster.count, steps)
  for (let start = 1; start <= more; start++) {
    const random = seededRandom(seedOf(seed, start))
    const other = construct(problem)
    scramble(other, random)
    improve(other, random, Math.ceil(steps / 4))
    if (totalOf(other) < totalOf(best) - 1e-9) best = other
  }
  return best
}

function improve(seating: Seating, random: Random, steps: number): Seating {
  anneal(seating, random, { steps })
  polish(seating)
  return seating
}

/** Swaps people at random, as far as pins and who stays together allow. */
function scramble(seating: Seating, random: Random): void {
  const { count } = seating.problem.roster
  const exchange = newExchange()
  for (let swap = 0; swap < 4 * count; swap++) {
    const [one, other] = [Math.floor(random() * count), Math.floor(random() * count)]
    if (seating.teamOf[one] === seating.teamOf[other]) continue
    if (!prepareSwap(exchange, seating, one, other)) continue
    attempt(exchange, seating, 0)
    accept(exchange, seating)
  }
}

/** Makes the cheapest change there is, even a dear one. */
function changeSomething(seating: Seating): boolean {
  const { problem } = seating
  const exchange = newExchange()
  const worst = worstOf(seating)
  let [least, found]: [number, (() => boolean) | null] = [Infinity, null]
  const consider = (prepare: () => boolean) => {
    if (!prepare()) return
    const dearer = attempt(exchange, seating, worst)
    takeBack(exchange, seating)
    if (dearer < least) [least, found] = [dearer, prepare]
  }
  for (let one = 0; one < problem.roster.count; one++) {
    for (let other = one + 1; other < problem.roster.count; other++) {
      if (seating.teamOf[one] !== seating.teamOf[other])
        consider(() => prepareSwap(exchange, seating, one, other))
    }
    for (let to = 0; to < problem.teams; to++) consider(() => prepareMove(exchange, seating, one, to))
  }
  if (found === null || !(found as () => boolean)()) return false
  attempt(exchange, seating, worst)
  accept(exchange, seating)
  return true
}

/** A seed out of several parts: FNV-1a over their characters (Fowler, Noll, Vo; public domain). */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const letter of parts.join('\n')) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
