import { describe, expect, it } from 'vitest'
import { LIMITS } from '#shared/text.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const add = (
  cardId: string,
  text = '理想',
  board: 'ideals' | 'challenges' | 'solutions' | 'topics' = 'ideals',
) => ({ type: 'card.add', cardId: card(cardId), board, text }) as const
const reveal = (story: Story) => ({ type: 'card.reveal', expectedPhaseId: story.phase.id }) as const
const withdraw = { type: 'card.withdraw', cardId: card('c1') } as const
const hide = { type: 'card.hide', cardId: card('c1') } as const
const reword = (text: string) => ({ type: 'card.reword', cardId: card('c1'), text }) as const

const hidden = () => Story.inPhase('list-ideals')
const open = () => Story.inPhase('deepen-ideals')

describe('adding', () => {
  it('CRD-1 a card goes to one’s own team’s board, while that board’s phase is on', () => {
    const story = Story.inPhase('deepen-ideals', ['aoi', 'ren', 'mei'], 2)
    expect(story.posts('mei', 'c1').state.cards).toMatchObject([
      { id: 'c1', teamId: 'team2', board: 'ideals', authorId: 'mei', phaseId: story.phase.id, at: story.now },
    ])
    expect(story.ask(seated('aoi'), add('c2', 'まだ', 'challenges'))).toEqual(refused('board_closed'))
    expect(story.goTo('prepare').ask(seated('aoi'), add('c2'))).toEqual(refused('board_closed'))
  })

  it('CRD-1 without a team there is no board to write on; a facilitator in a team writes like everyone', () => {
    const story = open()
      .seats('late')
      .facilitated({
        type: 'team.move',
        participantId: person('late'),
        teamId: null,
      })
    expect(story.ask(seated('late'), add('c1'))).toEqual(refused('no_team'))
    expect(story.ask(seatedFacilitator('ren'), add('c1')).ok).toBe(true)
  })

  it('CRD-2 a card on a board of all belongs to all, and needs no team', () => {
    const story = Story.inPhase('next-topics')
    story.seats('late').facilitated({ type: 'team.move', participantId: person('late'), teamId: null })
    expect(story.posts('late', 'c1').state.cards).toMatchObject([{ teamId: 'all', board: 'topics' }])
  })

  it('CRD-3 in an open phase a card is seen at once', () => {
    const story = open()
    const facts = { teamId: teamId('team1'), board: 'ideals', phaseId: story.phase.id, part: null } as const
    expect(story.ask(seated('aoi'), add('c1'))).toEqual(
      accepted(
        {
          type: 'card.added',
          cardId: card('c1'),
          ...facts,
          authorId: person('aoi'),
          revealed: true,
          at: story.now,
        },
        { type: 'card.texted', cardId: card('c1'), authorId: person('aoi'), text: '理想' },
      ),
    )
  })

  it('CRD-3 in a hidden phase it is a draft', () => {
    expect(hidden().posts('aoi', 'c1').state.cards).toMatchObject([{ revealed: false }])
  })

  it('CRD-4 text is kept as typed but for line ends, edges and deceptive marks', () => {
    const story = open().posts('aoi', 'c1', '\n ｶﾞｲﾄﾞを\u202e読む\r\nhttps://example.jp 👨‍👩‍👧 ')
    expect(story.state.drafts).toEqual({ c1: 'ｶﾞｲﾄﾞを読む\nhttps://example.jp 👨‍👩‍👧' })
    expect(story.ask(seated('aoi'), add('c2', ' \u200b\n'))).toEqual(refused('text_empty'))
    expect(story.ask(seated('aoi'), add('c2', '👨‍👩‍👧'.repeat(LIMITS.card))).ok).toBe(true)
    expect(story.ask(seated('aoi'), add('c2', 'あ'.repeat(LIMITS.card + 1)))).toEqual(
      refused('text_too_long', { limit: 500 }),
    )
  })

  it('CRD-5 an id is used once', () => {
    expect(open().posts('aoi', 'c1').ask(seated('ren'), add('c1'))).toEqual(refused('card_exists'))
  })

  it('CRD-5 a board holds 600 cards, each team’s for itself', () => {
    const story = Story.inPhase('deepen-ideals', ['aoi', 'ren', 'mei'], 2)
    for (let index = 0; index < LIMITS.cardsPerBoard; index++) story.posts('aoi', `c${index}`)
    expect(story.ask(seated('ren'), add('more'))).toEqual(
      refused('board_full', { limit: LIMITS.cardsPerBoard }),
    )
    expect(story.ask(seated('mei'), add('more')).ok).toBe(true)
  })

  it('CRD-11 only cards on the solutions board have a part', () => {
    const solutions = Story.inPhase('solutions')
    solutions.by('aoi', { ...add('c1', '朝の5分', 'solutions'), part: 'tip' })
    expect(solutions.state.cards[0]?.part).toBe('tip')
    expect(open().by('aoi', { ...add('c1'), part: 'tip' }).state.cards[0]?.part).toBeNull()
  })
})

