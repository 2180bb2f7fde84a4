import { describe, expect, it } from 'vitest'
import { comparePlan } from '#shared/domain/formation/compare.ts'
import { differencesOf } from '#shared/domain/formation/difference.ts'
import type { FormationAnswers, FormationRequest } from '#shared/domain/formation/entrant.ts'
import { explainPerson } from '#shared/domain/formation/explain-person.ts'
import { explainTeams } from '#shared/domain/formation/explain-team.ts'
import { planTeams } from '#shared/domain/formation/form-plan.ts'
import { mentorShortages } from '#shared/domain/formation/mentors.ts'
import { scoreTeams } from '#shared/domain/formation/plan.ts'
import { worthOfMentor } from '#shared/domain/formation/sensitivity.ts'
import { successorsOf } from '#shared/domain/formation/successors.ts'
import { unmetWishes } from '#shared/domain/formation/unmet.ts'
import { must } from '#shared/result.ts'
import { person } from '../support/domain-builder.ts'
import { crowd } from '../load/teams/crowd.ts'

const ids = (letters: string) => [...letters].map(person)
const asking = (letters: string, answers: (letter: string) => FormationAnswers): FormationRequest => ({
  seed: 1,
  people: [...letters].map((letter) => ({ id: person(letter), answers: answers(letter) })),
})
const drawn = (...teams: string[]) =>
  teams.map((letters) => ({ before: null, members: ids(letters), challenge: null }))

