import type { FormationRequest, TeamBefore } from './entrant.ts'
import { PAIR, pairsOf } from './pairs.ts'
import { avoidedOf, pricesOf, type Avoided, type Prices } from './prices.ts'
import { byText, rosterOf, type Roster } from './roster.ts'
import { legalSizes, teamCount, type Sizes } from './team-count.ts'
import { unitsOf, type DroppedTogether, type Units } from './units.ts'
import { wishesOf } from './weights.ts'

/** A request made ready for the search: numbers, and nothing that depends on the order of its lists. */
export interface Problem {
  readonly request: FormationRequest
  readonly roster: Roster
  readonly pairs: Uint8Array
  readonly units: Units
  readonly dropped: readonly DroppedTogether[]
  readonly teams: number
  readonly sizes: Sizes
  /** the sizes of an even split, which cost nothing */
  readonly even: Sizes
  readonly mentors: number
  readonly prices: Prices
  readonly avoided: Avoided
  readonly newcomersApart: boolean
  /** the team of `keys` somebody was in; −1: in none that goes on */
  readonly former: Int16Array
  /** 1: stays in `former` */
  readonly pinned: Uint8Array
  /** the teams before that go on, which are teams 0, 1, 2 … here */
  readonly keys: readonly string[]
}

/** A new formation goes on with the teams that somebody is pinned to, a change on the day with all of them. */
export type Continuity = 'new' | 'day'

/** `count` teams when given, else as many as fit the people. */
export function problemOf(
  request: FormationRequest,
  continuity: Continuity = 'new',
  count: number | null = null,
): Problem {
  const roster = rosterOf(request.people, request.axis ?? 'size')
  const pairs = pairsOf(roster, request)
  const pins = new Set(request.pinned ?? [])
  const kept = [...(request.before ?? [])]
    .filter(
      (team) => continuity === 'day' || team.members.some((id) => pins.has(id) && roster.indexOf.has(id)),
    )
    .sort((one, other) => byText(one.key, other.key))
  const former = formerOf(roster, kept)
  const pinned = Uint8Array.from(roster.ids, (id, person) =>
    pins.has(id) && (former[person] ?? -1) >= 0 ? 1 : 0,
  )
  const { units, dropped } = unitsOf(roster, {
    together: request.together ?? [],
    isApart: (one, other) => ((pairs[one * roster.count + other] ?? 0) & PAIR.apart) !== 0,
    pinOf: (person) => (pinned[person] === 1 ? (former[person] ?? -1) : -1),
  })
  const wishes = wishesOf(request.wishes)
  const mentors = roster.mentor.reduce((sum, one) => sum + one, 0)
  const wanted = teamCount(roster.count, request.aim ?? 5, wishes.mentors > 0 ? mentors : 0)
  const teams = Math.max(kept.length, count ?? (continuity === 'day' ? 1 : wanted))
  return {
    request,
    roster,
    pairs,
    units,
    dropped,
    teams,
    sizes: continuity === 'day' ? onTheDay(roster.count) : legalSizes(roster.count),
    even: evenSizes(roster.count, teams),
    mentors,
    prices: pricesOf(wishes, continuity === 'day'),
    avoided: avoidedOf(wishes, request.newcomers === 'apart', continuity === 'day'),
    newcomersApart: request.newcomers === 'apart',
    former,
    pinned,
    keys: kept.map(({ key }) => key),
  }
}

function evenSizes(people: number, teams: number): Sizes {
  return {
    smallest: Math.floor(people / Math.max(1, teams)),
    largest: Math.ceil(people / Math.max(1, teams)),
  }
}

/** On the day a team of three goes on: filling it would take somebody out of a team that has begun to know itself. */
function onTheDay(people: number): Sizes {
  return { smallest: Math.min(3, people), largest: 6 }
}

function formerOf(roster: Roster, teams: readonly TeamBefore[]): Int16Array {
  const former = new Int16Array(roster.count).fill(-1)
  teams.forEach(({ members }, team) => {
    for (const id of members) {
      const person = roster.indexOf.get(id)
      if (person !== undefined) former[person] = team
    }
  })
  return former
}
