import { describe, expect, it } from 'vitest'
import { applicantsOf, nextAfter } from '../../client/plan/applicants.ts'
import { person, Story, SYSTEM } from '../support/domain-builder.ts'

const PHOTO = '写真を撮ってよい'
const MAIL = '次の会の案内を送ってよい'

/** A form with two boxes and two places; aoi and ren have them, mei and sora wait. */
function applied() {
  const story = Story.planning()
    .facilitated({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } })
    .facilitated({
      type: 'form.edit',
      questions: [],
      consents: [{ text: PHOTO }, { text: MAIL }],
      capacity: 2,
    })
    .facilitated({ type: 'form.publish' })
  const apply = (id: string, agreed: string[], consent = false) => {
    story.now += 60_000
    story.given(SYSTEM, { type: 'seat.apply', participantId: person(id), name: id, agreed, consent })
    return story.now
  }
  const at = {
    aoi: apply('aoi', [PHOTO, MAIL], true),
    ren: apply('ren', []),
    mei: apply('mei', [MAIL]),
    sora: apply('sora', [], true),
  }
  return { story, at }
}

describe('who applied', () => {
  it('are those with a seat and those who wait, each with when they came and what they agreed to', () => {
    const { story, at } = applied()
    const { seated, waiting, items } = applicantsOf(story.state)
    expect(seated).toEqual([
      { id: 'aoi', at: at.aoi, agreed: [0, 1, 2] },
      { id: 'ren', at: at.ren, agreed: [] },
    ])
    expect(waiting).toEqual([
      { id: 'mei', at: at.mei, agreed: [2] },
      { id: 'sora', at: at.sora, agreed: [0] },
    ])
    expect(items.map(({ text, given }) => [text, given])).toEqual([
      [null, 2],
      [PHOTO, 1],
      [MAIL, 2],
    ])
  })

  it('keep what they agreed to in the words they read, when the form has others since', () => {
    const { story } = applied()
    story.facilitated({ type: 'form.edit', consents: [{ text: MAIL }] })
    const { items, seated } = applicantsOf(story.state)
    expect(items.map(({ text, earlier }) => [text, earlier])).toEqual([
      [null, false],
      [MAIL, false],
      [PHOTO, true],
    ])
    expect(seated[0]?.agreed).toEqual([0, 1, 2])
  })

  it('are no facilitators, and nobody who has withdrawn counts for a box', () => {
    const { story } = applied()
    story.given(SYSTEM, { type: 'seat.withdraw', participantId: person('aoi') })
    story.facilitated({ type: 'facilitator.grant', participantId: person('ren') })
    const { seated, items } = applicantsOf(story.state)
    expect(seated.map(({ id }) => id)).toEqual(['mei'])
    expect(items.map(({ given }) => given)).toEqual([1, 0, 1])
  })
})

describe('the seat a withdrawal leaves', () => {
  it('goes to whom the workshop then gives it', () => {
    const { story } = applied()
    expect(nextAfter(story.state, person('ren'))).toBe('mei')
    story.facilitated({ type: 'seat.withdraw', participantId: person('ren') })
    expect(applicantsOf(story.state).seated.map(({ id }) => id)).toEqual(['aoi', 'mei'])
  })

  it('goes to nobody when one only waited, when there are more than there is room for, and once it has begun', () => {
    const { story } = applied()
    expect(nextAfter(story.state, person('mei'))).toBeNull()
    story.facilitated({ type: 'seat.admit', participantId: person('sora') })
    expect(nextAfter(story.state, person('ren'))).toBeNull()
    story.facilitated({ type: 'seat.withdraw', participantId: person('ren') })
    expect(nextAfter(story.state, person('aoi'))).toBe('mei')
    story.open()
    expect(nextAfter(story.state, person('aoi'))).toBeNull()
  })
})
