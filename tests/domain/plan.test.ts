import { describe, expect, it } from 'vitest'
import { callService, readCallLink } from '#shared/domain/call-link.ts'
import { parseCommand } from '#shared/domain/commands.ts'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import { planLike } from '#shared/domain/begin-again.ts'
import { callLinkFor, PLAN_LINE_NAMES, PLAN_LINES } from '#shared/domain/plan.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import {
  accepted,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
  SYSTEM,
  teamId,
} from '../support/domain-builder.ts'

const edit = { type: 'plan.edit' } as const

describe('the plan', () => {
  it('PLN-1 editing changes what is given and keeps the rest, each line by itself', () => {
    const story = Story.planning()
    expect(story.ask(FACILITATOR, { ...edit, lines: { forWhom: ' 引っ越した人 ' } })).toEqual(
      accepted({ type: 'plan.edited', lines: { forWhom: '引っ越した人' } }),
    )
    story
      .facilitated({ ...edit, lines: { forWhom: '引っ越した人', inScope: '荷造り' } })
      .facilitated({ ...edit, startsAt: 1_800_000_000_000 })
      .facilitated({ ...edit, lines: { outOfScope: '家さがし' } })
    expect(story.state.plan).toEqual({
      lines: { forWhom: '引っ越した人', inScope: '荷造り', outOfScope: '家さがし' },
      startsAt: 1_800_000_000_000,
      callLink: null,
      teamLinks: {},
      target: null,
    })
    expect(story.ask(FACILITATOR, { ...edit, lines: { inScope: '荷造り' }, callLink: null })).toEqual(
      accepted(),
    )
  })

  it('PLN-1 an emptied line goes, and so do start and call link', () => {
    const story = Story.planning()
      .facilitated({
        ...edit,
        lines: { seeking: '段取り' },
        startsAt: 5,
        callLink: 'https://meet.jit.si/Yoriai',
      })
      .facilitated({ ...edit, lines: { seeking: '\u3000' }, startsAt: null, callLink: null })
    expect(story.state.plan).toEqual({
      lines: {},
      startsAt: null,
      callLink: null,
      teamLinks: {},
      target: null,
    })
  })

  it('PLN-4 a target is 10 to 480 whole minutes or none', () => {
    const story = Story.planning().facilitated({ ...edit, target: 90 })
    expect(story.state.plan.target).toBe(90)
    expect(story.ask(FACILITATOR, { ...edit, target: 90 })).toEqual(accepted())
    expect(story.facilitated({ ...edit, target: null }).state.plan.target).toBeNull()
    for (const target of [9, 481, 60.5, Number.NaN])
      expect(parseCommand({ ...edit, target }).ok, String(target)).toBe(false)
  })

  it.each(PLAN_LINE_NAMES)(
    'PLN-2 the line %s has its bound, and nothing of a refused edit is kept',
    (name) => {
      const limit = PLAN_LINES[name]
      const story = Story.planning()
      const tooLong = { ...edit, lines: { [name]: 'あ'.repeat(limit + 1) }, startsAt: 5 }
      expect(story.ask(FACILITATOR, tooLong)).toEqual(refused('text_too_long', { limit }))
      expect(story.ask(FACILITATOR, { ...edit, lines: { [name]: 'あ'.repeat(limit) } }).ok).toBe(true)
    },
  )

  it.each([
    'http://zoom.us/j/1',
    'javascript:alert(1)',
    'zoom.us/j/123',
    'https://zoom.us@bad.example/j/1',
    'https://meet.example/a b',
    '',
    `https://meet.example/${'a'.repeat(1_000)}`,
  ])('PLN-3 “%s” is no call link', (callLink) => {
    expect(Story.planning().ask(FACILITATOR, { ...edit, callLink })).toEqual(refused('call_link_invalid'))
  })

  it.each([
    ['https://us02web.zoom.us/j/81234567890?pwd=abc', 'zoom'],
    ['https://meet.google.com/abc-defg-hij', 'meet'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting', 'teams'],
    ['https://example.webex.com/meet/hanako', 'webex'],
    ['https://whereby.com/yoriai', 'whereby'],
    ['https://meet.jit.si/Yoriai#config.startWithAudioMuted=true', 'jitsi'],
    ['https://call.example/room', 'other'],
    ['https://zoom.us.example/j/1', 'other'],
  ] as const)('PLN-3 %s is a call on %s, kept as it was pasted', (link, service) => {
    expect(readCallLink(` ${link}\n`)).toBe(link)
    expect(callService(link)).toBe(service)
  })
})

const ALL = 'https://call.example/everybody'
const ONE = 'https://call.example/only-one'
const TWO = 'https://meet.jit.si/only-two'
const [team1, team2] = [teamId('team1'), teamId('team2')]

/** aoi and ren in team 1, mei and sora in team 2, each team with a link of its own. */
const linked = () =>
  Story.planning()
    .seats('aoi', 'ren', 'mei', 'sora')
    .teams(2)
    .facilitated({ ...edit, callLink: ALL, teamLinks: { [team1]: ONE, [team2]: TWO } })

/** All that a viewer has of the workshop: their state, and every event that reached them. */
const known = (story: Story, viewer: Viewer) =>
  JSON.stringify([
    viewFor(story.state, viewer),
    story.events.filter((event) => mayHear(viewer, audienceOf(event))),
  ])
const linkOf = (story: Story, id: string) => callLinkFor(viewFor(story.state, seated(id)), person(id))

describe('a call link of a team', () => {
  it('PLN-5 reaches who sits in the team and facilitators, and nobody in another team', () => {
    const story = linked()
    for (const id of ['aoi', 'ren']) {
      expect(linkOf(story, id)).toBe(ONE)
      expect(known(story, seated(id))).not.toContain(TWO)
    }
    for (const id of ['mei', 'sora']) {
      expect(linkOf(story, id)).toBe(TWO)
      expect(known(story, seated(id))).not.toContain(ONE)
    }
    expect(known(story, { role: 'visitor' })).not.toMatch(/only-one|only-two/)
    expect(viewFor(story.state, FACILITATOR).plan.teamLinks).toEqual({ [team1]: ONE, [team2]: TWO })
    // a facilitator with a seat talks where their team does
    story.facilitated({ type: 'facilitator.grant', participantId: person('aoi') })
    expect(callLinkFor(viewFor(story.state, seatedFacilitator('aoi')), person('aoi'))).toBe(ONE)
  })

  it('PLN-5 without one, and without a team, people talk at the link for all', () => {
    const story = linked().facilitated({ ...edit, teamLinks: { [team1]: null } })
    expect(linkOf(story, 'aoi')).toBe(ALL)
    expect(linkOf(story, 'mei')).toBe(TWO)
    expect(callLinkFor(story.state, null)).toBe(ALL)
    story.facilitated({ ...edit, callLink: null })
    expect(linkOf(story, 'aoi')).toBeNull()
  })

  it('PLN-5 who is moved has the other team’s link, and the one they had no longer', () => {
    const story = linked().facilitated({ type: 'team.move', participantId: person('aoi'), teamId: team2 })
    expect(linkOf(story, 'aoi')).toBe(TWO)
    expect(JSON.stringify(viewFor(story.state, seated('aoi')))).not.toContain(ONE)
    story.facilitated({ type: 'team.move', participantId: person('aoi'), teamId: null })
    expect(linkOf(story, 'aoi')).toBe(ALL)
    expect(linkOf(story, 'ren')).toBe(ONE)
  })

  it('PLN-5 who comes late is told the link of the team they join; who left has none', () => {
    const story = linked().given(SYSTEM, { type: 'seat.take', participantId: person('yui'), name: 'ゆい' })
    const joined = story.state.teams.find(({ members }) => members.some((one) => one.participantId === 'yui'))
    expect(linkOf(story, 'yui')).toBe(joined?.id === team1 ? ONE : TWO)
    story.by('yui', { type: 'seat.leave' })
    expect(Object.keys(story.state.ownLinks)).not.toContain('yui')
  })

  it('PLN-5 a team that goes on keeps its link, a team that goes takes it along', () => {
    const story = linked().facilitated({
      type: 'team.form',
      by: 'answers',
      plan: [{ before: team2, members: ['aoi', 'ren', 'mei', 'sora'].map(person) }],
    })
    expect(story.state.plan.teamLinks).toEqual({ [team2]: TWO })
    expect(['aoi', 'ren', 'mei', 'sora'].map((id) => linkOf(story, id))).toEqual([TWO, TWO, TWO, TWO])
  })

  it('PLN-5 an unknown team and what is no call link are refused, and nothing of the edit is kept', () => {
    const story = linked()
    const other = { [team1]: TWO, [teamId('nowhere')]: ONE }
    expect(story.ask(FACILITATOR, { ...edit, lines: { inScope: '荷造り' }, teamLinks: other })).toEqual(
      refused('team_unknown'),
    )
    expect(story.ask(FACILITATOR, { ...edit, teamLinks: { [team1]: 'zoom.us/j/1' } })).toEqual(
      refused('call_link_invalid'),
    )
    expect(story.ask(seated('aoi'), { ...edit, teamLinks: { [team1]: TWO } })).toEqual(refused('not_allowed'))
    expect(story.ask(FACILITATOR, { ...edit, teamLinks: { [team1]: ONE } })).toEqual(accepted())
  })

  it('COM-4 the links of its teams are not in a workshop that begins like it', () => {
    expect(JSON.stringify(planLike(linked().state))).not.toContain('call.example')
  })
})
