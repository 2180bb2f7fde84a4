import { afterEach, describe, expect, it, vi } from 'vitest'
import { addCard, addCluster } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { caretSegments } from '../../client/board/caret-segments.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, ToldSeat, type Table } from './board-kit.svelte.ts'

afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

const lanes = ({ desk }: Table) =>
  desk.wall.lanes.map(({ place, title, cards }) => [
    place.kind === 'part' ? place.part : title || place.kind,
    cards.map(({ id }) => id),
  ])

describe('the wall while writing is hidden', () => {
  it('shows one’s own drafts with their words and of others’ nothing but how many', () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'a1', '自分の理想').posts('ren', 'r1', '人の理想')
    const { desk, seat } = sitDown(story, 'aoi')
    expect(desk.hidden).toBe(true)
    expect(desk.wall.drafts.map(({ text }) => text)).toEqual(['自分の理想'])
    expect(desk.wall.othersDrafts).toBe(1)
    expect(JSON.stringify(seat.state)).not.toContain('人の理想')
  })

  it('shows a card that waits to be sent among the drafts', () => {
    const table = sitDown(Story.inPhase('list-ideals'), 'aoi')
    table.seat.connection = 'offline'
    void table.desk.add('電波がない', null)
    expect(table.desk.wall.drafts).toMatchObject([{ text: '電波がない', stage: 'sending' }])
    table.seat.reconnect()
    expect(table.desk.wall.drafts).toMatchObject([{ text: '電波がない', stage: 'draft' }])
  })

  it('shows one’s own card from the end of the reveal’s count, also before the document has it', () => {
    vi.useFakeTimers()
    const story = Story.inPhase('list-ideals').posts('aoi', 'a1', '自分の理想').posts('ren', 'r1', '人の理想')
    const table = sitDown(story, 'aoi')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    table.seat.catchUp()
    expect(table.desk.wall.lanes[0]?.cards).toEqual([])
    vi.advanceTimersByTime(3_000)
    expect(table.desk.wall.lanes[0]?.cards).toMatchObject([
      { id: 'a1', text: '自分の理想', stage: 'arriving' },
    ])
    table.client.write(story, 'ideals', { a1: '自分の理想', r1: '人の理想' })
    expect(table.desk.wall.lanes[0]?.cards.map(({ stage }) => stage)).toEqual(['there', 'there'])
    expect(table.desk.wall.othersDrafts).toBe(0)
  })
})

