import { describe, expect, it } from 'vitest'
import { crowdOf } from '#shared/domain/crowd.ts'
import { person, START, Story } from '../support/domain-builder.ts'

const names = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`)
const coming = (seats: number, waiting: number) => {
  const { state } = Story.planning().seats(...names(seats))
  const waits = (n: number) => ({ participantId: person(`w${n}`), consent: false, at: START })
  return { ...state, waiting: Array.from({ length: waiting }, (_, n) => waits(n)) }
}

describe('how many are coming', () => {
  it.each([
    [69, 0, 'fits', 3],
    [70, 0, 'many', 3],
    [50, 20, 'many', 3],
    [99, 0, 'many', 4],
    [60, 40, 'tooMany', 4],
    [200, 0, 'tooMany', 7],
  ] as const)(
    'CRW-1 %d with a seat and %d waiting: %s, for %d facilitators',
    (seats, waiting, kind, facilitators) => {
      expect(crowdOf(coming(seats, waiting))).toMatchObject({ kind, people: seats + waiting, facilitators })
    },
  )

  it('CRW-1 facilitators with a seat are not counted, and one is wanted at least', () => {
    const story = Story.planning()
      .seats(...names(70))
      .facilitated({ type: 'facilitator.grant', participantId: person('p0') })
    expect(crowdOf(story.state)).toMatchObject({ kind: 'fits', people: 69 })
    expect(crowdOf(coming(0, 0)).facilitators).toBe(1)
  })

  it('CRW-1 before there are teams, as many are expected as forming aims at, of the size that is wished', () => {
    const story = Story.planning().seats(...names(72))
    expect(crowdOf(story.state)).toMatchObject({ teams: 14, facilitators: 3 })
    story.facilitated({ type: 'formation.wish', aim: 4 })
    expect(crowdOf(story.state)).toMatchObject({ teams: 18, facilitators: 3 })
  })

  it('CRW-1 once there are teams, those count', () => {
    const story = Story.planning()
      .seats(...names(72))
      .facilitated({ type: 'team.form', by: 'headcount', size: 6 })
    expect(crowdOf(story.state)).toMatchObject({ teams: 12, facilitators: 2 })
  })
})
