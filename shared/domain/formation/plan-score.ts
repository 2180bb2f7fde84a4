import { AT } from './measure.ts'
import { PAIR } from './pairs.ts'
import { measureTeam, totalOf, worstOf, type Seating } from './seating.ts'
import { COST, RULES, TERMS, WORST, type Rule, type Term } from './weights.ts'

/** What a plan costs and what that means in people. Costs are in the units of team-formation.md 3.3, lower is better. */
export interface PlanScore {
  /** what the search made small: rules, then what is to be avoided, then all wishes and the worst team */
  readonly total: number
  /** the wishes alone: every team, and the worst one five times more */
  readonly wishes: number
  readonly worstTeam: number
  readonly terms: Readonly<Record<Term, number>>
  /** people too many or too few, pairs kept apart in vain, units torn, pins not kept */
  readonly broken: Readonly<Record<Rule, number>>
  readonly counts: PlanCounts
}

export interface PlanCounts {
  readonly teams: number
  readonly withoutMentor: number
  /** there is a mentor, who has not solved the team's challenge */
  readonly mentorElsewhere: number
  /** pairs of one company in one team */
  readonly colleagues: number
  /** pairs who shared a team before, the last time counting 1, the time before ½, then ¼ */
  readonly repeats: number
  readonly loneFirstTimers: number
  readonly loneOnline: number
  /** the share of those who named a challenge whose team has it in common, 0 to 1; 1 when nobody named one */
  readonly sharing: number
  /** bands between the smallest and the largest company, or people off the commonest value, a team on average */
  readonly axisSpread: number
}

export function scoreOf(seating: Seating): PlanScore {
  const { problem } = seating
  const terms = Object.fromEntries(TERMS.map((term) => [term, 0])) as Record<Term, number>
  const broken = Object.fromEntries(RULES.map((rule) => [rule, 0])) as Record<Rule, number>
  const seen = Array.from({ length: problem.teams }, (_, team) => {
    const figures = measureTeam(seating, team)
    for (const term of TERMS) terms[term] += figures[AT[term]] ?? 0
    for (const rule of RULES) broken[rule] += figures[AT[rule]] ?? 0
    return countTeam(seating, team, figures)
  })
  const sum = (key: keyof TeamCounts) => seen.reduce((total, counts) => total + counts[key], 0)
  const named = sum('named')
  const worstTeam = worstOf(seating)
  return {
    total: totalOf(seating),
    wishes: seating.wishes.reduce((total, wishes) => total + wishes, 0) + WORST * worstTeam,
    worstTeam,
    terms,
    broken,
    counts: {
      teams: problem.teams,
      withoutMentor: sum('withoutMentor'),
      mentorElsewhere: sum('mentorElsewhere'),
      colleagues: sum('colleagues'),
      repeats: sum('repeats'),
      loneFirstTimers: sum('loneFirstTimer'),
      loneOnline: sum('loneOnline'),
      sharing: named === 0 ? 1 : sum('sharing') / named,
      axisSpread: problem.teams === 0 ? 0 : sum('axisSpread') / problem.teams,
    },
  }
}

/** A team in people. Flags are 0 or 1. */
export interface TeamCounts {
  readonly withoutMentor: number
  readonly mentorElsewhere: number
  readonly colleagues: number
  readonly repeats: number
  readonly loneFirstTimer: number
  readonly loneOnline: number
  readonly named: number
  readonly sharing: number
  readonly axisSpread: number
}

/** `figures` are those of `measureTeam` for this team. Read from the people where a wish of 0 hides a cost. */
export function countTeam(
  { problem, seats, sizes, width }: Seating,
  team: number,
  figures: Float64Array,
): TeamCounts {
  const { roster, pairs } = problem
  const people = [...seats.subarray(team * width, team * width + (sizes[team] ?? 0))]
  const focus = figures[AT.focus] ?? 0
  const count = (column: ArrayLike<number>) => people.reduce((sum, person) => sum + (column[person] ?? 0), 0)
  let [colleagues, repeats] = [0, 0]
  people.forEach((one, index) => {
    for (const other of people.slice(index + 1)) {
      const pair = pairs[one * roster.count + other] ?? 0
      if ((pair & PAIR.sameCompany) !== 0) colleagues++
      repeats += (pair & PAIR.met) / 4
    }
  })
  const mentors = people.filter((person) => roster.mentor[person] === 1)
  const taught = mentors.some((person) => ((roster.solved[person] ?? 0) & focus) !== 0)
  const named = people.filter((person) => roster.primary[person] !== 0)
  return {
    withoutMentor: mentors.length === 0 ? 1 : 0,
    mentorElsewhere: mentors.length > 0 && focus !== 0 && !taught ? 1 : 0,
    colleagues,
    repeats,
    loneFirstTimer: people.length > 1 && count(roster.firstTime) === 1 ? 1 : 0,
    loneOnline: (figures[AT.online] ?? 0) / COST.loneOnline,
    named: named.length,
    sharing: named.filter((person) => roster.primary[person] === focus).length,
    axisSpread: axisSpread(
      people.flatMap((person) => roster.axis[person] ?? -1),
      roster.axisIsOrdered,
    ),
  }
}

function axisSpread(places: readonly number[], isOrdered: boolean): number {
  const known = places.filter((place) => place >= 0)
  if (known.length === 0) return 0
  if (isOrdered) return Math.max(...known) - Math.min(...known)
  return known.length - Math.max(...known.map((place) => known.filter((other) => other === place).length))
}
