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
  dotsGiven: 0,
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
})
