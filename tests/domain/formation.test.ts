import { describe, expect, it } from 'vitest'
import type { Entrant, FormationAnswers, FormationRequest } from '#shared/domain/formation/entrant.ts'
import { planTeams, secondPlan } from '#shared/domain/formation/form-plan.ts'
import { formTeams } from '#shared/domain/formation/form-teams.ts'
import { drawnOf, isSamePlan, scoreTeams, type Plan } from '#shared/domain/formation/plan.ts'
import { problemOf } from '#shared/domain/formation/problem.ts'
import { dealRoles, mentorOf } from '#shared/domain/formation/roles.ts'
import { teamCount } from '#shared/domain/formation/team-count.ts'
import { teamSizes } from '#shared/domain/formation/team-sizes.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { person } from '../support/domain-builder.ts'
import { crowd } from '../load/teams/crowd.ts'

/** `a` to `z`, each with what is said of them. */
function people(count: number, answers: (index: number) => FormationAnswers = () => ({})): Entrant[] {
  return Array.from({ length: count }, (_, index) => ({
    id: person(String.fromCharCode(97 + index)),
    answers: answers(index),
  }))
}
const ids = (letters: string) => [...letters].map(person)
const membersOf = ({ teams }: Pick<Plan, 'teams'>) => teams.map(({ members }) => members.join(''))
const together = ({ teams }: Plan, one: string, other: string) =>
  teams.some(({ members }) => members.includes(person(one)) && members.includes(person(other)))