describe('the wall of an open board', () => {
  function deepening() {
    const story = Story.inPhase('list-challenges')
      .posts('aoi', 'c1')
      .posts('aoi', 'c2')
      .posts('ren', 'c3')
      .goTo('deepen-challenges')
    const table = sitDown(story, 'aoi')
    table.client.write(story, 'challenges', {})
    return table
  }

  it('has a lane for each cluster and one for what is loose', () => {
    const table = deepening()
    addCluster(table.client.board, 'k1', '窓口', ['c3', 'c1'])
    expect(lanes(table)).toEqual([
      ['窓口', ['c3', 'c1']],
      ['loose', ['c2']],
    ])
  })

  it('leaves out a card the state does not know, and a withheld one', () => {
    const table = deepening()
    const { story } = table.seat
    addCard(table.client.board, { id: 'forged', text: '誰のでもない', part: null })
    story.facilitated({ type: 'card.hide', cardId: card('c2') })
    table.seat.catchUp()
    expect(lanes(table)).toEqual([['loose', ['c1', 'c3']]])
  })

  it('groups what is selected, waits for a name, and takes it back', () => {
    vi.useFakeTimers()
    const table = deepening()
    const { moves } = table.desk
    moves.toggle(card('c1'))
    moves.toggle(card('c3'))
    moves.group([...moves.selected])
    expect(moves.selected.size).toBe(0)
    expect(lanes(table)).toEqual([
      ['cluster', ['c1', 'c3']],
      ['loose', ['c2']],
    ])
    expect(moves.freshCluster).not.toBeNull()
    expect(moves.said).toBe('2枚をまとめました。名前をつけましょう。')
    moves.undo()
    expect(lanes(table)).toEqual([['loose', ['c1', 'c2', 'c3']]])
  })

  it('says where a card went and how many lie there, and offers the way back for ten seconds', () => {
    vi.useFakeTimers()
    const table = deepening()
    addCluster(table.client.board, 'k1', '窓口', ['c1', 'c3'])
    const place = { kind: 'cluster', id: 'k1' as never } as const
    table.desk.moves.move([card('c2')], place)
    expect(table.desk.moves.said).toBe('カードを「窓口」に入れました(3枚)')
    expect(lanes(table)[0]).toEqual(['窓口', ['c1', 'c3', 'c2']])
    table.desk.moves.undo()
    expect(lanes(table)[1]).toEqual(['loose', ['c2']])
    table.desk.moves.move([card('c2')], place, card('c3'))
    expect(lanes(table)[0]).toEqual(['窓口', ['c1', 'c2', 'c3']])
    vi.advanceTimersByTime(10_000)
    expect(table.desk.moves.offer).toBeNull()
  })

  it('is carried with the arrow keys, and lies where it was again when given up', () => {
    const table = deepening()
    const { moves } = table.desk
    addCluster(table.client.board, 'k1', '窓口', ['c1', 'c3'])
    moves.lift(card('c2'))
    moves.carry('right')
    expect(lanes(table)[1]).toEqual(['loose', ['c2']])
    moves.carry('left')
    expect(lanes(table)[0]).toEqual(['窓口', ['c2', 'c1', 'c3']])
    expect(moves.said).toBe('カードを「窓口」に入れました(3枚)')
    moves.carry('up')
    moves.carry('down')
    expect(lanes(table)[0]).toEqual(['窓口', ['c1', 'c2', 'c3']])
    expect(moves.said).toBe('3枚中2番目です')
    moves.carry('down')
    moves.carry('down')
    expect(lanes(table)[0]).toEqual(['窓口', ['c1', 'c3', 'c2']])
    moves.giveUp()
    expect(moves.lifted).toBeNull()
    expect(lanes(table)[1]).toEqual(['loose', ['c2']])
    moves.lift(card('c2'))
    moves.carry('left')
    moves.drop()
    moves.undo()
    expect(lanes(table)[1]).toEqual(['loose', ['c2']])
  })

  it('dissolves a cluster and brings it back with its name', () => {
    const table = deepening()
    addCluster(table.client.board, 'k1', '窓口', ['c3', 'c1'])
    const [lane] = table.desk.wall.lanes
    if (lane) table.desk.moves.dissolve(lane)
    expect(lanes(table)).toHaveLength(1)
    table.desk.moves.undo()
    expect(lanes(table)[0]).toEqual(['窓口', ['c3', 'c1']])
    table.desk.close()
  })

  it('counts dots at once, those on their way included', async () => {
    const table = deepening()
    const budget = table.desk.votesLeft
    expect(table.desk.voting).toBe('open')
    table.seat.connection = 'offline'
    table.desk.vote(card('c1'), 2)
    table.desk.like(card('c3'))
    expect(table.desk.votesLeft).toBe(budget - 2)
    expect(table.desk.card(card('c1'))?.dots).toBe(2)
    expect(table.desk.card(card('c3'))?.liked).toBe(true)
    table.seat.reconnect()
    await vi.waitFor(() => expect(table.seat.pending).toEqual([]))
    expect(table.desk.votesLeft).toBe(budget - 2)
    expect(table.desk.card(card('c3'))?.liked).toBe(true)
  })

  it('shows nobody’s likes and votes before the showing, and only totals after it', () => {
    const table = deepening()
    const { story } = table.seat
    story.by('ren', { type: 'vote.cast', cardId: card('c1'), count: 2 })
    story.by('ren', { type: 'like.toggle', cardId: card('c1') })
    table.seat.catchUp()
    expect(table.desk.card(card('c1'))).toMatchObject({ tally: null, liked: false, dots: 0 })
    story.facilitated({ type: 'tally.show', expectedPhaseId: story.phase.id })
    table.seat.catchUp()
    expect(table.desk.card(card('c1'))).toMatchObject({
      tally: { likes: 1, votes: 2 },
      liked: false,
      dots: 0,
    })
    expect(table.desk.voting).toBe('closed')
  })
})

