import { describe, expect, it } from 'vitest'
import { figureOf } from '#shared/domain/formation/difference.ts'
import { withAnswers } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { DayOf } from '../../client/forming/day-of.svelte.ts'
import { steppingIn } from '../../client/forming/stand-ins.ts'
import { FormingDesk } from '../../client/forming/forming-desk.svelte.ts'
import { FACILITATOR, person, Story, teamId } from '../support/domain-builder.ts'

const FAQ = '社内FAQ'

/** Three teams of four as they were formed, by letters; `here` have come. */
function openDay(
  here: string,
  story = Story.planning()
    .seats(...'abcdefghijkl')
    .teams(4),
) {
  for (const id of 'abcdefghijkl')
    story.answered(id, {
      challenge: FAQ,
      mentor: 'aei'.includes(id) || null,
      solved: 'aeij'.includes(id) ? [FAQ] : [],
    })
  story.away(...[...'abcdefghijkl'].filter((id) => !here.includes(id)))
  const state = (): WorkshopState => withAnswers(story.state, story.answers)
  const present = () => new Set(story.present)
  const desk = new FormingDesk({
    state,
    present,
    search: { ask: () => undefined, close: () => undefined },
    give: async (command) => {
      const decision = story.ask(FACILITATOR, command)
      if (!decision.ok) return { ok: false, error: { code: decision.error.code, message: '' } }
      story.happened(...decision.value)
      return { ok: true, seq: story.events.length }
    },
  })
  return { story, desk, day: new DayOf(desk, { state, present }) }
}
const drawn = ({ drawing }: FormingDesk) =>
  Object.fromEntries(drawing.teams.map(({ key, members }) => [key, [...members].sort().join('')]))

describe('the absent, before the start', () => {
  it('TFM-13 go with one tap, only what must moves, and a step back brings all of it back', async () => {
    const { desk, day, story } = openDay('abcdefghi')
    expect(day.absent).toEqual([...'jkl'].map(person))
    day.reflect((key) => `チーム ${key}`)
    expect(drawn(desk)).toEqual({ team1: 'abcdi', team2: 'efgh' })
    expect(day.change?.moved).toEqual([{ id: 'i', from: 'team3', to: 'team1', why: 'merged' }])
    expect(day.nameOf('team3')).toBe('チーム team3')
    // set aside, so nobody calls them late
    expect([day.absent, desk.late]).toEqual([[], []])
    desk.undo()
    expect(drawn(desk)).toEqual({ team1: 'abcd', team2: 'efgh', team3: 'ijkl' })
    expect(day.change).toBe(null)
    desk.redo()
    expect((await desk.give()).ok).toBe(true)
    expect(story.state.participants.find(({ id }) => id === 'j')?.teamId).toBe(null)
    expect(story.state.participants.find(({ id }) => id === 'i')?.teamId).toBe(teamId('team1'))
  })

  it('TFM-14 who comes after all is placed, and nobody else moves', () => {
    const { desk, day, story } = openDay('abcdefgijk')
    day.reflect((key) => key)
    const before = drawn(desk)
    story.present.add(person('h'))
    const again = openDay('abcdefghijk', story)
    again.desk.draw(desk.drawing)
    expect(again.desk.late).toEqual([person('h')])
    again.desk.placeLate()
    expect(drawn(again.desk)).toEqual({ ...before, team2: 'efgh' })
  })

  it('TFM-15 who solved the challenge steps in for a mentor who is not here; else the facilitator is told', () => {
    const { desk, day } = openDay('bcdfghjkl')
    day.reflect((key) => key)
    expect(day.mentorsGone.map(({ team, gone, stepsIn }) => [team, gone.join(''), stepsIn])).toEqual([
      ['team1', 'a', null],
      ['team2', 'e', null],
      ['team3', 'i', 'j'],
    ])
    expect(drawn(desk)).toEqual({ team1: 'bcd', team2: 'fgh', team3: 'jkl' })
  })

  it('TFM-15 who steps in is the team’s mentor everywhere on the table, until the step is taken back', () => {
    const { desk, day } = openDay('bcdfghjkl')
    day.reflect((key) => key)
    const told = () =>
      desk.reading.teams.map(({ key, facts, advice, unmet, formed }) => ({
        key,
        mentors: facts.mentors.map(({ participantId }) => participantId),
        role: formed?.members.find(({ role }) => role === 'mentor')?.participantId ?? null,
        says: [...unmet.map(({ kind }) => kind), ...(advice ? [advice.kind] : [])],
      }))
    const [first, , third] = told()
    expect(first).toMatchObject({ mentors: [], role: null, says: ['size', 'no-mentor', 'visit'] })
    expect(third).toEqual({ key: 'team3', mentors: ['j'], role: 'j', says: ['size'] })
    expect(figureOf(desk.reading.score, 'withoutMentor')).toBe(2)
    expect(steppingIn(desk.drawing, desk.reading.teams)).toEqual(['j'])
    // wherever a hand then puts them
    desk.move(person('j'), 'team1')
    expect(steppingIn(desk.drawing, desk.reading.teams)).toEqual(['j'])
    expect(told().map(({ role }) => role)).toEqual(['j', null, null])
    desk.undo()
    desk.undo()
    expect(steppingIn(desk.drawing, desk.reading.teams)).toEqual([])
    expect(told()[2]?.mentors).toEqual(['i'])
  })

  it('TFM-13 nobody is absent while most are still on their way, nor once the first phase has begun', () => {
    expect(openDay('abc').day.absent).toEqual([])
    const story = Story.planning()
      .seats(...'abcdefghijkl')
      .teams(4)
      .open()
    expect(openDay('abcdefgh', story).day.absent).toEqual([])
  })
})
