import type { Entrant, FormationRequest } from '#shared/domain/formation/entrant.ts'
import type { ParticipantId } from '#shared/ids.ts'

/**
 * The objective of team-formation.md 3.3 once more, as it reads there: slow, on words instead of numbers, and sharing
 * nothing with the search. Wishes are all 1, the axis is the company's size. What is to be avoided comes on top of it
 * (weights.ts): no mentor 8,000, colleagues 2,000, a lone first-timer 1,000.
 */
export function naiveCost(request: FormationRequest, teams: readonly (readonly ParticipantId[])[]): number {
  const people = new Map(request.people.map((person) => [person.id, person]))
  const count = teams.reduce((sum, team) => sum + team.length, 0)
  const costs = teams.map((ids) => {
    const team = ids.flatMap((id) => people.get(id) ?? [])
    return teamCost(request, team, Math.floor(count / teams.length), Math.ceil(count / teams.length))
  })
  const avoided = teams.map((ids) => avoidedCost(ids.flatMap((id) => people.get(id) ?? [])))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  return 1e6 * brokenRules(request, teams) + sum(avoided) + sum(costs) + 5 * Math.max(0, ...costs)
}

function teamCost(request: FormationRequest, team: readonly Entrant[], least: number, most: number): number {
  const answers = team.map((person) => person.answers ?? {})
  const sizes = answers.flatMap(({ size }) => size ?? [])
  const first = answers.filter(({ firstTime }) => firstTime === true).length
  const online = answers.filter(({ onSite }) => onSite === false).length
  const onSite = answers.filter(({ onSite }) => onSite === true).length
  const jobs =
    new Set(answers.flatMap(({ job }) => job ?? [])).size + answers.filter(({ job }) => !job).length / 2
  const spread = sizes.length === 0 ? 0 : Math.max(...sizes) - Math.min(...sizes)
  const newcomer = team.length < 2 ? 0 : first === team.length ? 15 : first === 1 ? 4 : 0
  return (
    challengeCost(team) +
    3 * spread +
    12 * pairsOf(team).filter(([one, other]) => areColleagues(one, other)).length +
    6 * pairsOf(team).reduce((sum, [one, other]) => sum + meetings(request, one.id, other.id), 0) +
    newcomer +
    (online === 1 && onSite > 0 ? 4 : 0) +
    1.5 * (Math.min(team.length, 6) - Math.min(jobs, 6)) +
    2 * (Math.max(0, least - team.length) + Math.max(0, team.length - most))
  )
}

/** The cheapest common challenge, with what it says of the mentors. */
function challengeCost(team: readonly Entrant[]): number {
  const named = team.flatMap(({ answers: { challenge, alsoChallenges = [] } = {} }) => [
    ...(challenge ? [challenge] : []),
    ...alsoChallenges,
  ])
  const candidates: readonly (string | null)[] = named.length === 0 ? [null] : [...new Set(named)]
  const mentors = team.filter(isMentor)
  return Math.min(
    ...candidates.map((common) => {
      const odd = team.reduce((sum, person) => sum + oddness(person, common), 0)
      const fits = common === null || mentors.some(({ answers }) => answers?.solved?.includes(common))
      const mentor = mentors.length === 0 ? 60 : fits ? 4 * (mentors.length - 1) : 25
      return (10 * odd ** 2) / team.length + mentor
    }),
  )
}

function oddness(
  { answers: { challenge, alsoChallenges = [], solved = [] } = {} }: Entrant,
  common: string | null,
) {
  if (!challenge) return 0.5
  if (challenge === common) return 0
  return common !== null && [...alsoChallenges, ...solved].includes(common) ? 0.5 : 1
}

function isMentor({ answers, declinesMentoring }: Entrant): boolean {
  return answers?.mentor === true && declinesMentoring !== true
}

function avoidedCost(team: readonly Entrant[]): number {
  const first = team.filter(({ answers }) => answers?.firstTime === true).length
  const colleagues = pairsOf(team).filter(([one, other]) => areColleagues(one, other)).length
  return (team.some(isMentor) ? 0 : 8_000) + 2_000 * colleagues + (team.length > 1 && first === 1 ? 1_000 : 0)
}

function pairsOf(team: readonly Entrant[]): readonly (readonly [Entrant, Entrant])[] {
  return team.flatMap((one, index) => team.slice(index + 1).map((other) => [one, other] as const))
}

function areColleagues(one: Entrant, other: Entrant): boolean {
  return Boolean(one.answers?.company) && one.answers?.company === other.answers?.company
}

function meetings({ earlier = [] }: FormationRequest, one: ParticipantId, other: ParticipantId): number {
  const weights = [1, 1 / 2, 1 / 4]
  return weights.reduce((sum, weight, ago) => {
    const met = (earlier[ago] ?? []).filter((team) => team.includes(one) && team.includes(other)).length
    return sum + weight * met
  }, 0)
}

/** Sizes and pairs kept apart; what must sit together is not for this yardstick. */
function brokenRules({ apart = [] }: FormationRequest, teams: readonly (readonly ParticipantId[])[]): number {
  const people = teams.reduce((sum, team) => sum + team.length, 0)
  const [least, most] = people <= 3 ? [1, 3] : people === 7 ? [3, 4] : [4, 6]
  const sizes = teams.reduce(
    (sum, { length }) => sum + Math.max(0, least - length) + Math.max(0, length - most),
    0,
  )
  const kept = new Set(apart.map((pair) => [...pair].sort().join(' ')))
  return (
    sizes +
    [...kept].filter((pair) => {
      const [one = '', other = ''] = pair.split(' ') as ParticipantId[]
      return (
        one !== other &&
        teams.some((team) => team.includes(one as ParticipantId) && team.includes(other as ParticipantId))
      )
    }).length
  )
}
