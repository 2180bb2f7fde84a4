import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear } from '#shared/domain/audience.ts'
import { REPLIES_PER_SUBJECT } from '#shared/domain/slices/replies.ts'
import type { ReplyDepth, Subject } from '#shared/domain/state.ts'
import type { ClusterId } from '#shared/ids.ts'
import { LIMITS } from '#shared/text.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  Story,
  teamId,
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

  it('REP-5 there is an end to them, and an id is used once among cards and replies', () => {
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
  })
})
