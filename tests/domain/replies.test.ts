import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import { countCards, gateOf } from '#shared/domain/progress.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import { REPLIES_PER_SUBJECT } from '#shared/domain/slices/replies.ts'
import type { NamesShown, ReplyDepth, Subject } from '#shared/domain/state.ts'
import type { ClusterId } from '#shared/ids.ts'
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

const onCard = (id: string): Subject => ({ kind: 'card', cardId: card(id) })
const onCluster = (id: string): Subject => ({ kind: 'cluster', clusterId: id as ClusterId })
const reply = (id: string, under: Subject, why: ReplyDepth = 0, text = '返信') =>
  ({ type: 'reply.add', replyId: card(id), under, why, text }) as const

/** Aoi and Ren are team 1, Mei is team 2; c1 lies on team 1's challenges, c2 on team 2's. */
const deepening = () =>
  Story.inPhase('deepen-challenges', ['aoi', 'ren', 'mei'], 2).posts('aoi', 'c1').posts('mei', 'c2')

describe('replies', () => {
  it('REP-1 one replies to a card or a cluster of the board one may write on', () => {
    const story = deepening()
    const added = (id: string, under: Subject) =>
      accepted(
        {
          type: 'reply.added',
          replyId: card(id),
          teamId: teamId('team1'),
          board: 'challenges',
          under,
          why: 0,
          authorId: person('ren'),
          at: story.now,
        },
        { type: 'reply.texted', replyId: card(id), authorId: person('ren'), text: '返信' },
      )
    expect(story.ask(seated('ren'), reply('r1', onCard('c1')))).toEqual(added('r1', onCard('c1')))
    expect(story.ask(seated('ren'), reply('r1', onCluster('k1')))).toEqual(added('r1', onCluster('k1')))
  })

  it('REP-1 not to another team’s card, a draft, one off the board, or while no board is open', () => {
    const story = deepening()
    expect(story.ask(seated('mei'), reply('r1', onCard('c1')))).toEqual(refused('board_closed'))
    expect(story.ask(seated('aoi'), reply('r1', onCard('c9')))).toEqual(refused('card_unknown'))
    story.facilitated({ type: 'card.hide', cardId: card('c1') })
    expect(story.ask(seated('aoi'), reply('r1', onCard('c1')))).toEqual(refused('card_unknown'))
    expect(story.goTo('prepare').ask(seated('aoi'), reply('r1', onCluster('k1')))).toEqual(
      refused('board_closed'),
    )
    const drafts = Story.inPhase('list-challenges').posts('aoi', 'd1')
    expect(drafts.ask(seated('aoi'), reply('r1', onCard('d1')))).toEqual(refused('card_unknown'))
  })

  it('REP-1 it has 1 to 140 characters', () => {
    const story = deepening()
    const asked = (text: string) => story.ask(seated('aoi'), reply('r1', onCard('c1'), 0, text))
    expect(asked('  ')).toEqual(refused('text_empty'))
    expect(asked('あ'.repeat(LIMITS.reply)).ok).toBe(true)
    expect(asked('あ'.repeat(LIMITS.reply + 1))).toEqual(refused('text_too_long', { limit: LIMITS.reply }))
  })

  it('REP-2 "why?" is answered twice under a challenge, the second only after the first', () => {
    const story = deepening()
    for (const under of [onCard('c1'), onCluster('k1')]) {
      const first = under.kind === 'card' ? 'w1' : 'w2'
      expect(story.ask(seated('ren'), reply('w9', under, 2))).toEqual(refused('why_first'))
      story.by('aoi', reply(first, under, 1))
      expect(story.ask(seated('ren'), reply('w9', under, 2)).ok).toBe(true)
    }
    expect(story.ask(seated('mei'), reply('w9', onCluster('k1'), 2)), 'another team’s first').toEqual(
      refused('why_first'),
    )
  })

  it('REP-2 on other boards there is no "why?"', () => {
    const story = Story.inPhase('solutions').posts('aoi', 's1')
    expect(story.ask(seated('aoi'), reply('w1', onCard('s1'), 1))).toEqual(refused('why_elsewhere'))
    expect(story.ask(seated('aoi'), reply('r1', onCard('s1'))).ok).toBe(true)
  })

  it('REP-3 one withdraws one’s own while the board is open, a facilitator takes any off', () => {
    const story = deepening().by('ren', reply('r1', onCard('c1')))
    const withdraw = { type: 'reply.withdraw', replyId: card('r1') } as const
    expect(story.ask(seated('aoi'), withdraw)).toEqual(refused('not_author'))
    expect(story.ask(seated('ren'), withdraw)).toEqual(
      accepted({ type: 'reply.withdrawn', replyId: card('r1') }),
    )
    story.goTo('solutions')
    expect(story.ask(seated('ren'), withdraw)).toEqual(refused('board_closed'))
    story.facilitated({ type: 'agenda.end' }).facilitated({ type: 'reply.hide', replyId: card('r1') })
    expect(story.state.replies).toEqual([])
    expect(JSON.stringify(story.state)).not.toContain('"r1"')
    expect(story.ask(FACILITATOR, { type: 'reply.hide', replyId: card('r1') })).toEqual(
      refused('card_unknown'),
    )
  })

  it('REP-4 everyone learns that it exists, its author alone what it says', () => {
    const story = deepening().by('ren', reply('r1', onCard('c1'), 0, 'ひみつのことば'))
    const heard = (id: string) =>
      JSON.stringify(story.events.filter((event) => mayHear(seated(id), audienceOf(event))))
    for (const id of ['aoi', 'mei']) {
      expect(heard(id)).toContain('"r1"')
      expect(heard(id)).not.toContain('ひみつのことば')
    }
    expect(heard('ren')).toContain('ひみつのことば')
  })

  it('REP-5 it goes with its card, and the one under a cluster stays', () => {
    const story = deepening()
      .by('ren', reply('r1', onCard('c1')))
      .by('ren', reply('r2', onCluster('k1')))
    story.by('aoi', { type: 'card.withdraw', cardId: card('c1') })
    expect(story.state.replies.map(({ id }) => id)).toEqual(['r2'])
    expect(Object.keys(story.state.drafts)).toEqual(['c2', 'r2'])
  })

  it('REP-5 there is an end to them, and an id is used once among cards, replies and what is parked', () => {
    const story = deepening()
    expect(story.ask(seated('aoi'), reply('c2', onCard('c1')))).toEqual(refused('card_exists'))
    for (let count = 0; count < REPLIES_PER_SUBJECT; count++)
      story.by('aoi', reply(`r${count}`, onCard('c1')))
    expect(story.ask(seated('aoi'), reply('more', onCard('c1')))).toEqual(
      refused('replies_full', { limit: REPLIES_PER_SUBJECT }),
    )
    expect(story.ask(seated('aoi'), reply('r0', onCluster('k1')))).toEqual(refused('card_exists'))
    expect(
      story.ask(seated('aoi'), { type: 'card.add', cardId: card('r0'), board: 'challenges', text: '課題' }),
    ).toEqual(refused('card_exists'))
    const park = (cardId: string) =>
      ({ type: 'card.park', cardId: card(cardId), board: 'challenges', text: 'あとで' }) as const
    expect(story.ask(seated('ren'), park('r0'))).toEqual(refused('card_exists'))
    story.by('ren', park('p1'))
    expect(story.ask(seated('aoi'), reply('p1', onCluster('k1')))).toEqual(refused('card_exists'))
  })
})

