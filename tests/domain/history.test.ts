import { describe, expect, it } from 'vitest'
import { audienceOf } from '#shared/domain/audience.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { ALL_TEAMS } from '#shared/ids.ts'
import { MINUTE } from '#shared/time.ts'
import {
  accepted,
  FACILITATOR,
  refused,
  seated,
  seatedFacilitator,
  Story,
  SYSTEM,
  teamId,
  VISITOR,
} from '../support/domain-builder.ts'

const back = (team = teamId('team1'), takenAt = 1_000): CommandInput => ({
  type: 'board.restore',
  teamId: team,
  board: 'ideals',
  moment: 7,
  takenAt,
})

describe('going back to an earlier state of a board', () => {
  it('HIS-1 is for facilitators alone, live and after the end', () => {
    const story = Story.inPhase('deepen-ideals')
    for (const actor of [VISITOR, seated('aoi'), SYSTEM])
      expect(story.ask(actor, back())).toEqual(refused('not_allowed'))
    const restored = { type: 'board.restored', teamId: teamId('team1'), board: 'ideals', moment: 7 } as const
    const told = accepted({ ...restored, takenAt: 1_000, at: story.now })
    expect(story.ask(FACILITATOR, back())).toEqual(told)
    expect(story.ask(seatedFacilitator('aoi'), back())).toEqual(told)
    story.later(MINUTE).facilitated({ type: 'room.freeze' }).facilitated({ type: 'agenda.end' })
    expect(story.ask(FACILITATOR, back()).ok).toBe(true)
  })

  it('HIS-1 is told to everyone with both times, and the state remembers the latest ones', () => {
    const story = Story.inPhase('deepen-ideals')
    const decision = story.ask(FACILITATOR, back())
    expect(decision.ok && decision.value.map(audienceOf)).toEqual([{ to: 'everyone' }])
    for (let time = 1; time <= 25; time++) story.facilitated(back(ALL_TEAMS, time))
    expect(story.state.restores).toHaveLength(20)
    expect(story.state.restores?.at(-1)).toEqual({
      teamId: ALL_TEAMS,
      board: 'ideals',
      takenAt: 25,
      at: story.now,
    })
  })

  it('HIS-1 concerns a team that exists', () => {
    expect(Story.inPhase('deepen-ideals').ask(FACILITATOR, back(teamId('nowhere')))).toEqual(
      refused('team_unknown'),
    )
  })

  it('HIS-2 changes nothing of the state but what it remembers of it', () => {
    const story = Story.inPhase('deepen-ideals').posts('aoi', 'c1').posts('ren', 'c2')
    const before = story.state
    expect(story.facilitated(back()).state).toEqual({ ...before, restores: story.state.restores })
  })
})
