import { PAIR } from './pairs.ts'
import type { Problem } from './problem.ts'
import { BROKEN, type TERMS } from './weights.ts'

/** Where each figure of a team stands in a `Gauge`'s numbers. The terms come first, in the order of `TERMS`. */
export const AT = {
  challenge: 0,
  axis: 1,
  mentor: 2,
  company: 3,
  history: 4,
  newcomer: 5,
  online: 6,
  diversity: 7,
  evenness: 8,
  stability: 9,
  /** the sum of all terms above */
  wishes: 10,
  size: 11,
  apart: 12,
  together: 13,
  pin: 14,
  /** the sum of the broken rules */
  broken: 15,
  /** the price of the broken rules and of what is to be avoided; not in `wishes` */
  burden: 17,
  /** the bit of the common challenge; 0 when nobody named one */
  focus: 16,
} as const satisfies Record<(typeof TERMS)[number], number> & Record<string, number>
const FIGURES = 18

const { met: MET, sameCompany: SAME_COMPANY, apart: APART, sameJob: SAME_JOB, sameAxis: SAME_AXIS } = PAIR

/** Measures one team at a time into the same numbers, because the search measures hundreds of thousands. */
export interface Gauge {
  readonly problem: Problem
  readonly figures: Float64Array
  /** by challenge, while one team is measured: 2 for each who has it, 1 for each who knows it */
  readonly votes: Int32Array
  /** whether anybody must share a team; whether anybody has a team before */
  readonly units: boolean
  readonly formers: boolean
}

export function gaugeOf(problem: Problem): Gauge {
  return {
    problem,
    figures: new Float64Array(FIGURES),
    votes: new Int32Array(32),
    units: problem.units.members.length < problem.roster.count,
    formers: problem.keys.length > 0,
  }
}

/**
 * What team number `team` costs with the people at `seats[from … from + count)`: the objective of team-formation.md 3.3,
 * lower is better. Additive over teams, but for the share of the worst one.
 */
export function measure(gauge: Gauge, team: number, seats: Int16Array, from: number, count: number): void {
  const { figures } = gauge
  const { sizes, even, prices } = gauge.problem
  const missing = Math.max(0, sizes.smallest - count) + Math.max(0, count - sizes.largest)
  const uneven = prices.uneven * (Math.max(0, even.smallest - count) + Math.max(0, count - even.largest))
  figures.fill(0)
  figures[AT.size] = missing
  figures[AT.evenness] = uneven
  const people = count === 0 ? 0 : measurePeople(gauge, seats, from, count)
  const pairs = count === 0 ? 0 : measurePairs(gauge, seats, from, count)
  const challenge = count === 0 ? 0 : measureChallenge(gauge, seats, from, count)
  const bonds = gauge.units || gauge.formers ? measureBonds(gauge, team, seats, from, count) : 0
  figures[AT.wishes] = people + pairs + challenge + bonds + uneven
  const broken = missing + figures[AT.apart]! + figures[AT.together]! + figures[AT.pin]!
  figures[AT.broken] = broken
  figures[AT.burden]! += BROKEN * broken
}

/** What follows from counting heads: newcomers and online. Answers its cost. */
function measurePeople({ problem, figures }: Gauge, seats: Int16Array, from: number, count: number): number {
  const { prices, newcomersApart } = problem
  const { firstTime, online, onSite } = problem.roster
  let first = 0
  let far = 0
  let near = 0
  for (let seat = from; seat < from + count; seat++) {
    const person = seats[seat]!
    first += firstTime[person]!
    far += online[person]!
    near += onSite[person]!
  }
  const lone = count > 1 && first === 1
  let newcomer = 0
  if (newcomersApart) newcomer = prices.mixedFirstTimer * Math.min(first, count - first)
  else if (count > 1 && first === count) newcomer = prices.onlyFirstTimers
  else if (lone) newcomer = prices.loneFirstTimer
  if (lone) figures[AT.burden]! += problem.avoided.loneFirstTimer
  const alone = far === 1 && near > 0 ? prices.loneOnline : 0
  figures[AT.newcomer] = newcomer
  figures[AT.online] = alone
  return newcomer + alone
}

