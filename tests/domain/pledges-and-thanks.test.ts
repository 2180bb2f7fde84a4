import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { PledgeKind } from '#shared/domain/reactions.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
} from '../support/domain-builder.ts'

const pledge = (cardId: string, kind: PledgeKind = 'try') =>
  ({ type: 'pledge.toggle', cardId: card(cardId), kind }) as const
const thanks = (cardId: string) => ({ type: 'thanks.toggle', cardId: card(cardId) }) as const

/** Aoi and Ren are team 1, Mei and Sora team 2; s1 is Aoi's solution, s2 Mei's. */
const solving = () =>
  Story.inPhase('solutions', ['aoi', 'ren', 'mei', 'sora'], 2).posts('aoi', 's1').posts('mei', 's2')
const nameless = () =>
  Story.planning({ names: 'never' })
    .seats('aoi', 'ren', 'mei', 'sora')
    .teams(2)
    .open()
    .goTo('solutions')
    .posts('aoi', 's1')

describe('pledges', () => {
  it('PLE-1 one wants to try a solution of one’s own team, or can teach it, or both, and takes either back', () => {
    const story = solving()
    const given = (kind: PledgeKind, on: boolean) =>
      accepted({ type: 'pledge.toggled', cardId: card('s1'), participantId: person('ren'), kind, on })
    expect(story.ask(seated('ren'), pledge('s1'))).toEqual(given('try', true))
    story.by('ren', pledge('s1')).by('ren', pledge('s1', 'teach')).by('aoi', pledge('s1'))
    expect(story.state.pledges.map(({ participantId, kind }) => [participantId, kind])).toEqual([
      ['ren', 'try'],
      ['ren', 'teach'],
      ['aoi', 'try'],
    ])
    expect(story.ask(seated('ren'), pledge('s1'))).toEqual(given('try', false))
    expect(story.by('ren', pledge('s1')).state.pledges).toHaveLength(2)
  })

  it('PLE-1 in any phase of a live workshop, not after it', () => {
    const story = solving().goTo('share')
    expect(story.ask(seated('ren'), pledge('s1')).ok).toBe(true)
    story.facilitated({ type: 'agenda.end' })
    expect(story.ask(seated('ren'), pledge('s1'))).toEqual(refused('ended'))
  })

  it('PLE-2 not on other boards, drafts, cards off the board and other teams’ cards', () => {
    const story = solving()
    expect(story.ask(seated('ren'), pledge('s2'))).toEqual(refused('not_allowed'))
    expect(story.ask(seated('ren'), pledge('s9'))).toEqual(refused('card_unknown'))
    story.facilitated({ type: 'card.hide', cardId: card('s1') })
    expect(story.ask(seated('ren'), pledge('s1'))).toEqual(refused('card_unknown'))
    const listing = Story.inPhase('list-challenges').posts('aoi', 'c1')
    expect(listing.ask(seated('ren'), pledge('c1'))).toEqual(refused('card_unknown'))
    const deepening = Story.inPhase('deepen-challenges').posts('aoi', 'c1')
    expect(deepening.ask(seated('ren'), pledge('c1'))).toEqual(refused('pledge_elsewhere'))
  })

  it('PLE-3 it is told with who gave it, also where cards never say who wrote them, and says nothing of that', () => {
    const story = nameless().by('ren', pledge('s1')).by('aoi', pledge('s1', 'teach'))
    for (const viewer of [seated('mei'), FACILITATOR]) {
      const view = viewFor(story.state, viewer)
      expect(view.pledges.map(({ participantId }) => participantId)).toEqual(['ren', 'aoi'])
      expect(view.cards[0]?.authorId).toBeNull()
    }
  })

  it('PLE-4 it goes with its card, and with who gave it', () => {
    const story = solving().by('ren', pledge('s1')).by('aoi', pledge('s1'))
    expect(story.by('ren', { type: 'seat.leave' }).state.pledges).toEqual([
      { cardId: 's1', participantId: 'aoi', kind: 'try' },
    ])
    expect(story.by('aoi', { type: 'card.withdraw', cardId: card('s1') }).state.pledges).toEqual([])
  })
})

describe('thanks', () => {
  const heardOfThanks = (story: Story, viewer: Viewer) =>
    story.events.filter((event) => event.type.startsWith('thanks.') && mayHear(viewer, audienceOf(event)))

  it('THX-1 one thanks for a team-mate’s card, once, and takes it back', () => {
    const story = solving()
    const told = (on: boolean) =>
      accepted(
        { type: 'thanks.toggled', cardId: card('s1'), participantId: person('ren'), on },
        { type: 'thanks.told', cardId: card('s1'), authorId: person('aoi'), count: on ? 1 : 0 },
      )
    expect(story.ask(seated('ren'), thanks('s1'))).toEqual(told(true))
    story.by('ren', thanks('s1'))
    expect(story.ask(seated('ren'), thanks('s1'))).toEqual(told(false))
    expect(story.by('ren', thanks('s1')).state).toMatchObject({ thanks: [], thanked: {} })
  })

  it('THX-1 not for one’s own, another team’s, a draft or one off the board; for one on a board of all', () => {
    const story = solving()
    expect(story.ask(seated('aoi'), thanks('s1'))).toEqual(refused('own_card'))
    expect(story.ask(seated('mei'), thanks('s1'))).toEqual(refused('not_allowed'))
    story.facilitated({ type: 'card.hide', cardId: card('s1') })
    expect(story.ask(seated('ren'), thanks('s1'))).toEqual(refused('card_unknown'))
    const listing = Story.inPhase('list-ideals').posts('aoi', 'i1')
    expect(listing.ask(seated('ren'), thanks('i1'))).toEqual(refused('card_unknown'))
    const topics = Story.inPhase('next-topics').posts('aoi', 't1')
    expect(topics.ask(seated('ren'), thanks('t1')).ok).toBe(true)
  })

  it('THX-2 its author alone learns of it, not by whom; nobody else hears anything, facilitators included', () => {
    for (const story of [solving(), nameless()]) {
      story.by('ren', thanks('s1'))
      expect(viewFor(story.state, seated('aoi')).thanked).toEqual({ s1: 1 })
      expect(viewFor(story.state, seated('aoi')).thanks).toEqual([])
      expect(JSON.stringify(heardOfThanks(story, seated('aoi')))).not.toContain('"ren"')
      expect(viewFor(story.state, seated('ren'))).toMatchObject({
        thanked: {},
        thanks: [{ cardId: 's1', participantId: 'ren' }],
      })
      expect(heardOfThanks(story, seated('ren')).map(({ type }) => type)).toEqual(['thanks.toggled'])
      for (const other of [seated('mei'), FACILITATOR, seatedFacilitator('sora')]) {
        expect(heardOfThanks(story, other)).toEqual([])
        expect(viewFor(story.state, other)).toMatchObject({ thanks: [], thanked: {} })
      }
    }
  })

  it('THX-3 they go with their card', () => {
    const story = solving().by('ren', thanks('s1'))
    story.facilitated({ type: 'card.hide', cardId: card('s1') })
    expect(story.state).toMatchObject({ thanks: [], thanked: {} })
  })
})
