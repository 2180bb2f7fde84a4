import { describe, expect, it } from 'vitest'
import type { BoardContent, ContentCard } from '#shared/boards/board-content.ts'
import type { Card, Participant, WorkshopState } from '#shared/domain/state.ts'
import type { CardId, ParticipantId, TeamId } from '#shared/ids.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'

const teamA = 'team-a' as TeamId
const teamB = 'team-b' as TeamId

function card(id: string, more: Partial<Card> = {}): Card {
  return {
    id: id as CardId,
    teamId: teamA,
    board: 'challenges',
    phaseId: 'phase' as Card['phaseId'],
    authorId: 'seat-haru' as ParticipantId,
    at: 0,
    part: null,
    revealed: true,
    named: true,
    late: false,
    withheld: false,
    ...more,
  }
}

function participant(id: string, name: string | null, consent: boolean): Participant {
  return { id: id as ParticipantId, name, teamId: teamA, seatedAt: 0, facilitator: false, consent }
}

/** Only what the join looks at. */
function stateWith(cards: readonly Card[], more: Partial<WorkshopState> = {}): WorkshopState {
  const known: Pick<WorkshopState, 'cards' | 'participants' | 'pledges' | 'replies' | 'tallies'> = {
    cards,
    participants: [participant('seat-haru', 'はる', true), participant('seat-mio', 'みお', false)],
    pledges: [],
    replies: [],
    tallies: {},
  }
  return { ...known, ...more } as WorkshopState
}

function written(id: string, more: Partial<ContentCard> = {}): ContentCard {
  return { id, text: `${id}の文`, clusterId: null, order: 0, part: null, ...more }
}

function content(cards: readonly ContentCard[], more: Partial<BoardContent> = {}): BoardContent {
  return { cards, clusters: [], links: [], summary: '', ...more }
}

const ids = (snapshot: { readonly cards: readonly { readonly id: string }[] }) =>
  snapshot.cards.map(({ id }) => id)

describe('a board joined with the state', () => {
  it('shows the cards the state knows, in the order and the words of the document', () => {
    const state = stateWith([card('one'), card('two')])
    const snapshot = boardSnapshot(state, teamA, 'challenges', content([written('two'), written('one')]))
    expect(ids(snapshot)).toEqual(['two', 'one'])
    expect(snapshot.cards[0]?.text).toBe('twoの文')
  })

  it('never shows a forged card, a draft, a withheld card, or a card of another board or team', () => {
    const state = stateWith([
      card('draft', { revealed: false }),
      card('withheld', { withheld: true }),
      card('elsewhere', { board: 'ideals' }),
      card('theirs', { teamId: teamB }),
      card('good'),
    ])
    const all = ['forged', 'draft', 'withheld', 'elsewhere', 'theirs', 'good'].map((id) => written(id))
    expect(ids(boardSnapshot(state, teamA, 'challenges', content(all)))).toEqual(['good'])
  })

  it('keeps empty clusters, and lays a card loose whose cluster is gone', () => {
    const board = content([written('one', { clusterId: 'gone' }), written('two', { clusterId: 'here' })], {
      clusters: [
        { id: 'here', title: '入口', order: 1 },
        { id: 'empty', title: '', order: 2 },
      ],
    })
    const snapshot = boardSnapshot(stateWith([card('one'), card('two')]), teamA, 'challenges', board)
    expect(snapshot.clusters).toEqual([
      { id: 'here', title: '入口' },
      { id: 'empty', title: '' },
    ])
    expect(snapshot.cards.map(({ clusterId }) => clusterId)).toEqual([null, 'here'])
  })

  it('follows links only to cards of the same team that may be shown, each once', () => {
    const state = stateWith([
      card('one'),
      card('ideal', { board: 'ideals' }),
      card('draft', { board: 'ideals', revealed: false }),
      card('theirs', { board: 'ideals', teamId: teamB }),
    ])
    const links = ['ideal', 'draft', 'theirs', 'forged', 'one', 'ideal'].map((to) => ({ from: 'one', to }))
    const snapshot = boardSnapshot(state, teamA, 'challenges', content([written('one')], { links }))
    expect(snapshot.cards[0]?.links).toEqual(['ideal'])
  })

  it('takes likes and votes from the last showing, and none before it', () => {
    const state = stateWith([card('one'), card('two')], {
      tallies: { ['one' as CardId]: { likes: 3, votes: 2 } },
    })
    const snapshot = boardSnapshot(state, teamA, 'challenges', content([written('one'), written('two')]))
    expect(snapshot.cards.map(({ likes, votes }) => [likes, votes])).toEqual([
      [3, 2],
      [0, 0],
    ])
  })

  it('leaves out a part the document should not hold', () => {
    const parts = content([written('one', { part: 'tip' }), written('two', { part: 'nonsense' })])
    const snapshot = boardSnapshot(stateWith([card('one'), card('two')]), teamA, 'challenges', parts)
    expect(snapshot.cards.map(({ part }) => part)).toEqual(['tip', undefined])
  })

  describe('D11 names', () => {
    const state = stateWith([
      card('one'),
      card('two', { authorId: 'seat-mio' as ParticipantId }),
      card('three', { authorId: null }),
    ])
    const board = content(['one', 'two', 'three'].map((id) => written(id)))
    const names = (authorNames: 'all' | 'consented' | 'none') =>
      boardSnapshot(state, teamA, 'challenges', board, { authorNames }).cards.map((each) => [
        each.authorId,
        each.authorName,
      ])

    it('stand beside every card in the room', () => {
      expect(names('all')).toEqual([
        ['seat-haru', 'はる'],
        ['seat-mio', 'みお'],
        [null, null],
      ])
    })

    it('leave the room only with consent, and so does the id that would join the cards of one person', () => {
      expect(names('consented')).toEqual([
        ['seat-haru', 'はる'],
        [null, null],
        [null, null],
      ])
    })

    it('are all held back when none are wanted', () => {
      expect(names('none').flat()).toEqual([null, null, null, null, null, null])
    })
  })
})
