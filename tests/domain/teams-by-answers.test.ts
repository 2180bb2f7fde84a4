import { describe, expect, it } from 'vitest'
import type { ParticipantId, TeamId } from '#shared/ids.ts'
import { FACILITATOR, person, refused, Story, teamId } from '../support/domain-builder.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)
const ids = (...names: readonly string[]): ParticipantId[] => names.map(person)
const form = (seed = 1) => ({ type: 'team.form', by: 'answers', seed }) as const
const planned = (...teams: readonly { before?: TeamId; members: ParticipantId[]; challenge?: string }[]) => ({
  ...form(),
  plan: [...teams],
})
const seating = (story: Story) =>
  story.state.teams.map(({ id, name, members }) => [id, name, members.map((one) => one.participantId)])
const together = (story: Story) =>
  story.state.teams.map(({ members }) => members.map((one) => one.participantId as string).sort())

/** Four with one challenge and four with another, in turns. */
function eight(): Story {
  const story = Story.planning().seats(...people(8))
  people(8).forEach((id, index) =>
    story.answered(id, { challenge: index % 2 === 0 ? '秘密の集客' : '秘密の継続' }),
  )
  return story
}

describe('forming teams by answers', () => {
  it('TEA-15 those with one challenge sit together, and no answer enters an event', () => {
    const story = eight().facilitated(form())
    expect(together(story).sort()).toEqual([
      ['p0', 'p2', 'p4', 'p6'],
      ['p1', 'p3', 'p5', 'p7'],
    ])
    expect(JSON.stringify([story.events, story.state])).not.toContain('秘密')
    const again = eight().facilitated(form())
    expect(together(again)).toEqual(together(story))
  })

  it('TEA-15 before the opening also those who are not connected, later only who is here', () => {
    const before = eight().away('p0', 'p1').facilitated(form())
    expect(together(before).flat()).toHaveLength(8)
    const later = eight().teams(4).open().away('p0', 'p1').facilitated(form())
    expect(together(later).flat().sort()).toEqual(people(8).slice(2))
    expect(Story.planning().ask(FACILITATOR, form())).toEqual(refused('nobody_here'))
    const nobody = eight()
      .teams(4)
      .open()
      .away(...people(8))
    expect(nobody.ask(FACILITATOR, form())).toEqual(refused('nobody_here'))
  })

  it('TEA-15 without any answers everybody is in one team, too', () => {
    const story = Story.planning()
      .seats(...people(11))
      .facilitated(form())
    expect(together(story).flat().sort()).toEqual(people(11).sort())
    expect(story.state.teams.map(({ members }) => members.length).sort()).toEqual([5, 6])
  })

  it('TEA-16 the plan of a facilitator is taken as it is', () => {
    const story = eight().facilitated(
      planned({ members: ids('p0', 'p1', 'p2') }, { members: ids('p3', 'p4', 'p5', 'p6', 'p7') }),
    )
    expect(together(story)).toEqual([
      ['p0', 'p1', 'p2'],
      ['p3', 'p4', 'p5', 'p6', 'p7'],
    ])
  })

  it('TEA-16 who signed up and is not here may be in it or not', () => {
    const story = eight().away('p6', 'p7')
    const six = { members: ids(...people(6)) }
    expect(story.ask(FACILITATOR, planned(six)).ok).toBe(true)
    expect(story.ask(FACILITATOR, planned(six, { members: ids('p7') })).ok).toBe(true)
  })

  it.each([
    ['leaves somebody out', [{ members: ids('p0', 'p1', 'p2') }, { members: ids('p3', 'p4', 'p5', 'p6') }]],
    [
      'has somebody twice',
      [{ members: ids('p0', 'p1', 'p2', 'p3', 'p3') }, { members: ids('p4', 'p5', 'p6', 'p7') }],
    ],
    [
      'has a stranger',
      [{ members: ids('p0', 'p1', 'p2', 'p3') }, { members: ids('p4', 'p5', 'p6', 'p7', 'px') }],
    ],
    [
      'goes on with a team that is gone',
      [
        { before: teamId('gone'), members: ids('p0', 'p1', 'p2', 'p3') },
        { members: ids('p4', 'p5', 'p6', 'p7') },
      ],
    ],
    [
      'goes on with one team twice',
      [
        { before: teamId('team1'), members: ids('p0', 'p1', 'p2', 'p3') },
        { before: teamId('team1'), members: ids('p4', 'p5', 'p6', 'p7') },
      ],
    ],
  ])('TEA-16 a plan that %s is refused', (_, teams) => {
    const story = eight().teams(4)
    expect(story.ask(FACILITATOR, planned(...teams))).toEqual(refused('plan_outdated'))
  })

  it('TEA-16 a team of seven is taken, of eight refused', () => {
    const story = eight()
    expect(story.ask(FACILITATOR, planned({ members: ids(...people(8)) }))).toEqual(
      refused('team_too_large', { limit: 7 }),
    )
    const seven = [{ members: ids(...people(7)) }, { members: ids('p7') }]
    expect(story.ask(FACILITATOR, planned(...seven)).ok).toBe(true)
  })

  it('TEA-17 of those who offer one is the mentor, who solved what the team has in common', () => {
    const story = Story.planning()
      .seats(...people(5))
      .answered('p1', { mentor: true, solved: ['継続'] })
      .answered('p3', { mentor: true, solved: ['集客'] })
    for (const [challenge, mentor] of [
      ['集客', 'p3'],
      ['継続', 'p1'],
    ] as const) {
      story.facilitated(planned({ members: ids(...people(5)), challenge }))
      const mentors = people(5).filter((id) => story.role(id) === 'mentor')
      expect(mentors).toEqual([mentor])
      expect(people(5).filter((id) => story.role(id) === 'presenter')).toHaveLength(1)
    }
  })

  it('TEA-17 a mentor by hand stays one, but not against their own word', () => {
    const story = Story.planning()
      .seats(...people(5))
      .teams(5)
    story.facilitated({ type: 'team.role', participantId: person('p2'), role: 'mentor' })
    story.facilitated(form())
    expect(story.role('p2')).toBe('mentor')
    story.answered('p2', { mentor: false }).facilitated(form())
    expect(people(5).filter((id) => story.role(id) === 'mentor')).toEqual([])
  })

  it('TEA-17 who was a mentor is not made presenter, and where only mentors are left they stay mentors', () => {
    const story = Story.planning()
      .seats(...people(3))
      .teams(3)
    for (const id of people(3)) story.answered(id, { mentor: true })
    story.facilitated({ type: 'team.role', participantId: person('p0'), role: 'mentor' })
    const presenting = () => people(3).filter((id) => story.role(id) === 'presenter')
    for (let time = 0; time < 3; time++) {
      const before = people(3).filter((id) => story.role(id) === 'mentor')
      story.facilitated(form())
      expect(presenting().filter((id) => before.includes(id))).toEqual([])
    }
  })

  it('TEA-18 teams go on by their id, and new ones take over what is left', () => {
    const story = eight().teams(4)
    story.facilitated({ type: 'team.rename', teamId: teamId('team1'), name: 'あおぞら' })
    story.facilitated(
      planned(
        { members: ids('p1', 'p3') },
        { before: teamId('team1'), members: ids('p0', 'p2', 'p4') },
        { members: ids('p5', 'p6', 'p7') },
      ),
    )
    expect(seating(story)).toEqual([
      ['team2', 'チーム2', expect.arrayContaining(ids('p1', 'p3'))],
      ['team1', 'あおぞら', expect.arrayContaining(ids('p0', 'p2', 'p4'))],
      [expect.stringMatching(/^id/), 'チームC', expect.arrayContaining(ids('p5', 'p6', 'p7'))],
    ])
  })

  it('TEA-18 a new team never has the name of one that is there', () => {
    const story = eight().facilitated(form())
    const [first, second] = story.state.teams.map(({ id }) => id)
    story.facilitated(
      planned(
        { members: ids('p0', 'p1') },
        { before: second!, members: ids('p2', 'p3', 'p4') },
        { before: first!, members: ids('p5', 'p6', 'p7') },
      ),
    )
    expect(story.state.teams.map(({ name }) => name)).toEqual(['チームC', 'チームB', 'チームA'])
  })

  it('TEA-18 a team that does not go on stays with its cards, empty', () => {
    const story = eight().teams(4).open().goTo('list-ideals').posts('p4', 'c1')
    story.facilitated(
      planned(
        { before: teamId('team1'), members: ids('p0', 'p1', 'p2', 'p3', 'p4') },
        { members: ids('p5', 'p6', 'p7') },
      ),
    )
    expect(story.state.teams.map(({ id }) => id)).toEqual(['team1', 'team2'])
    story.away('p5', 'p6', 'p7')
    story.facilitated(planned({ before: teamId('team1'), members: ids('p0', 'p1', 'p2', 'p3', 'p4') }))
    expect(seating(story)).toEqual([
      ['team1', 'チーム1', expect.arrayContaining(ids('p0', 'p4'))],
      ['team2', 'チーム2', []],
    ])
  })
})
