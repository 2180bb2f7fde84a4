import { describe, expect, it } from 'vitest'
import { formTeams, teamName } from '#shared/domain/formation/form-teams.ts'
import { teamSizes } from '#shared/domain/formation/team-sizes.ts'
import type { TEAM_ROLES } from '#shared/domain/state.ts'
import { seededRandom } from '#shared/random.ts'
import { accepted, FACILITATOR, person, refused, Story, teamId, typesOf } from '../support/domain-builder.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)
const form = (seed?: number, size?: number) =>
  ({
    type: 'team.form',
    by: 'headcount',
    ...(seed === undefined ? {} : { seed }),
    ...(size === undefined ? {} : { size }),
  }) as const
const role = (id: string, role: (typeof TEAM_ROLES)[number]) =>
  ({ type: 'team.role', participantId: person(id), role }) as const
const move = (id: string, to: string | null) =>
  ({ type: 'team.move', participantId: person(id), teamId: to === null ? null : teamId(to) }) as const
const membersOf = (story: Story) =>
  story.state.teams.map((team) => team.members.map((one) => one.participantId))

describe('forming teams', () => {
  it('TEA-1 everyone who is here, and nobody else, is in exactly one team', () => {
    const story = Story.planning()
      .seats(...people(11))
      .away('p3', 'p7')
      .facilitated(form(1))
    const dealt = membersOf(story).flat()
    expect(dealt.length).toBe(9)
    expect(new Set(dealt)).toEqual(new Set(people(11).filter((id) => id !== 'p3' && id !== 'p7')))
    expect(story.state.participants.filter((one) => one.teamId === null).map((one) => one.id)).toEqual([
      'p3',
      'p7',
    ])
  })

  it('TEA-1 TEA-2 sizes are even, at most six, and nobody is alone, for every number of people and every aim', () => {
    for (let count = 2; count <= 120; count++) {
      for (const aim of [2, 3, 4, 5, 6]) {
        const sizes = teamSizes(count, aim)
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
        expect(Math.max(...sizes) - Math.min(...sizes), `${count}/${aim}`).toBeLessThanOrEqual(1)
        expect(Math.max(...sizes), `${count}/${aim}`).toBeLessThanOrEqual(6)
        expect(Math.min(...sizes), `${count}/${aim}`).toBeGreaterThanOrEqual(2)
        const possible = count >= 4 && count !== 7
        if (aim === 5 && possible) expect(Math.min(...sizes), `${count}`).toBeGreaterThanOrEqual(4)
      }
    }
  })

  it.each([
    [1, 5, [1]],
    [2, 5, [2]],
    [3, 5, [3]],
    [6, 5, [6]],
    [6, 3, [3, 3]],
    [7, 5, [4, 3]],
    [8, 5, [4, 4]],
    [9, 5, [5, 4]],
    [11, 5, [6, 5]],
    [12, 5, [4, 4, 4]],
    [12, 6, [6, 6]],
    [13, 5, [5, 4, 4]],
    [0, 5, []],
  ])('TEA-2 %i people with an aim of %i sit as %j', (count, aim, sizes) => {
    expect(teamSizes(count, aim)).toEqual(sizes)
  })

  it.each([
    [1, ['lead']],
    [2, ['lead', 'presenter']],
    [3, ['lead', 'scribe', 'presenter']],
    [4, ['lead', 'scribe', 'timekeeper', 'presenter']],
    [6, ['lead', 'scribe', 'timekeeper', 'presenter', 'member', 'member']],
  ])('TEA-3 a team of %i has %j', (count, roles) => {
    const story = Story.planning()
      .seats(...people(count))
      .facilitated(form(1, 6))
    expect(story.state.teams[0]?.members.map((one) => one.role)).toEqual(roles)
  })

  it('TEA-4 the same seed gives the same people the same teams, another seed others', () => {
    const formed = (seed: number) =>
      membersOf(
        Story.planning()
          .seats(...people(12))
          .facilitated(form(seed)),
      )
    expect(formed(42)).toEqual(formed(42))
    expect(formed(42)).not.toEqual(formed(43))
  })

  it('TEA-5 nobody here, no teams', () => {
    expect(Story.planning().ask(FACILITATOR, form())).toEqual(refused('nobody_here'))
    expect(Story.planning().seats('aoi').away('aoi').ask(FACILITATOR, form())).toEqual(refused('nobody_here'))
  })

  it('TEA-6 mentors stay mentors and are spread over the teams', () => {
    const mentors = ['p0', 'p1', 'p2'].map(person)
    const teams = formTeams({
      by: 'headcount',
      participantIds: people(12).map(person),
      mentors,
      size: 4,
      random: seededRandom(3),
      newId: () => 't',
      locale: 'ja',
    })
    const roles = teams.map((team) => team.members.map((one) => one.role))
    expect(roles.map((team) => team.filter((one) => one === 'mentor').length)).toEqual([1, 1, 1])
    expect(roles.every((team) => team.includes('presenter'))).toBe(true)
    const mentorsDealt = teams.flatMap((team) => team.members).filter((one) => one.role === 'mentor')
    expect(new Set(mentorsDealt.map((one) => one.participantId))).toEqual(new Set(mentors))
  })

  it('TEA-6 whatever the seed, a mentor is never dealt presenter when teams are formed again', () => {
    const story = Story.planning()
      .seats(...people(6))
      .teams(3)
      .facilitated(role('p0', 'mentor'))
    for (let seed = 0; seed < 20; seed++) expect(story.facilitated(form(seed, 3)).role('p0')).toBe('mentor')
  })

  it('TEA-7 forming again keeps ids, names and boards; a team with cards never goes', () => {
    const story = Story.planning()
      .seats(...people(6))
      .teams(2)
      .open()
      .goTo('list-ideals')
      .posts('p4', 'c1')
    story.facilitated({ type: 'team.rename', teamId: teamId('team1'), name: 'あおぞら' })
    story.away('p3', 'p4', 'p5').facilitated(form(1))
    expect(story.state.teams.map(({ id, name, members }) => [id, name, members.length])).toEqual([
      ['team1', 'あおぞら', 3],
      ['team3', 'チーム3', 0],
    ])
  })

  it('TEA-14 teams are called by letters, also after the twenty-sixth', () => {
    expect([0, 1, 25, 26, 27].map((index) => teamName(index, 'ja'))).toEqual(
      ['A', 'B', 'Z', 'AA', 'AB'].map((letters) => `チーム${letters}`),
    )
    const english = Story.planning({ locale: 'en' })
      .seats(...people(8))
      .facilitated(form(1))
    expect(english.state.teams.map((team) => team.name)).toEqual(['Team A', 'Team B'])
  })
})

