import { describe, expect, it } from 'vitest'
import type { FormationRequest, TeamBefore } from '#shared/domain/formation/entrant.ts'
import { planByConstruction, planTeams } from '#shared/domain/formation/form-plan.ts'
import { formTeams } from '#shared/domain/formation/form-teams.ts'
import type { Plan } from '#shared/domain/formation/plan.ts'
import { problemOf } from '#shared/domain/formation/problem.ts'
import { legalSizes } from '#shared/domain/formation/team-count.ts'
import { seededRandom, shuffled, type Random } from '#shared/random.ts'
import { crowd } from '../load/teams/crowd.ts'
import { naiveCost } from '../load/teams/naive-cost.ts'
import { optimumOf } from '../load/teams/optimum.ts'

/** ms; some ten seconds where nothing else runs, and machines may be ten times slower */
const PATIENCE = 600_000
const ROSTERS = 10_000
/** Few: what is promised holds however short the search. */
const STEPS = 24

/** Mostly small, because what is small is odd; now and then a full hall. */
function roster(seed: number): FormationRequest {
  const random = seededRandom(seed)
  const people =
    seed % 500 === 0
      ? 200
      : seed % 50 === 0
        ? 61 + Math.floor(random() * 30)
        : Math.ceil(24 * random() ** 1.5)
  const request = crowd({
    people,
    seed,
    silence: random() * 0.6,
    bonds: random() * 0.15,
    perCompany: 1 + random(),
  })
  return { ...withPins(request, random), steps: STEPS, aim: ([4, 5, 6] as const)[seed % 3] ?? 5 }
}

/** Some had teams before, and some of those stay in theirs. */
function withPins(request: FormationRequest, random: Random): FormationRequest {
  const ids = shuffled(
    request.people.map(({ id }) => id),
    random,
  )
  if (random() < 0.6 || ids.length < 8) return request
  const before: TeamBefore[] = [0, 1].map((team) => ({
    key: `t${team}`,
    members: ids.slice(team * 4, team * 4 + 4),
  }))
  return { ...request, before, pinned: ids.slice(0, 8).filter(() => random() < 0.5) }
}

function inAnotherOrder(request: FormationRequest): FormationRequest {
  const random = seededRandom(request.seed + 1)
  const mixed = <T>(items: readonly T[] = []) => shuffled(items, random)
  return {
    ...request,
    people: mixed(request.people),
    apart: mixed(request.apart).map(([one, other]) => [other, one] as const),
    together: mixed(request.together).map(mixed),
    earlier: request.earlier?.map((teams) => mixed(teams).map(mixed)) ?? [],
    pinned: mixed(request.pinned),
    ...(request.before
      ? { before: mixed(request.before).map((team) => ({ ...team, members: mixed(team.members) })) }
      : {}),
  }
}

/** Vitest's own checks take longer than a plan; these are 200,000. */
function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

const plans = new Map<number, { readonly request: FormationRequest; readonly plan: Plan }>()

/** Each roster is planned once for all laws. */
function planned(seed: number) {
  const request = roster(seed)
  const known = plans.get(seed) ?? { request, plan: planTeams(request) }
  plans.set(seed, known)
  return known
}

function eachRoster(look: (request: FormationRequest, plan: Plan) => void): void {
  for (let seed = 1; seed <= ROSTERS; seed++) {
    try {
      const { request, plan } = planned(seed)
      look(request, plan)
    } catch (error) {
      throw new Error(`roster(${seed})`, { cause: error })
    }
  }
}