/** What follows from comparing each with each: companies, earlier team-mates, jobs, the axis. Answers its cost. */
function measurePairs({ problem, figures }: Gauge, seats: Int16Array, from: number, count: number): number {
  const { prices, pairs } = problem
  const { job, axis, axisIsOrdered, count: people } = problem.roster
  let companies = 0
  let met = 0
  let apart = 0
  let jobs = 0
  let answered = 0
  let most = 0
  let low = 127
  let high = -1
  for (let seat = from; seat < from + count; seat++) {
    const one = seats[seat]!
    const row = one * people
    let seen = 0
    let alike = 1
    for (let before = from; before < seat; before++) {
      const pair = pairs[row + seats[before]!]!
      if (pair === 0) continue
      seen |= pair
      met += pair & MET
      if ((pair & SAME_COMPANY) !== 0) companies++
      if ((pair & APART) !== 0) apart++
      if ((pair & SAME_AXIS) !== 0) alike++
    }
    if (job[one]! < 0) jobs += 0.5
    else if ((seen & SAME_JOB) === 0) jobs++
    const place = axis[one]!
    if (place < 0) continue
    answered++
    if (alike > most) most = alike
    if (place < low) low = place
    if (place > high) high = place
  }
  // Who has not answered is as far from everybody as from nobody: they widen nothing.
  const spread = answered === 0 ? 0 : axisIsOrdered ? high - low : answered - most
  const missing = Math.min(count, 6) - Math.min(jobs, 6)
  const terms = figures
  terms[AT.apart] = apart
  terms[AT.burden]! += problem.avoided.sameCompany * companies
  return (
    (terms[AT.axis] = prices.axisApart * spread) +
    (terms[AT.company] = prices.sameCompany * companies) +
    (terms[AT.history] = (prices.metBefore * met) / 4) +
    (terms[AT.diversity] = prices.missingJob * missing)
  )
}

/**
 * The challenge that makes the team cheapest, with its mentors; answers the cost of both. Odd ones out count squared, so
 * that nobody is the only one; half when they named it second, have solved it, or named none.
 */
function measureChallenge(gauge: Gauge, seats: Int16Array, from: number, count: number): number {
  const { problem, figures, votes } = gauge
  const { prices } = problem
  const { primary, also, solved, mentor } = problem.roster
  let named = 0
  let known = 0
  let silent = 0
  let mentors = 0
  let taught = 0
  for (let seat = from; seat < from + count; seat++) {
    const person = seats[seat]!
    const main = primary[person]!
    const more = also[person]!
    const can = solved[person]!
    named |= main | more
    if (mentor[person] === 1) {
      mentors++
      taught |= can
    }
    if (main === 0) {
      silent++
      continue
    }
    votes[31 - Math.clz32(main)]! += 2
    const near = (more | can) & ~main
    known |= main | near
    for (let rest = near; rest !== 0; rest &= rest - 1) votes[31 - Math.clz32(rest & -rest)]! += 1
  }
  const extra = mentors === 0 ? prices.noMentor : prices.extraMentor * (mentors - 1)
  const elsewhere = mentors === 0 ? prices.noMentor : prices.mentorElsewhere
  const share = prices.oddOnes / (4 * count)
  let [least, focus, odd, guidance] = [Infinity, 0, 2 * count - silent, extra]
  if (named === 0) least = share * odd * odd + guidance
  for (let rest = named; rest !== 0; rest &= rest - 1) {
    const bit = rest & -rest
    // twice the number of odd ones out
    const out = 2 * count - silent - votes[31 - Math.clz32(bit)]!
    const help = (taught & bit) !== 0 ? extra : elsewhere
    const cost = share * out * out + help
    if (cost < least) {
      least = cost
      focus = bit
      odd = out
      guidance = help
    }
  }
  for (let rest = known; rest !== 0; rest &= rest - 1) votes[31 - Math.clz32(rest & -rest)] = 0
  if (mentors === 0) figures[AT.burden]! += problem.avoided.noMentor
  figures[AT.challenge] = share * odd * odd
  figures[AT.mentor] = guidance
  figures[AT.focus] = focus
  return least
}

/** Who must be with others, stays put, or has changed teams. Answers the cost of changing; the rest are rules. */
function measureBonds(
  { problem, figures }: Gauge,
  team: number,
  seats: Int16Array,
  from: number,
  count: number,
): number {
  const { former, pinned, prices, units } = problem
  let strangers = 0
  let strays = 0
  let torn = 0
  for (let seat = from; seat < from + count; seat++) {
    const person = seats[seat]!
    if (former[person]! >= 0 && former[person] !== team) {
      strangers++
      strays += pinned[person]!
    }
    const unit = units.members[units.of[person]!]!
    if (unit.length > 1) torn += missingShare(unit, seats, from, count)
  }
  figures[AT.pin] = strays
  figures[AT.together] = torn
  return (figures[AT.stability] = prices.moved * strangers)
}

/** Of one who must sit with others: the part of them that is not here. */
function missingShare(unit: readonly number[], seats: Int16Array, from: number, count: number): number {
  let here = 0
  for (let seat = from; seat < from + count; seat++) if (unit.includes(seats[seat]!)) here++
  return 1 - here / unit.length
}