describe('replies without names', () => {
  const nameless = (names: NamesShown) =>
    Story.planning({ names })
      .seats('aoi', 'ren', 'mei', 'sora')
      .teams(2)
      .open()
      .goTo('deepen-challenges')
      .posts('aoi', 'c1')
  const authorsSeenBy = (story: Story, viewer: Viewer) =>
    Object.fromEntries(viewFor(story.state, viewer).replies.map(({ id, authorId }) => [id, authorId]))

  it.each(['summary', 'never'] as const)(
    'REP-6 its author alone learns that it is theirs, nobody else hears it in any event (%s)',
    (names) => {
      const story = nameless(names)
      expect(typesOf(story.ask(seated('ren'), reply('r1', onCard('c1'))))).toEqual([
        'reply.added',
        'reply.owned',
        'reply.texted',
      ])
      story.by('ren', reply('r1', onCard('c1'), 1)).by('ren', reply('r2', onCluster('k1')))
      expect(authorsSeenBy(story, seated('ren'))).toEqual({ r1: 'ren', r2: 'ren' })
      for (const other of [seated('aoi'), seated('mei'), FACILITATOR, seatedFacilitator('sora')]) {
        expect(authorsSeenBy(story, other)).toEqual({ r1: null, r2: null })
        const about = story.events.filter(
          (event) => mayHear(other, audienceOf(event)) && /"r[12]"/.test(JSON.stringify(event)),
        )
        expect(about.map((event) => event.type)).toEqual(['reply.added', 'reply.added'])
        expect(JSON.stringify(about)).not.toContain('"ren"')
      }
      expect(story.ask(seated('aoi'), { type: 'reply.withdraw', replyId: card('r1') })).toEqual(
        refused('not_author'),
      )
      story.by('ren', { type: 'reply.withdraw', replyId: card('r1') })
      story.facilitated({ type: 'reply.hide', replyId: card('r2') })
      expect(story.state.replies).toEqual([])
    },
  )

  it('REP-6 from the summary on it is told with the cards of its board, and later ones say it at once', () => {
    const story = nameless('summary').by('ren', reply('r1', onCard('c1')))
    story.advance()
    expect(story.state.namedBoards).toContain('challenges')
    expect(authorsSeenBy(story, seated('mei'))).toEqual({ r1: 'ren' })
    story.back().by('aoi', reply('r2', onCluster('k1')))
    expect(authorsSeenBy(story, seated('mei'))).toEqual({ r1: 'ren', r2: 'aoi' })
    const ended = nameless('summary')
      .by('ren', reply('r1', onCard('c1')))
      .facilitated({ type: 'agenda.end' })
    expect(authorsSeenBy(ended, FACILITATOR)).toEqual({ r1: 'ren' })
  })

  it('REP-6 with names never it is not told at the end either', () => {
    const story = nameless('never').by('ren', reply('r1', onCard('c1')))
    story.facilitated({ type: 'agenda.end' })
    expect(authorsSeenBy(story, FACILITATOR)).toEqual({ r1: null })
  })
})

