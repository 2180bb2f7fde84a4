import { describe, expect, it } from 'vitest'
import {
  accepted,
  FACILITATOR,
  person,
  refused,
  seated,
  Story,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const raise = { type: 'call.raise' } as const
const clear = (id?: string) =>
  ({ type: 'call.clear', ...(id === undefined ? {} : { participantId: person(id) }) }) as const
const next = (team?: string) =>
  ({ type: 'share.next', ...(team === undefined ? {} : { teamId: teamId(team) }) }) as const

describe('calls', () => {
  it('CAL-1 one calls for help once', () => {
    const story = Story.inPhase('list-ideals')
    expect(story.ask(seated('aoi'), raise)).toEqual(
      accepted({ type: 'call.raised', participantId: person('aoi'), teamId: teamId('team1'), at: story.now }),
    )
    expect(story.by('aoi', raise).ask(seated('aoi'), raise)).toEqual(accepted())
    expect(story.state.calls).toEqual([{ participantId: 'aoi', teamId: 'team1', at: story.now }])
  })

  it('CAL-2 one clears one’s own call, a facilitator anybody’s, after the end too', () => {
    const story = Story.inPhase('list-ideals').by('aoi', raise).by('ren', raise)
    expect(story.ask(seated('ren'), clear('aoi'))).toEqual(refused('not_allowed'))
    expect(story.by('ren', clear()).state.calls).toHaveLength(1)
    expect(story.ask(seated('ren'), clear())).toEqual(accepted())
    expect(story.facilitated({ type: 'agenda.end' }).facilitated(clear('aoi')).state.calls).toEqual([])
    expect(story.ask(FACILITATOR, clear())).toEqual(refused('participant_unknown'))
  })

  it('CAL-3 an announcement has 1 to 300 characters', () => {
    const story = Story.planning()
    const announce = (text: string) => story.ask(FACILITATOR, { type: 'announce', text })
    expect(typesOf(announce('まもなく始めます'))).toEqual(['announcement.made'])
    expect(announce(' \n')).toEqual(refused('text_empty'))
    expect(announce('あ'.repeat(301))).toEqual(refused('text_too_long', { limit: 300 }))
    story.facilitated({ type: 'announce', text: ' あと5分です ' })
    expect(story.state.announcements).toMatchObject([{ text: 'あと5分です', at: story.now }])
  })

  it('CAL-4 a nudge goes to those the gate misses, or to those named', () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'c1')
    const sent = (id: string) =>
      ({ type: 'nudge.sent', participantId: person(id), phaseId: story.phase.id, at: story.now }) as const
    expect(story.ask(FACILITATOR, { type: 'nudge' })).toEqual(accepted(sent('ren')))
    const named = (...ids: string[]) => ({ type: 'nudge', participantIds: ids.map(person) }) as const
    expect(story.ask(FACILITATOR, named('aoi', 'aoi'))).toEqual(accepted(sent('aoi')))
    expect(story.ask(FACILITATOR, named('nobody'))).toEqual(refused('participant_unknown'))
    story.facilitated(named('aoi')).later(5).facilitated(named('aoi'))
    expect(story.state.nudges).toEqual([{ participantId: 'aoi', phaseId: story.phase.id, at: story.now }])
  })

  it('CAL-5 gathering marks the moment and moves nobody', () => {
    const story = Story.inPhase('list-ideals')
    const { agenda } = story.state
    expect(story.facilitated({ type: 'gather' }).state.gatheredAt).toBe(story.now)
    expect(story.state.agenda).toBe(agenda)
  })
})

describe('share', () => {
  const three = () => Story.inPhase('share', ['aoi', 'ren', 'mei', 'sora', 'yui', 'kai'], 2)

  it('SHR-1 a share phase begins with the first team', () => {
    expect(three().state.share).toEqual({ teamId: 'team1', done: [] })
    const direct = Story.planning()
      .facilitated({ type: 'agenda.edit', phases: [{ kind: 'share', minutes: 5 }] })
      .seats('aoi')
      .teams(1)
    expect(direct.open().state.share.teamId).toBe('team1')
  })

  it('SHR-2 teams present in order; after the last one nobody does', () => {
    const story = three().facilitated(next())
    expect(story.state.share).toEqual({ teamId: 'team2', done: ['team1'] })
    story.facilitated(next()).facilitated(next())
    expect(story.state.share).toEqual({ teamId: null, done: ['team1', 'team2', 'team3'] })
    expect(story.ask(FACILITATOR, next())).toEqual(accepted())
  })

  it('SHR-2 a team can be called out of turn, and again', () => {
    const story = three().facilitated(next('team3')).facilitated(next())
    expect(story.state.share).toEqual({ teamId: 'team2', done: ['team1', 'team3'] })
    expect(story.facilitated(next('team1')).state.share).toEqual({
      teamId: 'team1',
      done: ['team3', 'team2'],
    })
    expect(story.ask(FACILITATOR, next('team1'))).toEqual(accepted())
    expect(story.ask(FACILITATOR, next('nowhere'))).toEqual(refused('team_unknown'))
  })

  it('SHR-3 outside share phases nobody presents; taking the leaving back restores the turn', () => {
    const story = three().facilitated(next())
    const turn = story.state.share
    expect(story.advance().state.share).toEqual({ teamId: null, done: [] })
    expect(story.ask(FACILITATOR, next())).toEqual(refused('not_sharing'))
    expect(story.facilitated({ type: 'agenda.undo' }).state.share).toEqual(turn)
    expect(story.facilitated({ type: 'agenda.end' }).state.share.teamId).toBeNull()
  })

  it('SHR-4 teams that everybody has left are passed over unless they are called', () => {
    const story = three()
      .by('mei', { type: 'seat.leave' })
      .by('sora', { type: 'seat.leave' })
      .facilitated(next())
    expect(story.state.share.teamId).toBe('team3')
    expect(story.facilitated(next('team2')).state.share.teamId).toBe('team2')
  })
})
