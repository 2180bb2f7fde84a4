import { describe, expect, it } from 'vitest'
import { viewFor } from '#shared/domain/audience.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { MOST_PAIRS, requestFields, USUAL_FORMATION } from '#shared/domain/formation/formation-setup.ts'
import { parseCommand } from '#shared/domain/commands.ts'
import {
  accepted,
  FACILITATOR,
  person,
  refused,
  seatedFacilitator,
  Story,
  VISITOR,
} from '../support/domain-builder.ts'

const NAMES = ['aoi', 'ren', 'mio', 'sota', 'yui', 'haru', 'rin', 'toma']
const [aoi, ren, mio] = NAMES.map(person) as [
  ReturnType<typeof person>,
  ReturnType<typeof person>,
  ReturnType<typeof person>,
]
const wish = (fields: Omit<Extract<CommandInput, { type: 'formation.wish' }>, 'type'>): CommandInput => ({
  type: 'formation.wish',
  ...fields,
})
const teamOf = (story: Story, id: string) =>
  story.state.teams.findIndex(({ members }) => members.some(({ participantId }) => participantId === id))

describe('what facilitators wish of the teams', () => {
  it('TEA-19 what is left out stays, and the same again makes no event', () => {
    const story = Story.planning().seats(...NAMES)
    expect(story.state.formation).toEqual(USUAL_FORMATION)
    story.facilitated(wish({ axis: 'job', wishes: { mentors: 2 } }))
    story.facilitated(wish({ aim: 4 }))
    expect(story.state.formation).toEqual({
      ...USUAL_FORMATION,
      aim: 4,
      axis: 'job',
      wishes: { ...USUAL_FORMATION.wishes, mentors: 2 },
    })
    expect(story.ask(FACILITATOR, wish({ aim: 4, wishes: { mentors: 2 } }))).toEqual(accepted())
  })

  it('TEA-19 a pair counts once whatever its order, and names people with a seat', () => {
    const story = Story.planning().seats(...NAMES)
    story.facilitated(
      wish({
        apart: [
          [aoi, ren],
          [ren, aoi],
          [mio, mio],
        ],
      }),
    )
    expect(story.state.formation.apart).toEqual([[ren, aoi]])
    expect(story.ask(FACILITATOR, wish({ together: [[aoi, person('nobody')]] }))).toEqual(
      refused('participant_unknown'),
    )
    const many = Array.from({ length: MOST_PAIRS + 1 }, () => [aoi, ren])
    expect(parseCommand({ type: 'formation.wish', apart: many }).ok).toBe(false)
    expect(parseCommand({ type: 'formation.wish', together: [[aoi, ren, mio, person('yui')]] }).ok).toBe(
      false,
    )
    expect(parseCommand({ type: 'formation.wish', wishes: { mentors: 3 } }).ok).toBe(false)
  })

  it('TEA-19 every formation by answers heeds them, whatever its seed', () => {
    const story = Story.planning().seats(...NAMES)
    story.facilitated(wish({ aim: 4, apart: [[aoi, ren]], together: [[aoi, mio]] }))
    for (let seed = 0; seed < 12; seed++) {
      story.facilitated({ type: 'team.form', by: 'answers', size: 4, seed })
      expect(teamOf(story, aoi), `seed ${seed}`).not.toBe(teamOf(story, ren))
      expect(teamOf(story, aoi), `seed ${seed}`).toBe(teamOf(story, mio))
    }
  })

  it('TEA-19 who has left is in no pair, and a group of whom one is left is none', () => {
    const setup = {
      ...USUAL_FORMATION,
      apart: [[aoi, ren]] as const,
      together: [
        [aoi, ren, mio],
        [ren, mio],
      ],
    }
    const { apart, together } = requestFields(setup, new Set([aoi, mio]))
    expect(apart).toEqual([])
    expect(together).toEqual([[aoi, mio]])
  })

  it('TEA-19 nobody but facilitators is told', () => {
    const story = Story.planning().seats(...NAMES)
    story.facilitated(wish({ apart: [[aoi, ren]] }))
    expect(viewFor(story.state, VISITOR).formation).toEqual(USUAL_FORMATION)
    expect(viewFor(story.state, { role: 'participant', participantId: aoi }).formation).toEqual(
      USUAL_FORMATION,
    )
    expect(viewFor(story.state, seatedFacilitator('aoi')).formation.apart).toEqual([[aoi, ren]])
  })
})
