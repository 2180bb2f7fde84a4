import { describe, expect, it } from 'vitest'
import { placeLate, planWithoutAbsent, type DayRequest } from '#shared/domain/formation/day-of.ts'
import type { FormationAnswers } from '#shared/domain/formation/entrant.ts'
import { planTeams } from '#shared/domain/formation/form-plan.ts'
import { teamsWithoutMentor } from '#shared/domain/formation/mentors.ts'
import { person } from '../support/domain-builder.ts'
import { crowd } from '../load/teams/crowd.ts'

const ids = (letters: string) => [...letters].map(person)

/** Teams written as letters, and what each letter answered. */
function teams(
  drawn: Record<string, string>,
  answers: (letter: string) => FormationAnswers = () => ({}),
): DayRequest {
  const before = Object.entries(drawn).map(([key, letters]) => ({ key, members: ids(letters) }))
  return {
    seed: 1,
    before,
    people: before.flatMap(({ members }) => members).map((id) => ({ id, answers: answers(id) })),
  }
}
const seatedIn = ({ plan }: ReturnType<typeof planWithoutAbsent>) =>
  Object.fromEntries(plan.teams.map(({ before, members }) => [before, members.join('')]))

describe('changes on the day', () => {
  it('TFM-13 a team of three goes on, and nobody moves', () => {
    const day = planWithoutAbsent(teams({ x: 'abcde', y: 'fghij' }), ids('ij'))
    expect(seatedIn(day)).toEqual({ x: 'abcde', y: 'fgh' })
    expect([day.moved, day.merged]).toEqual([[], []])
  })

  it('TFM-13 a team of two joins the one with its challenge, whole', () => {
    const challenge = (letter: string) => ({ challenge: letter < 'i' ? 'faq' : 'chat' })
    const request = teams({ x: 'abcd', y: 'efgh', z: 'ijkl', s: 'mn' }, challenge)
    expect(planWithoutAbsent({ ...request, seed: 3 }, ids('gh')).merged).toEqual([
      { team: 's', into: 'z' },
      { team: 'y', into: 'x' },
    ])
    expect(planWithoutAbsent(request, []).moved).toEqual(ids('mn'))
  })

  it('TFM-13 a team that ends leaves no trace, and one nobody has room for is filled', () => {
    expect(seatedIn(planWithoutAbsent(teams({ x: 'abcd', y: 'efgh' }), ids('efgh')))).toEqual({ x: 'abcd' })
    const full = planWithoutAbsent(teams({ x: 'abcdef', y: 'ghijkl', z: 'mnopq' }), ids('opq'))
    expect(full.plan.teams.map(({ members }) => members.length).sort()).toEqual([3, 5, 6])
    expect(full.moved.length).toBe(1)
  })

  it('TFM-13 in a hall where one in five is absent, few people change teams', () => {
    const request = crowd({ people: 100, seed: 4 })
    const before = planTeams(request).teams.map(({ members }, index) => ({ key: `t${index}`, members }))
    const absent = request.people.flatMap(({ id }, index) => (index % 5 === 0 ? [id] : []))
    const day = planWithoutAbsent({ ...request, before }, absent)
    const seated = day.plan.teams.flatMap(({ members }) => members)
    expect(seated.sort()).toEqual(request.people.map(({ id }) => id).filter((id) => !absent.includes(id)))
    expect(day.moved.length).toBeLessThan(20)
    expect(day.plan.teams.every(({ members }) => members.length >= 3 && members.length <= 6)).toBe(true)
  })

  it('TFM-14 who comes late goes where they cost least, small teams first', () => {
    const challenge = (letter: string) => ({ challenge: letter < 'e' ? 'faq' : 'chat' })
    const request = teams({ x: 'abcd', y: 'efgh' }, challenge)
    const late = { id: person('z'), answers: { challenge: 'faq' } }
    expect(placeLate({ ...request, people: [...request.people, late] }, ids('z'))).toEqual([
      { participantId: 'z', team: 'x', full: false },
    ])
    const uneven = teams({ x: 'abcdef', y: 'ghij' })
    expect(placeLate({ ...uneven, people: [...uneven.people, { id: person('z') }] }, ids('z'))[0]?.team).toBe(
      'y',
    )
  })

  it('TFM-14 several are placed one after the other, and a full house says so', () => {
    const request = teams({ x: 'abcde', y: 'fghijk' })
    const late = ids('yz').map((id) => ({ id }))
    expect(placeLate({ ...request, people: [...request.people, ...late] }, ids('zyy'))).toEqual([
      { participantId: 'y', team: 'x', full: false },
      { participantId: 'z', team: 'x', full: true },
    ])
    expect(placeLate({ ...request, before: [] }, ids('z'))).toEqual([])
    expect(placeLate(request, ids('a'))).toEqual([])
  })

  it('TFM-15 a team whose mentor does not come is told who has solved it, else who may visit', () => {
    const answers = (letter: string): FormationAnswers => ({
      challenge: 'faq',
      mentor: 'fg'.includes(letter),
      solved: 'bcfg'.includes(letter) ? ['faq'] : [],
    })
    const request = teams({ x: 'abcd', y: 'efgh', z: 'ijkl' }, answers)
    const drawn = request.before.map(({ key, members }) => ({ before: key, members, challenge: 'faq' }))
    expect(teamsWithoutMentor(request, drawn)).toEqual([
      { team: 0, challenge: 'faq', advice: { kind: 'promote', participantIds: ['b', 'c'] } },
      { team: 2, challenge: 'faq', advice: { kind: 'visit', participantIds: ['f', 'g'] } },
    ])
    const people = request.people.map((one) => ({ ...one, declinesMentoring: 'bf'.includes(one.id) }))
    const told = teamsWithoutMentor({ ...request, people }, drawn).map(({ advice }) => advice.participantIds)
    expect(told).toEqual([['c'], ['g']])
  })
})