describe('editing teams', () => {
  const twoTeams = () =>
    Story.planning()
      .seats(...people(6))
      .teams(3)

  it('TEA-8 who is moved keeps their role if it is free there', () => {
    const story = Story.planning()
      .seats(...people(6))
      .teams(4)
    expect(story.facilitated(move('p2', 'team2')).role('p2')).toBe('scribe')
    expect(membersOf(story)).toEqual([
      ['p0', 'p1', 'p3'],
      ['p4', 'p5', 'p2'],
    ])
  })

  it('TEA-8 otherwise they take a free one, and a mentor stays mentor', () => {
    expect(
      Story.planning()
        .seats(...people(5))
        .teams(3)
        .facilitated(move('p0', 'team2'))
        .role('p0'),
    ).toBe('scribe')
    const story = twoTeams().facilitated(role('p1', 'mentor')).facilitated(move('p4', 'team1'))
    expect(story.facilitated(move('p1', 'team2')).role('p1')).toBe('mentor')
  })

  it('TEA-9 a person can be taken out of any team; moving to where one is changes nothing', () => {
    const story = twoTeams()
    expect(story.ask(FACILITATOR, move('p0', 'team1'))).toEqual(accepted())
    expect(story.ask(FACILITATOR, move('p0', null))).toEqual(
      accepted({ type: 'team.moved', participantId: person('p0'), teamId: null }),
    )
    expect(membersOf(story.facilitated(move('p0', null)))[0]).toEqual(['p1', 'p2'])
    expect(story.ask(FACILITATOR, move('nobody', null))).toEqual(refused('participant_unknown'))
    expect(story.ask(FACILITATOR, move('p0', 'nowhere'))).toEqual(refused('team_unknown'))
  })

  it('TEA-10 a role of which there is one is swapped with who holds it', () => {
    const story = twoTeams().facilitated(role('p0', 'presenter'))
    expect(['p0', 'p1', 'p2'].map((id) => story.role(id))).toEqual(['presenter', 'lead', 'scribe'])
    expect(story.ask(FACILITATOR, role('p0', 'presenter'))).toEqual(accepted())
    expect(story.ask(FACILITATOR, role('nobody', 'lead'))).toEqual(refused('participant_unknown'))
    expect(story.facilitated(move('p0', null)).ask(FACILITATOR, role('p0', 'lead'))).toEqual(
      refused('no_team'),
    )
  })

  it('TEA-10 mentoring is not handed on by a swap', () => {
    const story = twoTeams().facilitated(role('p2', 'mentor')).facilitated(role('p2', 'lead'))
    expect(['p0', 'p1', 'p2'].map((id) => story.role(id))).toEqual(['member', 'presenter', 'lead'])
  })

  it('TEA-11 a mentor is never made presenter', () => {
    const story = twoTeams().facilitated(role('p2', 'mentor'))
    expect(story.ask(FACILITATOR, role('p2', 'presenter'))).toEqual(refused('mentor_never_presents'))
  })

  it('TEA-11 not by moving, not by others leaving, not by forming again', () => {
    const story = twoTeams().facilitated(role('p2', 'mentor')).facilitated(move('p4', null))
    story.facilitated(move('p2', 'team2')).by('p1', { type: 'seat.leave' })
    expect(story.role('p2')).toBe('mentor')
    expect(story.facilitated(form(5, 6)).role('p2')).toBe('mentor')
  })

  it('TEA-12 a presenter who becomes mentor hands presenting on', () => {
    const story = Story.planning()
      .seats(...people(5))
      .teams(5)
      .facilitated(role('p1', 'mentor'))
    expect(['p0', 'p1', 'p2', 'p3', 'p4'].map((id) => story.role(id))).toEqual([
      'lead',
      'mentor',
      'scribe',
      'timekeeper',
      'presenter',
    ])
    expect(story.facilitated(role('p4', 'mentor')).role('p3')).toBe('presenter')
  })

  it('TEA-12 without a team-mate who may present it is refused', () => {
    const story = Story.planning()
      .seats(...people(2))
      .teams(2)
      .facilitated(role('p0', 'mentor'))
    expect(story.ask(FACILITATOR, role('p1', 'mentor'))).toEqual(refused('mentor_never_presents'))
  })

  it('TEA-13 a team’s name has 1 to 40 characters', () => {
    const story = twoTeams()
    const rename = (name: string, id = 'team1') =>
      ({ type: 'team.rename', teamId: teamId(id), name }) as const
    expect(typesOf(story.ask(FACILITATOR, rename('あおぞら')))).toEqual(['team.renamed'])
    expect(story.facilitated(rename(' あおぞら ')).state.teams[0]?.name).toBe('あおぞら')
    expect(story.ask(FACILITATOR, rename('あおぞら'))).toEqual(accepted())
    expect(story.ask(FACILITATOR, rename(' '))).toEqual(refused('name_invalid', { limit: 40 }))
    expect(story.ask(FACILITATOR, rename('あ'.repeat(41)))).toEqual(refused('name_invalid', { limit: 40 }))
    expect(story.ask(FACILITATOR, rename('あ', 'nowhere'))).toEqual(refused('team_unknown'))
  })
})