describe('a plan explained', () => {
  it('TFM-16 what is told of a team is counted among its people', () => {
    const request: FormationRequest = {
      ...asking('abcd', (letter) => ({
        challenge: letter === 'd' ? 'chat' : 'faq',
        size: letter === 'a' ? 4 : 2,
        mentor: letter === 'd',
        solved: letter === 'd' ? ['faq'] : [],
        firstTime: letter === 'a',
        onSite: letter !== 'b',
        company: 'ab'.includes(letter) ? 'あおぞら' : letter,
        job: 'dev',
      })),
      earlier: [[ids('cd')]],
    }
    expect(explainTeams(request, drawn('abcd'))).toMatchObject([
      {
        size: 4,
        challenge: { challenge: 'faq', sharing: 3 },
        axis: { axis: 'size', commonest: 2, spread: 2 },
        mentors: [{ participantId: 'd', solvedIt: true }],
        firstTimers: 1,
        regulars: 3,
        online: 1,
        jobs: 1,
        colleagues: [['a', 'b']],
        metBefore: [['c', 'd']],
        terms: { axis: 6, company: 12, history: 6, newcomer: 4, online: 4, diversity: 4.5, mentor: 0 },
      },
    ])
  })

  it('TFM-17 a counterfactual costs what the plan with that exchange costs more', () => {
    const request = crowd({ people: 23, seed: 8 })
    const { teams, score } = planTeams(request)
    for (const { id } of request.people) {
      const facts = must(explainPerson(request, teams, id), 'facts')
      expect(facts.elsewhere.length).toBe(teams.length - 1)
      expect(facts.reasons.length).toBeLessThanOrEqual(2)
      expect(facts.reasons.every(({ worth }) => worth > 0)).toBe(true)
      const [first] = facts.elsewhere
      const { team, instead, dearer } = must(first, 'a counterfactual')
      const exchanged = teams.map(({ members }, index) => ({
        before: null,
        members: [
          ...members.filter((one) => one !== id && !instead.includes(one)),
          ...(index === team ? [id] : []),
          ...(members.includes(id) ? instead : []),
        ],
      }))
      expect(scoreTeams(request, exchanged).total - score.total).toBeCloseTo(dearer, 6)
    }
  })

  it('TFM-17 who shares the challenge is told so, and what would be lost elsewhere', () => {
    const request = asking('abcdefgh', (letter) => ({ challenge: letter < 'e' ? 'faq' : 'chat' }))
    const facts = must(explainPerson(request, drawn('abcd', 'efgh'), person('a')), 'facts')
    expect(facts.reasons[0]?.term).toBe('challenge')
    expect(facts.elsewhere[0]).toMatchObject({ team: 1, now: { sharing: 4 }, then: { sharing: 3 } })
    expect(explainPerson(request, drawn('bcd', 'efgh'), person('a'))).toBeNull()
  })

  it('TFM-18 a plan beats chance and the construction, and says by what', () => {
    const request = crowd({ people: 60, seed: 2, mentors: 0.3 })
    const { plan, chance, construction } = comparePlan(request, planTeams(request))
    expect(plan.total).toBeLessThanOrEqual(construction.total)
    expect(plan.wishes).toBeLessThan(chance.wishes / 2)
    expect(plan.counts.sharing).toBeGreaterThan(chance.counts.sharing)
    expect(comparePlan(request, planTeams(request)).chance).toEqual(chance)
  })

  it('TFM-19 a challenge with fewer mentors than teams is told with both numbers', () => {
    const request = asking('abcdefgh', (letter) => ({
      challenge: 'faq',
      mentor: 'ah'.includes(letter),
      solved: letter === 'a' ? ['faq'] : letter === 'h' ? ['chat'] : [],
    }))
    expect(mentorShortages(request, planTeams(request))).toMatchObject([
      { challenge: 'faq', needed: 2, registered: 1, teams: [expect.any(Number)] },
    ])
  })

  it('TFM-19 every unmet wish is told with the reason that binds', () => {
    const request: FormationRequest = {
      ...asking('abcdefgh', (letter) => ({
        challenge: 'faq',
        company: 'abc'.includes(letter) ? 'あおぞら' : letter,
        firstTime: letter === 'h',
        mentor: letter === 'a',
        solved: letter === 'a' ? ['faq'] : [],
      })),
      apart: [[person('e'), person('f')]],
      together: [ids('ef')],
    }
    const told = unmetWishes(request, planTeams(request))
    expect(told).toContainEqual({ kind: 'together', people: ['e', 'f'], because: 'kept-apart' })
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'no-mentor', because: { kind: 'supply', needed: 2, registered: 1 } }),
    )
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'colleagues', because: { kind: 'crowded', people: 3, teams: 2 } }),
    )
    expect(told).toContainEqual(
      expect.objectContaining({
        kind: 'lone-first-timer',
        because: { kind: 'supply', needed: 2, registered: 1 },
      }),
    )
    expect(told.map(({ kind }) => kind)).not.toContain('apart')
    expect(unmetWishes(request, { teams: drawn('abef', 'cdgh') })[0]).toMatchObject({
      kind: 'apart',
      pair: ['e', 'f'],
    })
  })

  it('TFM-20 one more mentor is worth what forming again with one gains', () => {
    const request = asking('abcdefghi', (letter) => ({
      challenge: 'faq',
      mentor: letter === 'a',
      solved: letter === 'a' ? ['faq'] : [],
    }))
    const { before, after } = worthOfMentor(request, planTeams(request).score, 'faq')
    expect([before.counts.withoutMentor, after.counts.withoutMentor]).toEqual([1, 0])
    expect(after.wishes).toBeLessThan(before.wishes)
  })

  it('TFM-23 what tells two arrangements apart is told in people, the gravest first, and neither way round is lost', () => {
    const request = asking('abcdefgh', (letter) => ({
      challenge: 'aceg'.includes(letter) ? 'faq' : 'chat',
      mentor: 'ab'.includes(letter),
      solved: letter === 'a' ? ['faq'] : letter === 'b' ? ['chat'] : [],
      company: 'cd'.includes(letter) ? 'あおぞら' : letter,
    }))
    const good = scoreTeams(request, drawn('aceg', 'bdfh'))
    const poor = scoreTeams(request, drawn('abcd', 'efgh'))
    expect(differencesOf(good, poor)).toEqual([
      { measure: 'withoutMentor', before: 0, after: 1, better: false },
      { measure: 'colleagues', before: 0, after: 1, better: false },
      { measure: 'sharing', before: 1, after: 0.5, better: false },
    ])
    expect(differencesOf(poor, good).map(({ measure, better }) => [measure, better])).toEqual([
      ['withoutMentor', true],
      ['colleagues', true],
      ['sharing', true],
    ])
    expect(differencesOf(good, scoreTeams(request, drawn('hfdb', 'geca')))).toEqual([])
  })

  it('TFM-24 a team goes on where more than half of its members come from, and none goes on twice', () => {
    const before = [
      { id: 'one', members: ids('abcde') },
      { id: 'two', members: ids('fghi') },
    ]
    const from = (...teams: string[]) => successorsOf(drawn(...teams), before)
    expect(from('abcdf', 'ghie')).toEqual(['one', 'two'])
    expect(from('ghi', 'xyz', 'abce')).toEqual(['two', null, 'one'])
    expect(from('abfg', 'cdhi')).toEqual([null, null])
    expect(from('ab', 'cde')).toEqual([null, 'one'])
    expect(from()).toEqual([])
  })
})