describe('laws of formation over 10,000 random rosters', () => {
  it(
    'TFM-1 TFM-2 TFM-4 TFM-6 TFM-21 everyone sits once, sizes are legal, pins and company are kept, no mentor presents',
    () => {
      let pins = 0
      let units = 0
      let forced = 0
      eachRoster((request, plan) => {
        const ids = request.people.map(({ id }) => id)
        const seated = plan.teams.flatMap((team) => team.members).sort()
        check(seated.join() === ids.join(), 'everyone sits once')
        const { smallest, largest } = legalSizes(ids.length)
        const sizes = plan.teams.map(({ members }) => members.length)
        const legal = Math.min(...sizes) >= smallest && Math.max(...sizes) <= largest
        // Pins and who must sit together can leave no legal sizes; then, and only then, size gives way, and is told.
        check(legal || (request.pinned !== undefined && plan.score.broken.size > 0), `sizes ${sizes.join()}`)
        if (!legal) forced++
        const teamOf = new Map(plan.teams.flatMap((team) => team.members.map((id) => [id, team] as const)))
        for (const id of request.pinned ?? []) {
          const before = request.before?.find((team) => team.members.includes(id))
          check(teamOf.get(id)?.before === before?.key, `${id} is pinned`)
          pins++
        }
        for (const unit of problemOf(request).units.members) {
          if (unit.length === 1) continue
          check(
            new Set(unit.map((person) => teamOf.get(ids[person]!))).size === 1,
            'who must sit together does',
          )
          units++
        }
        check(
          plan.score.total <= planByConstruction(request).score.total + 1e-6,
          'no dearer than the construction',
        )
        for (const team of formTeams({
          by: 'answers',
          request,
          plan: plan.teams,
          newId: () => 't',
          locale: 'ja',
        })) {
          const roles = team.members.map(({ role }) => role)
          const singles = roles.filter((role) => role !== 'member')
          check(new Set(singles).size === singles.length, `roles ${roles.join()}`)
          check(roles.length < 3 || roles.includes('presenter'), 'somebody who is no mentor presents')
        }
      })
      expect(pins).toBeGreaterThan(100)
      expect(forced).toBeLessThan(ROSTERS / 1_000)
      expect(units).toBeGreaterThan(100)
    },
    PATIENCE,
  )

  it(
    'TFM-3 the same seed gives the same plan, whatever the order of people, pairs, pins and teams',
    () => {
      eachRoster((request, plan) => {
        check(JSON.stringify(planTeams(inAnotherOrder(request))) === JSON.stringify(plan), 'the same plan')
      })
    },
    PATIENCE,
  )

  it(
    'TFM-4 TFM-6 TFM-7 what the search added up is the cost of the whole, as an independent yardstick has it',
    () => {
      eachRoster((request, plan) => {
        if (request.pinned !== undefined || request.seed % 3 !== 0) return
        const cost = naiveCost(
          request,
          plan.teams.map(({ members }) => members),
        )
        check(Math.abs(plan.score.total - cost) < 1e-6, `${plan.score.total} is ${cost}`)
      })
    },
    PATIENCE,
  )

  it(
    'TFM-6 with nine people or fewer the plan is within 2 % of the best there is, for 95 of 100 at least',
    () => {
      let good = 0
      for (let seed = 1; seed <= 100; seed++) {
        const request = crowd({ people: 7 + (seed % 3), seed, silence: 0.1 })
        const { score } = planTeams(request)
        const { cost } = optimumOf(request)
        // Rules and what is to be avoided are whole thousands: they must be the same, and the wishes within 2 %.
        const wishes = cost - (score.total - score.wishes)
        if (wishes >= 0 && score.wishes <= 1.02 * wishes + 1e-9) good++
      }
      expect(good).toBeGreaterThanOrEqual(95)
    },
    PATIENCE,
  )

  it('TFM-2 TFM-4 where pins and a pair leave no legal sizes, size gives way and the plan says so (roster 7560)', () => {
    const { teams, score } = planTeams(roster(7560))
    expect(teams.map(({ members }) => members.length)).toEqual([3, 5])
    expect(score.broken).toEqual({ size: 1, apart: 0, together: 0, pin: 0 })
  })

  it(
    'TFM-4 with nine people or fewer no rule is broken that any plan keeps, whatever is wished',
    () => {
      let keepable = 0
      for (let seed = 1; seed <= 300; seed++) {
        const { together: _, ...request } = crowd({ people: 7 + (seed % 3), seed, bonds: 0.6 })
        const possible = optimumOf(request).cost < 1e6
        if (possible) keepable++
        expect(planTeams({ ...request, steps: 400 }).score.total < 1e6).toBe(possible)
      }
      expect(keepable).toBeGreaterThan(100)
      expect(keepable).toBeLessThan(300)
    },
    PATIENCE,
  )
})