describe('forming teams by answers', () => {
  it('TFM-1 nobody, no teams; one to three people are one team', () => {
    expect(planTeams({ people: [], seed: 1 }).teams).toEqual([])
    expect(membersOf(planTeams({ people: people(3), seed: 1 }))).toEqual(['abc'])
  })

  it('TFM-2 without answers the sizes are those of an even split', () => {
    for (let count = 4; count <= 80; count++) {
      const entrants = Array.from({ length: count }, (_, index) => ({ id: person(`p${index}`) }))
      const sizes = planTeams({ people: entrants, seed: count, steps: 100 }).teams.map(
        ({ members }) => members.length,
      )
      expect(sizes.sort((a, b) => b - a)).toEqual(teamSizes(count, 5))
    }
  })

  it('TFM-3 another seed is another search', () => {
    const request = crowd({ people: 60, seed: 1 })
    expect(isSamePlan(planTeams(request).teams, planTeams({ ...request, seed: 2 }).teams)).toBe(false)
  })

  it.each([
    [100, 5, 100, 20],
    [100, 5, 18, 18],
    [100, 5, 16, 20],
    [100, 4, 0, 25],
    [7, 5, 1, 2],
    [5, 5, 0, 1],
  ])('TFM-8 %i people with an aim of %i and %i mentors make %i teams', (count, aim, mentors, teams) => {
    expect(teamCount(count, aim, mentors)).toBe(teams)
  })

  it('TFM-4 keeping people apart weighs more than all wishes', () => {
    const alike = people(8, (index) => ({ challenge: index < 4 ? 'faq' : 'chat', company: `c${index}` }))
    expect(membersOf(planTeams({ people: alike, seed: 1 }))).toEqual(['efgh', 'abcd'])
    const plan = planTeams({ people: alike, seed: 1, apart: [[person('a'), person('b')]] })
    expect(together(plan, 'a', 'b')).toBe(false)
  })

  it('TFM-4 who must sit together does, and a pin holds, whatever it costs', () => {
    const alike = people(8, (index) => ({ challenge: index < 4 ? 'faq' : 'chat' }))
    expect(together(planTeams({ people: alike, seed: 1, together: [ids('ah')] }), 'a', 'h')).toBe(true)
    const before = [
      { key: 'x', members: ids('abgh') },
      { key: 'y', members: ids('cdef') },
    ]
    const plan = planTeams({ people: alike, seed: 1, before, pinned: ids('ag') })
    expect(plan.teams.find(({ before }) => before === 'x')?.members).toEqual(
      expect.arrayContaining(ids('ag')),
    )
    expect(plan.teams.map(({ before }) => before)).toEqual(['x', null])
  })

  it('TFM-5 a wish to sit together that contradicts another rule is dropped, with the reason', () => {
    const before = [
      { key: 'x', members: ids('ab') },
      { key: 'y', members: ids('cd') },
    ]
    const request: FormationRequest = {
      people: people(12),
      seed: 1,
      before,
      pinned: ids('ac'),
      apart: [[person('e'), person('f')]],
      together: [ids('ac'), ids('ef'), ids('ghij'), ids('kl')],
    }
    expect(problemOf(request).dropped).toEqual([
      { people: ids('ac'), because: 'pinned-apart' },
      { people: ids('ef'), because: 'kept-apart' },
      { people: ids('ghij'), because: 'too-many' },
    ])
    const plan = planTeams(request)
    expect([together(plan, 'e', 'f'), together(plan, 'k', 'l')]).toEqual([false, true])
  })

  it('TFM-8 every team has a mentor where there are enough, who solved its challenge where that can be', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { counts } = planTeams({ ...crowd({ people: 40, seed, mentors: 0.45 }), steps: 4_000 }).score
      expect(counts.withoutMentor, `seed ${seed}`).toBe(0)
    }
    const taught = people(10, (index) => ({
      challenge: index < 5 ? 'faq' : 'chat',
      ...(index === 0 ? { mentor: true, solved: ['chat'] } : {}),
      ...(index === 9 ? { mentor: true, solved: ['faq'] } : {}),
    }))
    expect(planTeams({ people: taught, seed: 1 }).score.counts).toMatchObject({
      withoutMentor: 0,
      mentorElsewhere: 0,
    })
  })

  it('TFM-8 who would rather not is a mentor nowhere', () => {
    const asked = people(5, (index) => ({
      challenge: 'faq',
      mentor: index === 0,
      solved: index === 0 ? ['faq'] : [],
    }))
    const declined = asked.map((one) => ({ ...one, declinesMentoring: true }))
    expect(planTeams({ people: declined, seed: 1 }).score.counts.withoutMentor).toBe(1)
    const [team] = formTeams({
      by: 'answers',
      request: { people: declined, seed: 1 },
      newId: () => 't',
      locale: 'ja',
    })
    expect(team?.members.some(({ role }) => role === 'mentor')).toBe(false)
  })

  it('TFM-9 no colleagues and no lone first-timer where a plan without them was dealt out before', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { people: made, ...request } = crowd({ people: 30, seed, mentors: 0.6 })
      // Six teams of five: a company has at most one person in each, and each team has two first-timers or none.
      const avoidable = made.map((one, index) => ({
        ...one,
        answers: {
          ...one.answers,
          company: `c${Math.floor(index / 6)}`,
          firstTime: index % 6 < 3 && index < 12,
        },
      }))
      const { counts } = planTeams({ ...request, people: avoidable }).score
      expect(counts, `seed ${seed}`).toMatchObject({ colleagues: 0, loneFirstTimers: 0 })
    }
  })

  it('TFM-9 companies of one group, and one company written in two ways, count as one', () => {
    const named = ['株式会社あおぞら', 'あおぞら(株)', 'みずうみ', 'もり', 'そら', 'かぜ', 'うみ', 'やま']
    const spelt = people(8, (index) => ({
      company: named[index] ?? null,
      ...(index === 2 || index === 3 ? { companyGroup: 'しぜん' } : {}),
    }))
    const plan = planTeams({ people: spelt, seed: 1 })
    expect([together(plan, 'a', 'b'), together(plan, 'c', 'd')]).toEqual([false, false])
  })

  it('TFM-10 who has answered nothing has a seat like everybody else', () => {
    const half = people(11, (index) => (index % 2 === 0 ? { challenge: 'faq', size: 3, job: 'dev' } : {}))
    const empty = people(11, (index) =>
      index % 2 === 0 ? (half[index]?.answers ?? {}) : { challenge: '', job: null, size: null },
    )
    const plan = planTeams({ people: half, seed: 1 })
    expect(plan.teams.flatMap(({ members }) => members).sort()).toEqual(half.map(({ id }) => id))
    expect(planTeams({ people: empty, seed: 1 })).toEqual(plan)
  })

  it('TFM-11 a wish of 0 counts nothing, and the axis is a choice', () => {
    const request = crowd({ people: 40, seed: 3 })
    const score = (changed: Partial<FormationRequest>) => planTeams({ ...request, ...changed }).score
    expect(score({ wishes: { challenge: 0 } }).terms.challenge).toBe(0)
    expect(score({ wishes: { challenge: 0, axis: 2 } }).counts.axisSpread).toBeLessThan(
      score({}).counts.axisSpread,
    )
    expect(score({ axis: 'industry', wishes: { challenge: 0 } }).terms.axis).toBeLessThan(
      scoreTeams({ ...request, axis: 'industry' }, planTeams(request).teams).terms.axis,
    )
  })

  it('TFM-11 beginners and regulars can be kept apart instead of mixed', () => {
    const mixed = people(10, (index) => ({ firstTime: index % 2 === 0 }))
    const plan = planTeams({ people: mixed, seed: 1, newcomers: 'apart' })
    expect(membersOf(plan).sort()).toEqual(['acegi', 'bdfhj'])
  })

  it('TFM-12 the second plan seats people otherwise, and there is none where nobody can sit otherwise', () => {
    for (const count of [8, 9, 30]) {
      const request = crowd({ people: count, seed: count })
      const first = planTeams(request)
      const second = secondPlan(request, first)
      expect(second === null || isSamePlan(first.teams, second.teams)).toBe(false)
      expect(second?.score.total).toBeGreaterThanOrEqual(first.score.total - 1e-6)
    }
    const alone = { people: people(5), seed: 1 }
    expect(secondPlan(alone, planTeams(alone))).toBeNull()
  })

  it('TFM-7 a plan drawn by hand is measured as the search measures it', () => {
    const request = crowd({ people: 45, seed: 5 })
    const plan = planTeams(request)
    expect(scoreTeams(request, [...plan.teams].reverse()).total).toBeCloseTo(plan.score.total, 9)
    const torn = {
      ...request,
      together: [plan.teams.map(({ members }) => members[0] as ParticipantId).slice(0, 2)],
    }
    expect(drawnOf(torn, plan.teams).seating.burden.some((burden) => burden >= 1_000)).toBe(true)
    expect(scoreTeams(torn, plan.teams).broken.together).toBeGreaterThan(0)
  })

  it('TFM-22 the rarest challenges share one place when there are more than 31', () => {
    const many = Array.from({ length: 80 }, (_, index) => ({
      id: person(`p${index}`),
      answers: { challenge: `c${index < 40 ? 0 : index}` },
    }))
    const { challenges, primary } = problemOf({ people: many, seed: 1 }).roster
    expect(challenges.length).toBe(31)
    expect(challenges).toContain('c0')
    expect(challenges.at(-1)).toBe('other')
    expect(primary.every((bit) => bit > 0)).toBe(true)
  })
})

