import { beforeEach, describe, expect, it } from 'vitest'
import { must } from '#shared/result.ts'
import { drawingOfTeams, movedTo, NEW_TEAM } from '../../client/forming/drawing.ts'
import { keepDrawing, keptDrawing } from '../../client/forming/kept-drawing.ts'
import { person, Story } from '../support/domain-builder.ts'

const NAMES = ['aoi', 'ren', 'mio', 'sota', 'yui', 'haru', 'rin', 'toma']

function drawn() {
  const story = Story.planning().seats(...NAMES)
  story.facilitated({ type: 'team.form', by: 'answers', seed: 4 })
  const settings = { ...story.state.formation, seed: 9 }
  return { story, drawing: movedTo(drawingOfTeams(story.state.teams, settings), [person('aoi')], NEW_TEAM) }
}

describe('a drawing nobody else has seen', () => {
  beforeEach(() => localStorage.clear())

  it('is there again after the page was left, with its pins, by the wishes of the workshop', () => {
    const { story, drawing } = drawn()
    keepDrawing(story.state, drawing)
    story.facilitated({ type: 'formation.wish', axis: 'job' })
    const kept = must(keptDrawing(story.state), 'a drawing')
    expect(kept.teams).toEqual(drawing.teams)
    expect([...kept.pins]).toEqual(['aoi'])
    expect(kept.settings).toEqual({ ...story.state.formation, seed: 9 })
    expect(kept.settings.axis).toBe('job')
  })

  it('means nothing once the teams were changed, and one workshop’s is not another’s', () => {
    const { story, drawing } = drawn()
    keepDrawing(story.state, drawing)
    expect(keptDrawing({ ...story.state, id: 'other' as never })).toBeNull()
    const team = must(
      story.state.teams.find(({ members }) => members.length > 0),
      'a team',
    )
    story.facilitated({
      type: 'team.move',
      participantId: must(team.members[0], 'somebody').participantId,
      teamId: null,
    })
    expect(keptDrawing(story.state)).toBeNull()
  })

  it('damaged or forgotten there is none', () => {
    const { story, drawing } = drawn()
    keepDrawing(story.state, drawing)
    for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{"teams":')
    expect(keptDrawing(story.state)).toBeNull()
    keepDrawing(story.state, drawing)
    keepDrawing(story.state, null)
    expect(keptDrawing(story.state)).toBeNull()
    expect(localStorage).toHaveLength(0)
  })
})