describe('replies beside cards', () => {
  it('REP-7 it takes no place among the cards, opens no gate, and gets no dots and likes', () => {
    const story = Story.inPhase('list-challenges', ['aoi', 'ren']).posts('aoi', 'c1')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    const before = countCards(story.state, 'challenges')
    story.by('ren', reply('r1', onCard('c1')))
    expect(countCards(story.state, 'challenges')).toBe(before)
    expect(gateOf(story.state, story.present).missing).toEqual(['ren'])
    expect(story.ask(seated('aoi'), { type: 'like.toggle', cardId: card('r1') })).toEqual(
      refused('card_unknown'),
    )
    expect(story.ask(seated('aoi'), { type: 'vote.cast', cardId: card('r1'), count: 1 })).toEqual(
      refused('card_unknown'),
    )
    expect(story.ask(seated('aoi'), reply('r2', onCard('r1')))).toEqual(refused('card_unknown'))
  })

  it('REP-7 a board full of cards still takes replies, and replies leave room for all its cards', () => {
    const story = Story.inPhase('deepen-challenges', ['aoi', 'ren'])
    for (let count = 0; count < 30; count++) story.by('ren', reply(`r${count}`, onCluster(`k${count % 6}`)))
    for (let count = 0; count < LIMITS.cardsPerBoard; count++) story.posts('aoi', `c${count}`)
    expect(story.ask(seated('ren'), reply('more', onCard('c0'))).ok).toBe(true)
    expect(
      story.ask(seated('aoi'), { type: 'card.add', cardId: card('more'), board: 'challenges', text: '課題' }),
    ).toEqual(refused('board_full', { limit: LIMITS.cardsPerBoard }))
  })
})