describe('changing', () => {
  it('CRD-6 one rewords one’s own card while it is a draft', () => {
    const story = hidden().posts('aoi', 'c1', 'はじめ')
    expect(story.ask(seated('aoi'), reword(' あと '))).toEqual(
      accepted({ type: 'card.texted', cardId: card('c1'), authorId: person('aoi'), text: 'あと' }),
    )
    expect(story.ask(seated('aoi'), reword('はじめ'))).toEqual(accepted())
    expect(story.ask(seated('aoi'), reword(''))).toEqual(refused('text_empty'))
    expect(story.ask(seated('ren'), reword('よそから'))).toEqual(refused('not_author'))
    expect(story.facilitated(reveal(story)).ask(seated('aoi'), reword('あと'))).toEqual(
      refused('already_revealed'),
    )
  })

  it('CRD-6 no card, no rewording', () => {
    expect(hidden().ask(seated('aoi'), reword('あと'))).toEqual(refused('card_unknown'))
  })

  it('CRD-7 one withdraws one’s own card while its board is open, with dots and likes', () => {
    const story = open()
      .posts('aoi', 'c1')
      .by('ren', { type: 'like.toggle', cardId: card('c1') })
    story.by('ren', { type: 'vote.cast', cardId: card('c1'), count: 2 })
    expect(story.ask(seated('ren'), withdraw)).toEqual(refused('not_author'))
    expect(story.by('aoi', withdraw).state).toMatchObject({ cards: [], drafts: {}, votes: [], likes: [] })
    expect(story.ask(seated('aoi'), withdraw)).toEqual(refused('card_unknown'))
  })

  it('CRD-7 not once the board is closed', () => {
    expect(open().posts('aoi', 'c1').goTo('list-challenges').ask(seated('aoi'), withdraw)).toEqual(
      refused('board_closed'),
    )
  })

  it('CRD-8 a facilitator takes a revealed card off the board; dots and likes are given back', () => {
    const story = open()
      .posts('aoi', 'c1')
      .by('ren', { type: 'vote.cast', cardId: card('c1'), count: 2 })
    story.facilitated({ type: 'tally.show', expectedPhaseId: story.phase.id })
    expect(story.ask(FACILITATOR, hide)).toEqual(accepted({ type: 'card.withheld', cardId: card('c1') }))
    expect(story.facilitated(hide).state).toMatchObject({
      cards: [{ withheld: true }],
      votes: [],
      tallies: {},
    })
    expect(story.ask(FACILITATOR, hide)).toEqual(accepted())
    expect(story.ask(seated('aoi'), withdraw)).toEqual(refused('card_unknown'))
  })

  it('CRD-8 drafts cannot be judged; after the end a card can still be hidden', () => {
    const story = hidden().posts('aoi', 'c1')
    expect(story.ask(FACILITATOR, hide)).toEqual(refused('card_unknown'))
    expect(story.facilitated({ type: 'agenda.end' }).facilitated(hide).state.cards[0]?.withheld).toBe(true)
  })
})

describe('revealing', () => {
  it('CRD-9 all drafts of the phase are shown at once, and later cards at once', () => {
    const story = hidden().posts('aoi', 'c1').posts('ren', 'c2')
    story.facilitated(reveal(story)).posts('aoi', 'c3')
    expect(story.state.cards.map((one) => one.revealed)).toEqual([true, true, true])
    expect(story.state.revealedPhases).toEqual([story.phase.id])
  })

  it('CRD-9 the order tells nothing about who was first', () => {
    const orders = new Set<string>()
    const story = hidden()
    for (let index = 0; index < 6; index++) story.posts('aoi', `c${index}`)
    for (let draw = 0; draw < 20; draw++) {
      const decision = story.ask(FACILITATOR, reveal(story))
      const [event] = decision.ok ? decision.value : []
      if (event?.type === 'cards.revealed') orders.add(event.cardIds.join())
      expect(event).toMatchObject({ type: 'cards.revealed', phaseId: story.phase.id })
    }
    expect(orders.size).toBeGreaterThan(10)
  })

  it('CRD-10 without drafts there is nothing to reveal, and the phase must be the one that is on', () => {
    const story = hidden()
    expect(story.ask(FACILITATOR, reveal(story))).toEqual(refused('nothing_to_reveal'))
    const late = reveal(story)
    story.advance()
    expect(story.ask(FACILITATOR, late)).toEqual(refused('stale_phase', { phaseId: story.phase.id }))
    expect(typesOf(story.ask(FACILITATOR, reveal(story)))).toEqual(['refused: nothing_to_reveal'])
  })
})
