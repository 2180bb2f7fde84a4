import { describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { knowing, NO_PAST, pastOf, type EarlierWorkshop } from '#shared/domain/past.ts'
import { withPast } from '#shared/domain/people.ts'
import { entrantOf, teamsFormed } from '#shared/domain/slices/team-form.ts'
import type { Team, TeamRole } from '#shared/domain/state.ts'
import type { ParticipantId, TeamId } from '#shared/ids.ts'
import { person, Story } from '../support/domain-builder.ts'

/** Teams of one `[here, role]` each; there everybody had another id, and the last of each team is nobody here. */
function workshop(openedAt: number, ...teams: readonly (readonly [string, TeamRole])[][]): EarlierWorkshop {
  const there = (name: string) => person(`${name}-at-${openedAt}`)
  return {
    openedAt,
    teams: teams.map((members, index): Team => ({
      id: `t${index}` as TeamId,
      name: `チーム${index}`,
      members: [...members, ['stranger', 'member'] as const].map(([name, role]) => ({
        participantId: there(name),
        role,
      })),
    })),
    here: new Map<ParticipantId, ParticipantId>(
      teams.flat().map(([name]) => [there(name), person(name)] as const),
    ),
  }
}

const [aoi, mio, ren] = ['aoi', 'mio', 'ren'].map(person) as [ParticipantId, ParticipantId, ParticipantId]
const spring = workshop(1, [
  ['aoi', 'lead'],
  ['mio', 'presenter'],
])
const autumn = workshop(2, [['aoi', 'scribe']], [['ren', 'lead']])

describe('what is known of earlier workshops', () => {
  it('COM-5 tells second time from regulars, and is silent of everybody else', () => {
    expect(pastOf([spring, autumn]).steps).toEqual({ [aoi]: 'regular', [mio]: 'second', [ren]: 'second' })
    const nobody = { ...NO_PAST, ofCommunity: true }
    expect(pastOf([])).toEqual(nobody)
    expect(pastOf([{ ...spring, teams: [] }])).toEqual(nobody)
    expect(JSON.stringify(pastOf([spring, autumn]))).not.toMatch(/stranger|-at-/)
  })

  it('COM-6 has the teams and roles of before, the latest workshop first, whatever order they come in', () => {
    for (const order of [
      [spring, autumn],
      [autumn, spring],
    ]) {
      const { teams, roles } = pastOf(order)
      expect(teams).toEqual([[[aoi], [ren]], [[aoi, mio]]])
      expect(roles).toEqual({ [aoi]: ['scribe', 'lead'], [mio]: ['presenter'], [ren]: ['lead'] })
    }
  })

  it('COM-6 who took part before is no first-timer, whatever they ticked or left out', () => {
    const past = pastOf([spring])
    const ticked = { ...NO_ANSWERS, firstTime: true, wish: '足場' }
    const given = { [aoi]: ticked, [ren]: ticked }
    expect(knowing(given, past)).toEqual({ [aoi]: { ...ticked, firstTime: false }, [ren]: ticked })
    expect(knowing(given, NO_PAST)).toBe(given)
    const story = Story.planning().seats('aoi', 'mio', 'ren')
    const firstTimeOf = (id: ParticipantId) =>
      entrantOf(id, story.state, { answersOf: (one) => (one === mio ? null : ticked), past }).answers
        ?.firstTime
    expect([aoi, mio, ren].map(firstTimeOf)).toEqual([false, false, true])
    const { state } = story
    const answered = {
      ...state,
      participants: state.participants.map((one) => ({ ...one, answers: ticked })),
    }
    const seen = withPast(answered, past)
    expect(seen.past).toBe(past)
    expect(seen.participants.map(({ answers }) => answers?.firstTime)).toEqual([false, false, true])
  })

  it('COM-6 who sat together before sit apart where they can, and roles go round', () => {
    const names = Array.from({ length: 8 }, (_, index) => `p${index}`)
    const story = Story.planning().seats(...names)
    const roles: readonly TeamRole[] = ['lead', 'scribe', 'timekeeper', 'presenter']
    const before = workshop(
      1,
      names.slice(0, 4).map((name, index) => [name, roles[index]!] as const),
      names.slice(4).map((name, index) => [name, roles[index]!] as const),
    )
    const past = pastOf([before])
    let next = 0
    const formed = teamsFormed({ by: 'answers', size: 4, seed: 7 }, story.state, {
      answersOf: () => null,
      present: new Set(),
      newId: () => `t-${next++}`,
      random: () => 0,
      past,
    })
    if (!formed.ok) throw new Error(formed.error.code)
    expect(formed.value).toHaveLength(2)
    for (const { members } of formed.value) {
      const from = members.map(({ participantId }) => names.indexOf(participantId) < 4)
      expect(from.filter(Boolean)).toHaveLength(2)
      for (const { participantId, role } of members) expect(past.roles[participantId]).not.toContain(role)
    }
  })
})