describe('roles', () => {
  it('TFM-21 everybody has one role, and nobody does again what they did if others can', () => {
    const earlier = {
      a: ['lead'],
      b: ['scribe'],
      c: ['timekeeper'],
      d: ['presenter'],
      e: ['mentor'],
    } as const
    const dealt = dealRoles(ids('abcd'), () => false, earlier as never)
    expect(dealt.map(({ role }) => role).sort()).toEqual(['lead', 'presenter', 'scribe', 'timekeeper'])
    for (const { participantId, role } of dealt) expect(role).not.toBe((earlier as never)[participantId]?.[0])
    expect(dealRoles(ids('ab'), () => false, { [person('a')]: ['lead', 'lead'] })).toEqual([
      { participantId: 'a', role: 'presenter' },
      { participantId: 'b', role: 'lead' },
    ])
  })

  it('TFM-21 over workshops of five everybody has had every role that is not the mentor’s', () => {
    const earlier: Record<ParticipantId, string[]> = {}
    for (let workshop = 0; workshop < 5; workshop++) {
      for (const { participantId, role } of dealRoles(ids('abcde'), () => false, earlier as never)) {
        earlier[participantId] = [role, ...(earlier[participantId] ?? [])]
      }
    }
    for (const roles of Object.values(earlier)) expect(new Set(roles).size).toBe(5)
  })

  it('TFM-21 the mentor has solved the challenge if anybody has, takes turns, and never presents', () => {
    const offering = [
      { id: person('a'), solvedIt: false },
      { id: person('b'), solvedIt: true },
      { id: person('c'), solvedIt: true },
    ]
    expect(mentorOf(offering, 5)).toBe('b')
    expect(mentorOf(offering, 5, { [person('b')]: ['mentor'] })).toBe('c')
    expect(mentorOf(offering, 1)).toBeNull()
    const all = people(4, () => ({ challenge: 'faq', solved: ['faq'], mentor: true }))
    const [team] = formTeams({
      by: 'answers',
      request: { people: all, seed: 1 },
      newId: () => 't',
      locale: 'en',
    })
    expect(team?.members.map(({ role }) => role).sort()).toEqual(['lead', 'mentor', 'presenter', 'scribe'])
  })

  it('TFM-21 who could be the mentor as well presents only if nobody else can', () => {
    const couldMentor = (id: ParticipantId) => id !== person('b')
    for (const letters of ['abcd', 'badc']) {
      const dealt = dealRoles(ids(letters), () => false, { [person('b')]: ['presenter'] }, couldMentor)
      expect(dealt.find(({ role }) => role === 'presenter')?.participantId).toBe('b')
    }
  })
})
