import type { ParticipantId } from '../../ids.ts'
import type { FormationRequest } from './entrant.ts'
import { attempt, newExchange, prepareMove, prepareSwap, takeBack, type Exchange } from './exchange.ts'
import { termsIn } from './explain-team.ts'
import { drawnOf, type DrawnTeam } from './plan.ts'
import { countTeam, type TeamCounts } from './plan-score.ts'
import { measureTeam, worstOf, type Seating } from './seating.ts'
import { TERMS, type Term } from './weights.ts'

/** Less than this is no reason. */
const NOTHING = 1e-9

/** What if somebody sat in another team, by the exchange that costs least. */
export interface Counterfactual {
  /** the other team's place in the plan */
  readonly team: number
  /** who would come here instead; nobody when the team has room, several where people stay together */
  readonly instead: readonly ParticipantId[]
  /** how much dearer the whole plan gets; below 0 it would get better */
  readonly dearer: number
  /** of it, by term, in the two teams */
  readonly terms: Readonly<Record<Term, number>>
  /** the person's team now, and the one they would be in */
  readonly now: TeamCounts
  readonly then: TeamCounts
}

/** 「なぜここ?」 */
export interface PersonFacts {
  /** at most two, the strongest first: what would get worse, on average, if they sat elsewhere */
  readonly reasons: readonly { readonly term: Term; readonly worth: number }[]
  /** one for every other team that an exchange can lead to */
  readonly elsewhere: readonly Counterfactual[]
  /** they stay where they are because a facilitator said so */
  readonly pinned: boolean
}

/** `null` when they sit in none of the teams. */
export function explainPerson(
  request: FormationRequest,
  teams: readonly DrawnTeam[],
  id: ParticipantId,
): PersonFacts | null {
  // Pins keep people where they are; the question is what would be if they did not.
  const { seating, slots } = drawnOf(
    { ...request, pinned: [] },
    teams.map(({ members }) => ({ before: null, members })),
  )
  const person = seating.problem.roster.indexOf.get(id)
  if (person === undefined || seating.teamOf[person] === -1) return null
  const worst = worstOf(seating)
  const elsewhere = slots.flatMap((slot, team) => {
    if (slot === seating.teamOf[person]) return []
    const found = cheapestExchange(seating, person, slot, worst)
    return found === null ? [] : [{ ...counterfactual(seating, person, found, worst), team }]
  })
  const reasons = TERMS.map((term) => ({
    term,
    worth: elsewhere.reduce((sum, { terms }) => sum + terms[term], 0) / Math.max(1, elsewhere.length),
  }))
  return {
    reasons: reasons
      .filter(({ worth }) => worth > NOTHING)
      .sort((one, other) => other.worth - one.worth)
      .slice(0, 2),
    elsewhere,
    pinned: request.pinned?.includes(id) ?? false,
  }
}

function cheapestExchange(seating: Seating, person: number, to: number, worst: number): Exchange | null {
  let found: Exchange | null = null
  let least = Infinity
  const consider = (exchange: Exchange, prepared: boolean) => {
    if (!prepared) return
    const dearer = attempt(exchange, seating, worst)
    takeBack(exchange, seating)
    if (dearer < least) [least, found] = [dearer, exchange]
  }
  for (const other of membersOf(seating, to)) {
    const exchange = newExchange()
    consider(exchange, prepareSwap(exchange, seating, person, other))
  }
  const move = newExchange()
  consider(move, prepareMove(move, seating, person, to))
  return found
}

function membersOf({ seats, sizes, width }: Seating, team: number): readonly number[] {
  return [...seats.subarray(team * width, team * width + (sizes[team] ?? 0))].sort((a, b) => a - b)
}

function counterfactual(
  seating: Seating,
  person: number,
  exchange: Exchange,
  worst: number,
): Omit<Counterfactual, 'team'> {
  const { roster } = seating.problem
  const look = () => {
    const own = seating.teamOf[person] ?? 0
    const figures = [exchange.from, exchange.to].map((team) => measureTeam(seating, team).slice())
    const terms = figures.map(termsIn)
    return {
      counts: countTeam(seating, own, measureTeam(seating, own)),
      cost: (term: Term) => terms.reduce((sum, team) => sum + team[term], 0),
    }
  }
  const before = look()
  const dearer = attempt(exchange, seating, worst)
  const after = look()
  takeBack(exchange, seating)
  const isLeaving = exchange.leaving.includes(person)
  const instead = isLeaving ? exchange.coming : exchange.leaving
  return {
    instead: instead.flatMap((one) => roster.ids[one] ?? []),
    dearer,
    terms: Object.fromEntries(TERMS.map((term) => [term, after.cost(term) - before.cost(term)])) as Record<
      Term,
      number
    >,
    now: before.counts,
    then: after.counts,
  }
}
