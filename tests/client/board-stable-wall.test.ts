import { describe, expect, it } from 'vitest'
import type { CardId, ClusterId } from '#shared/ids.ts'
import { stableWall } from '../../client/board/stable-wall.ts'
import type { Wall, WallCard } from '../../client/board/wall.ts'

const card = (id: string, text: string): WallCard => ({
  id: id as CardId,
  text,
  authorId: null,
  clusterId: null,
  part: null,
  links: ['i1' as CardId],
  mine: false,
  named: true,
  late: false,
  liked: false,
  dots: 0,
  tally: null,
  stage: 'there',
})

const wall = (second: string): Wall => ({
  lanes: [
    {
      key: 'cluster:k',
      place: { kind: 'cluster', id: 'k' as ClusterId },
      title: '声',
      cards: [card('a', '朝')],
    },
    { key: 'loose', place: { kind: 'loose' }, title: '', cards: [card('b', '昼'), card('c', second)] },
  ],
  drafts: [],
  othersDrafts: 0,
  count: 3,
})

describe('the next wall', () => {
  it('takes over every card and lane that reads as before', () => {
    const before = wall('夜')
    const after = stableWall(before, wall('夜道'))
    expect(after).toEqual(wall('夜道'))
    expect(after.lanes[0]).toBe(before.lanes[0])
    expect(after.lanes[1]).not.toBe(before.lanes[1])
    expect(after.lanes[1]?.cards[0]).toBe(before.lanes[1]?.cards[0])
    expect(after.lanes[1]?.cards[1]?.text).toBe('夜道')
  })

  it('is the same list of lanes when nothing was changed', () => {
    const before = wall('夜')
    expect(stableWall(before, wall('夜')).lanes).toBe(before.lanes)
  })

  it('is the same wall when nothing at all was changed', () => {
    const before = wall('夜')
    expect(stableWall(before, wall('夜'))).toBe(before)
  })

  it('hides no change, whatever a lane or a card has: any wall after any other reads as if it were the first', () => {
    const reply = {
      id: 'r1' as CardId,
      text: 'なぜ?',
      authorId: null,
      authorName: null,
      why: 1 as const,
      at: 0,
    }
    const plain = wall('夜')
    const changed: readonly Wall[] = [
      plain,
      { ...plain, lanes: plain.lanes.map((lane) => ({ ...lane, replies: [reply] })) },
      {
        ...plain,
        lanes: plain.lanes.map((lane) => ({ ...lane, replies: [{ ...reply, text: 'なぜなら' }] })),
      },
      { ...plain, lanes: plain.lanes.map((lane) => ({ ...lane, title: `${lane.title}々` })) },
      { ...plain, lanes: plain.lanes.toReversed() },
      { ...plain, lanes: plain.lanes.map((lane) => ({ ...lane, cards: lane.cards.toReversed() })) },
      { ...plain, lanes: plain.lanes.slice(1) },
      { ...plain, lanes: ofCards(plain, (one) => ({ ...one, links: [] })) },
      { ...plain, lanes: ofCards(plain, (one) => ({ ...one, liked: true, tally: { likes: 1, votes: 0 } })) },
      { ...plain, lanes: ofCards(plain, (one) => ({ ...one, tally: { likes: 2, votes: 0 } })) },
      { ...plain, lanes: ofCards(plain, (one) => ({ ...one, replies: [reply] })) },
      { ...plain, lanes: ofCards(plain, (one) => ({ ...one, estimates: { cost: 2 } as never })) },
      { ...plain, drafts: [card('d', '下書き')], othersDrafts: 2, count: 4 },
    ]
    for (const before of changed) for (const now of changed) expect(stableWall(before, now)).toEqual(now)
  })
})

function ofCards(one: Wall, change: (card: WallCard) => WallCard): Wall['lanes'] {
  return one.lanes.map((lane) => ({ ...lane, cards: lane.cards.map(change) }))
}