describe('the wall of solutions', () => {
  it('has a lane for each part, and a card moves between them', () => {
    const story = Story.inPhase('solutions')
    const add = (id: string, part: 'operation' | null) =>
      story.by('aoi', { type: 'card.add', cardId: card(id), board: 'solutions', text: id, part })
    add('s1', 'operation')
    add('s2', null)
    const table = sitDown(story, 'aoi')
    table.client.write(story, 'solutions', {})
    expect(lanes(table)).toEqual([
      ['specification', []],
      ['operation', ['s1']],
      ['tip', []],
      ['loose', ['s2']],
    ])
    table.desk.moves.move([card('s2')], { kind: 'part', part: 'tip' })
    expect(table.desk.moves.said).toBe('カードを「ちょい技」に入れました(1枚)')
    expect(lanes(table).slice(2)).toEqual([['tip', ['s2']]])
    table.desk.moves.undo()
    expect(lanes(table).slice(2)).toEqual([
      ['tip', []],
      ['loose', ['s2']],
    ])
  })
})

describe('a card that is refused', () => {
  it('comes back to the composer while there is one', async () => {
    const table = sitDown(Story.inPhase('list-ideals'), 'aoi')
    const back: string[] = []
    table.desk.lend({ giveBack: (text) => back.push(text) })
    expect(await table.desk.add('あ'.repeat(501), null)).toBe(false)
    expect(back).toEqual(['あ'.repeat(501)])
    expect(table.toasts.all[0]?.tone).toBe('warn')
    expect(table.drawer.entries).toEqual([])
    table.toasts.close()
  })

  it('goes to its author’s drawer when its board has closed meanwhile', async () => {
    const story = Story.inPhase('list-ideals')
    const table = sitDown(story, 'aoi')
    table.desk.lend({ giveBack: () => expect.unreachable('the composer is for another board now') })
    table.seat.connection = 'offline'
    const added = table.desk.add('間に合わなかった理想', null)
    story.goTo('list-challenges')
    table.seat.catchUp()
    table.seat.reconnect()
    expect(await added).toBe(false)
    expect(table.drawer.entries).toMatchObject([{ text: '間に合わなかった理想', board: 'ideals' }])
    table.toasts.close()
  })
})

describe('others’ carets in a text', () => {
  const peer = (name: string, head: number) => ({
    clientId: head,
    person: { id: name, name, hue: 0 },
    editing: { cardId: 'c', anchor: head, head },
    holding: [],
  })

  it('stand between the letters, clamped to the text as it is here', () => {
    const segments = caretSegments('理想と課題', [peer('みお', 99), peer('はる', 2)])
    expect(segments.map((one) => (one.kind === 'text' ? one.text : one.peer.person.name))).toEqual([
      '理想',
      'はる',
      'と課題',
      'みお',
    ])
    expect(caretSegments('', [])).toEqual([])
  })
})

it('a seat of the kit hears only what is for it', () => {
  const story = Story.inPhase('list-ideals').posts('ren', 'r1', '秘密')
  const cards = new ToldSeat(story, 'aoi').state.cards.map(({ id }) => id)
  expect(cards).toEqual(['r1' as CardId])
  expect(JSON.stringify(new ToldSeat(story, 'aoi').state)).not.toContain('秘密')
})
