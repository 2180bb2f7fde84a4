import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NamesShown } from '#shared/domain/state.ts'
import { RevealShow } from '../../client/board/reveal-show.svelte.ts'
import { WritingSign } from '../../client/board/writing-sign.ts'
import { Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

const hidden = (names: NamesShown) =>
  Story.planning({ names }).seats('aoi', 'ren', 'mei').teams(3).open().goTo('list-ideals')
const tables: Table[] = []
const table = (story: Story, me: string) => {
  const sat = sitDown(story, me)
  tables.push(sat)
  return sat
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  for (const { desk } of tables.splice(0)) desk.close()
  vi.useRealTimers()
})

describe('the wall while writing is hidden', () => {
  it.each(['start', 'summary', 'never'] as const)(
    'counts the others’ drafts and not one’s own (%s)',
    (names) => {
      const story = hidden(names).posts('aoi', 'c1').posts('ren', 'c2').posts('ren', 'c3')
      expect(table(story, 'aoi').desk.wall).toMatchObject({ othersDrafts: 2, drafts: [{ id: 'c1' }] })
      expect(table(story, 'mei').desk.wall).toMatchObject({ othersDrafts: 3, drafts: [] })
    },
  )

  it('knows one’s own cards where names are off, and names nobody', () => {
    const story = hidden('never').posts('aoi', 'c1').posts('ren', 'c2')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    const { desk, client } = table(story, 'aoi')
    client.write(story, 'ideals', {})
    const cards = desk.wall.lanes.flatMap((lane) => lane.cards)
    expect(cards.map(({ id, mine, authorId }) => [id, mine, authorId]).sort()).toEqual([
      ['c1', true, null],
      ['c2', false, null],
    ])
    expect(cards.map((card) => desk.authorName(card))).toEqual([null, null])
  })
})

describe('the reveal', () => {
  it('holds the cards back until the count is over, in the order of the reveal', () => {
    const story = hidden('start').posts('aoi', 'c1').posts('ren', 'c2')
    const { desk, client, seat } = table(story, 'aoi')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    seat.catchUp()
    client.write(story, 'ideals', {})
    expect([...desk.reveal.held]).toEqual(story.state.lastReveal?.cardIds)
    expect([desk.wall.count, desk.reveal.counting, desk.reveal.count]).toEqual([0, true, 3])
    vi.advanceTimersByTime(2_900)
    expect(desk.wall.count).toBe(0)
    vi.advanceTimersByTime(200)
    flushSync()
    expect([desk.wall.count, desk.reveal.counting]).toEqual([2, false])
  })

  it('is not shown to who comes after it, nor to who hears of it too late', () => {
    const story = hidden('start').posts('aoi', 'c1')
    const { desk: away, seat } = table(story, 'ren')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    expect(table(story, 'aoi').desk.reveal.counting).toBe(false)
    story.later(2_500)
    seat.catchUp()
    expect(away.reveal.counting).toBe(false)
  })

  it('takes its time in real seconds, on a fast clock too', () => {
    const story = hidden('start').posts('aoi', 'c1')
    let state = story.state
    const clock = { rate: 10, now: () => story.now, tick: story.now }
    const { teamId, board } = story.state.cards[0]!
    const show = new RevealShow({ state: () => state, clock, teamId, board })
    state = story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id }).state
    const cleanup = $effect.root(() => {
      expect(show.counting).toBe(true)
    })
    vi.advanceTimersByTime(2_900)
    expect(show.counting).toBe(true)
    vi.advanceTimersByTime(200)
    expect(show.counting).toBe(false)
    cleanup()
  })
})

describe('the sign of writing', () => {
  it('is given when it begins, every four seconds while it lasts, and when it ends', () => {
    const said: unknown[] = []
    const sign = new WritingSign((kind) => said.push(kind))
    for (let typed = 0; typed < 50; typed++) {
      sign.wrote('card')
      vi.advanceTimersByTime(100)
    }
    expect(said).toEqual(['card', 'card'])
    vi.advanceTimersByTime(5_000)
    expect(said).toEqual(['card', 'card', null])
    sign.wrote('draft')
    sign.wrote(null)
    sign.wrote(null)
    sign.close()
    expect(said.slice(3)).toEqual(['draft', null])
  })

  it('is only given while writing is hidden', () => {
    const { desk, seat } = table(Story.inPhase('deepen-ideals'), 'aoi')
    desk.wrote('card')
    expect(seat.signs).toEqual([])
    const alone = table(hidden('start'), 'aoi')
    alone.desk.wrote('card')
    expect(alone.seat.signs).toEqual(['card'])
  })
})
