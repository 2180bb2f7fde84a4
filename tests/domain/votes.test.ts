import { describe, expect, it } from 'vitest'
import { votesLeft } from '#shared/domain/progress.ts'
import { accepted, card, FACILITATOR, person, refused, seated, Story } from '../support/domain-builder.ts'

const vote = (cardId: string, count: 0 | 1 | 2) =>
  ({ type: 'vote.cast', cardId: card(cardId), count }) as const
const like = (cardId: string) => ({ type: 'like.toggle', cardId: card(cardId) }) as const
const show = (story: Story) => ({ type: 'tally.show', expectedPhaseId: story.phase.id }) as const

/** Three dots each, two cards of team 1, one of team 2. */
const voting = () =>
  Story.inPhase('deepen-ideals', ['aoi', 'ren', 'mei'], 2)
    .posts('aoi', 'c1')
    .posts('ren', 'c2')
    .posts('mei', 'c3')

describe('dots', () => {
  it('VOT-1 one gives up to two dots a card, within the budget of the phase', () => {
    const story = voting()
    expect(story.ask(seated('aoi'), vote('c1', 2))).toEqual(
      accepted({
        type: 'vote.cast',
        phaseId: story.phase.id,
        cardId: card('c1'),
        participantId: person('aoi'),
        count: 2,
      }),
    )
    story.by('aoi', vote('c1', 2))
    expect(votesLeft(story.state, person('aoi'))).toBe(1)
    expect(story.ask(seated('aoi'), vote('c2', 2))).toEqual(refused('votes_spent', { limit: 3 }))
    expect(story.by('aoi', vote('c2', 1)).ask(seated('aoi'), vote('c2', 1))).toEqual(accepted())
  })

  it('VOT-2 dots taken back can be given again', () => {
    const story = voting().by('aoi', vote('c1', 2)).by('aoi', vote('c2', 1)).by('aoi', vote('c1', 1))
    expect(votesLeft(story.state, person('aoi'))).toBe(1)
    expect(story.by('aoi', vote('c2', 2)).by('aoi', vote('c2', 0)).state.votes).toMatchObject([
      { cardId: 'c1', count: 1 },
    ])
  })

  it('VOT-2 taking back works even when the budget has shrunk', () => {
    const story = voting().by('aoi', vote('c1', 2)).by('aoi', vote('c2', 1)).back()
    const { phases, current } = story.state.agenda
    const from = phases.findIndex((phase) => phase.id === current?.phaseId) + 1
    const coming = phases.slice(from).map(({ id, kind, minutes, votes }) => ({ id, kind, minutes, votes }))
    story
      .facilitated({ type: 'agenda.edit', phases: coming.map((phase) => ({ ...phase, votes: 1 })) })
      .advance()
    expect(votesLeft(story.state, person('aoi'))).toBe(0)
    expect(story.ask(seated('aoi'), vote('c2', 2))).toEqual(refused('votes_spent', { limit: 1 }))
    expect(story.ask(seated('aoi'), vote('c1', 1)).ok).toBe(true)
  })

  it('VOT-3 no dots where the phase has none, on another board, or once they are shown', () => {
    const story = voting()
    story.facilitated(show(story))
    expect(story.ask(seated('aoi'), vote('c1', 1))).toEqual(refused('votes_closed'))
    expect(votesLeft(story.state, person('aoi'))).toBe(0)
    expect(story.goTo('list-challenges').ask(seated('aoi'), vote('c1', 1))).toEqual(refused('votes_closed'))
    expect(story.goTo('deepen-challenges').ask(seated('aoi'), vote('c1', 1))).toEqual(refused('votes_closed'))
  })

  it('VOT-4 none for other teams’ cards, drafts, and cards off the board', () => {
    const story = voting().facilitated({ type: 'card.hide', cardId: card('c1') })
    for (const command of [vote, (cardId: string) => like(cardId)]) {
      expect(story.ask(seated('aoi'), command('c3', 1))).toEqual(refused('not_allowed'))
      expect(story.ask(seated('aoi'), command('c1', 1))).toEqual(refused('card_unknown'))
      expect(story.ask(seated('aoi'), command('c9', 1))).toEqual(refused('card_unknown'))
      const drafts = Story.inPhase('list-ideals').posts('aoi', 'c1')
      expect(drafts.ask(seated('aoi'), command('c1', 1))).toEqual(refused('card_unknown'))
    }
  })

  it('VOT-1 on a board of all everyone seated votes', () => {
    const story = Story.inPhase('next-topics', ['aoi', 'ren', 'mei'], 2).posts('aoi', 'c1')
    expect(story.by('mei', vote('c1', 2)).state.votes).toHaveLength(1)
  })
})

describe('likes', () => {
  it('VOT-5 a like is on or off', () => {
    const story = voting()
    const toggled = (on: boolean) =>
      accepted({ type: 'like.toggled', cardId: card('c2'), participantId: person('aoi'), on })
    expect(story.ask(seated('aoi'), like('c2'))).toEqual(toggled(true))
    expect(story.by('aoi', like('c2')).ask(seated('aoi'), like('c2'))).toEqual(toggled(false))
    expect(story.by('aoi', like('c2')).state.likes).toEqual([])
  })

  it('VOT-5 only on the board of the phase', () => {
    expect(voting().goTo('list-challenges').ask(seated('aoi'), like('c1'))).toEqual(refused('board_closed'))
  })
})

describe('showing', () => {
  it('VOT-6 the totals of all teams are shown, and who gave what is not', () => {
    const story = voting().by('aoi', vote('c2', 2)).by('ren', vote('c2', 1)).by('mei', like('c3'))
    const decision = story.ask(FACILITATOR, show(story))
    expect(decision).toEqual(
      accepted({
        type: 'tally.shown',
        phaseId: story.phase.id,
        tallies: { [card('c2')]: { likes: 0, votes: 3 }, [card('c3')]: { likes: 1, votes: 0 } },
      }),
    )
    expect(JSON.stringify(decision)).not.toMatch(/aoi|ren|mei/)
  })

  it('VOT-6 a like taken back is gone at the next showing', () => {
    const story = voting().by('aoi', like('c1'))
    story.facilitated(show(story)).by('aoi', like('c1')).facilitated(show(story))
    expect(story.state.tallies).toEqual({ c1: { likes: 0, votes: 0 } })
  })

  it('VOT-6 it must be the phase that is on, and have a board', () => {
    const story = voting()
    const late = show(story)
    story.advance()
    expect(story.ask(FACILITATOR, late)).toEqual(refused('stale_phase', { phaseId: story.phase.id }))
    expect(story.goTo('prepare').ask(FACILITATOR, show(story))).toEqual(refused('nothing_to_reveal'))
  })
})
