import { describe, expect, it } from 'vitest'
import { gateOf, hasPosted, teamProgress } from '#shared/domain/progress.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { Actor } from '#shared/domain/slice.ts'
import { summaryKeeper } from '#shared/domain/summaries.ts'
import { decide } from '#shared/domain/workshop.ts'
import {
  accepted,
  card,
  command,
  FACILITATOR,
  person,
  refused,
  seated,
  Story,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const listing = () => Story.inPhase('list-ideals', ['aoi', 'ren', 'mei'], 2)
const gate = (story: Story) => gateOf(story.state, story.present)

describe('the gate', () => {
  it('GAT-1 waits for everyone who is here and in a team, until each has a card', () => {
    const story = listing()
    expect(gate(story)).toEqual({
      open: false,
      required: ['aoi', 'ren', 'mei'],
      missing: ['aoi', 'ren', 'mei'],
    })
    story.posts('aoi', 'c1').posts('mei', 'c2')
    expect(gate(story)).toEqual({ open: false, required: ['aoi', 'ren', 'mei'], missing: ['ren'] })
    expect(gate(story.posts('ren', 'c3')).open).toBe(true)
  })

  it('GAT-1 a card of an earlier phase does not count', () => {
    const story = listing().posts('aoi', 'c1').posts('ren', 'c2').posts('mei', 'c3').goTo('list-challenges')
    expect(gate(story).missing).toHaveLength(3)
    expect(hasPosted(story.state, story.phase.id, person('aoi'))).toBe(false)
  })

  it('GAT-2 does not wait for who has left, is in no team, or has passed', () => {
    const story = listing().posts('aoi', 'c1').away('ren')
    expect(gate(story)).toEqual({ open: false, required: ['aoi', 'mei'], missing: ['mei'] })
    story.by('mei', { type: 'gate.pass' })
    expect(gate(story)).toEqual({ open: true, required: ['aoi'], missing: [] })
    story.facilitated({ type: 'team.move', participantId: person('aoi'), teamId: null })
    expect(gate(story).required).toEqual([])
  })

  it('GAT-2 there is none where the phase has none', () => {
    expect(gate(Story.inPhase('deepen-ideals'))).toEqual({ open: true, required: [], missing: [] })
    expect(gate(Story.planning())).toEqual({ open: true, required: [], missing: [] })
  })

  it('GAT-3 where everybody shares a board it waits for everyone seated and here', () => {
    const story = Story.planning().facilitated({
      type: 'agenda.edit',
      phases: [{ kind: 'next-topics', minutes: 4, gate: true }],
    })
    story.seats('aoi', 'ren').away('ren').open()
    expect(gate(story)).toEqual({ open: false, required: ['aoi'], missing: ['aoi'] })
    expect(gate(story.posts('aoi', 'c1')).open).toBe(true)
  })

  it('GAT-4 one tap passes; a second one, or one without a gate, changes nothing', () => {
    const story = listing()
    const pass = { type: 'gate.pass' } as const
    expect(story.ask(seated('aoi'), pass)).toEqual(
      accepted({ type: 'gate.passed', phaseId: story.phase.id, participantId: person('aoi') }),
    )
    expect(story.by('aoi', pass).ask(seated('aoi'), pass)).toEqual(accepted())
    expect(Story.inPhase('deepen-ideals').ask(seated('aoi'), pass)).toEqual(accepted())
  })

  it('GAT-5 a withdrawn card no longer counts, one a facilitator hid does', () => {
    const story = listing()
      .posts('aoi', 'c1')
      .by('aoi', { type: 'card.withdraw', cardId: card('c1') })
    expect(gate(story).missing).toContain('aoi')
    story.posts('aoi', 'c2').facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    story.facilitated({ type: 'card.hide', cardId: card('c2') })
    expect(gate(story).missing).not.toContain('aoi')
  })

  it('GAT-6 a team’s progress lists who is awaited, has posted, is missing, and counts its cards', () => {
    const story = listing().posts('aoi', 'c1').posts('aoi', 'c2').posts('mei', 'c3')
    const progress = (team: string) => teamProgress(story.state, teamId(team), story.present)
    expect(progress('team1')).toEqual({
      required: ['aoi', 'ren'],
      posted: ['aoi'],
      missing: ['ren'],
      cards: 2,
    })
    expect(progress('team2')).toEqual({ required: ['mei'], posted: ['mei'], missing: [], cards: 1 })
    story.goTo('prepare')
    expect(progress('team1')).toEqual({ required: [], posted: [], missing: [], cards: 0 })
    expect(story.ask(FACILITATOR, { type: 'nudge' })).toEqual(accepted())
  })

  it('GAT-8 waits for the summary of every team that has somebody here, where it is asked for', () => {
    const story = Story.planning().facilitated({
      type: 'agenda.edit',
      phases: [
        { kind: 'deepen-ideals', minutes: 10, gate: true, summary: true },
        { kind: 'deepen-challenges', minutes: 10, gate: false, summary: true },
        { kind: 'close', minutes: 4 },
      ],
    })
    story.seats('aoi', 'ren', 'mei', 'sora', 'yui').teams(2).open().away('mei', 'sora')
    for (const id of ['aoi', 'ren', 'yui']) story.posts(id, `c-${id}`)
    const first = story.phase.id
    const advance = { type: 'agenda.advance', expectedPhaseId: first } as const
    const ask = (unsummed: readonly string[], input: CommandInput = advance, actor: Actor = FACILITATOR) =>
      decide(command(input), story.state, {
        ...story.context(actor),
        unsummed: (board) => new Set(board === 'ideals' ? unsummed.map(teamId) : []),
      })

    const all = ['team1', 'team2', 'team3']
    expect(ask(all)).toEqual(
      refused('gate_closed', { missing: [], summaries: ['team1', 'team3'].map(teamId) }),
    )
    expect(ask(['team2']).ok).toBe(true)
    expect(ask([]).ok).toBe(true)
    expect(ask(all, { ...advance, force: true })).toEqual(refused('reason_missing'))
    expect(typesOf(ask(all, { ...advance, force: true, reason: '口頭で聞きました' }))).toContain(
      'gate.forced',
    )

    story.advance()
    const next = { type: 'agenda.advance', expectedPhaseId: story.phase.id } as const
    const free = decide(command(next), story.state, {
      ...story.context(FACILITATOR),
      unsummed: () => new Set(all.map(teamId)),
    })
    expect(free.ok).toBe(true)
  })

  it('GAT-9 a summary is asked of the scribe, then of the lead, then of who else is here, a mentor last', () => {
    const members = [
      { participantId: person('lead'), role: 'lead' },
      { participantId: person('mentor'), role: 'mentor' },
      { participantId: person('plain'), role: 'member' },
      { participantId: person('scribe'), role: 'scribe' },
    ] as const
    const team = { id: teamId('t'), name: 'T', members }
    const asked = (...here: string[]) => summaryKeeper(team, new Set(here.map(person)))
    expect(asked('lead', 'mentor', 'plain', 'scribe')).toBe('scribe')
    expect(asked('lead', 'mentor', 'plain')).toBe('lead')
    expect(asked('mentor', 'plain')).toBe('plain')
    expect(asked('mentor')).toBe('mentor')
    expect(asked()).toBe(null)
  })
})
