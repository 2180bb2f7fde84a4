import type { Entrant, FormationRequest } from '#shared/domain/formation/entrant.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { seededRandom, shuffled, type Random } from '#shared/random.ts'

export interface CrowdOptions {
  readonly people: number
  readonly seed: number
  /** share of answers that are missing, 0 to 1 */
  readonly silence?: number
  /** people per company, on average */
  readonly perCompany?: number
  /** share who offer to be mentors */
  readonly mentors?: number
  /** 0 to 1: how likely pairs are kept apart or together, per person */
  readonly bonds?: number
}

/**
 * Made-up people as in team-formation.md 3.4: eight challenges of falling frequency (Zipf), 22 % mentors, 35 %
 * first-timers, half of them at each of two earlier workshops. The same options give the same people.
 */
export function crowd(options: CrowdOptions): FormationRequest {
  const { people, seed, silence = 0, perCompany = 1.25, mentors = 0.22, bonds = 0 } = options
  const random = seededRandom(seed)
  const ids = Array.from(
    { length: people },
    (_, index) => `p${String(index).padStart(4, '0')}` as ParticipantId,
  )
  const companies = Math.max(1, Math.ceil(people / perCompany))
  const entrants = ids.map((id) => entrant(id, random, companies, mentors, silence))
  const earlier = [0, 1].map(() => teamsOfFive(shuffled(ids, random).slice(0, Math.floor(people / 2))))
  const couple = () => shuffled(ids, random).slice(0, 2) as [ParticipantId, ParticipantId]
  const couples = people < 2 ? 0 : Math.floor(people * bonds * random())
  return {
    people: entrants,
    seed,
    earlier,
    apart: Array.from({ length: couples }, couple),
    together: Array.from({ length: couples }, couple),
  }
}

function entrant(
  id: ParticipantId,
  random: Random,
  companies: number,
  mentors: number,
  silence: number,
): Entrant {
  const upTo = (count: number) => Math.floor(random() * count)
  const some = <T>(make: () => T): T | null => {
    const made = make()
    return random() < silence ? null : made
  }
  const offers = random() < mentors
  const solves = offers || random() < 0.25
  return {
    id,
    answers: {
      challenge: some(() => challenge(random)),
      alsoChallenges: Array.from({ length: upTo(4) }, () => challenge(random)),
      solved: solves ? [challenge(random), `challenge${upTo(8)}`] : [],
      mentor: offers,
      size: some(() => upTo(6)),
      industry: some(() => `industry${upTo(10)}`),
      job: some(() => `job${upTo(8)}`),
      company: some(() => `company${upTo(companies)}`),
      firstTime: some(() => random() < 0.35),
      onSite: some(() => random() < 0.8),
    },
  }
}

/** The k-th challenge is named 1/k as often as the first. */
function challenge(random: Random): string {
  const weights = [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6, 1 / 7, 1 / 8]
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0)
  const found = weights.findIndex((weight) => (rest -= weight) < 0)
  return `challenge${Math.max(0, found)}`
}

function teamsOfFive(ids: readonly ParticipantId[]): readonly (readonly ParticipantId[])[] {
  return Array.from({ length: Math.ceil(ids.length / 5) }, (_, team) => ids.slice(team * 5, team * 5 + 5))
}
