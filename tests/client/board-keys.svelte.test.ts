import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addCluster } from '#shared/boards/edit-board.ts'
import { cardKey } from '../../client/board/board-keys.ts'
import { singleKeys } from '../../client/board/single-keys.svelte.ts'
import type { WallFocus } from '../../client/board/wall-focus.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'
import KeysAtDesk from './KeysAtDesk.svelte'

const t = groupingText.ja
let table: Table
/** where the arrows led */
let steps: string[]

beforeEach(() => {
  localStorage.clear()
  singleKeys.set(true)
  steps = []
  const story = Story.inPhase('deepen-challenges').posts('aoi', 'c1').posts('ren', 'c2').posts('aoi', 'c3')
  table = sitDown(story, 'aoi')
  table.client.write(story, 'challenges', {})
  addCluster(table.client.board, 'k1', 'まとめ', ['c3'])
})
afterEach(() => {
  cleanup()
  table.desk.close()
})

const focus = {
  step: (_from: string, to: string) => steps.push(to),
  edge: (which: string) => steps.push(which),
} as unknown as WallFocus

/** A key on a card that has the focus. */
function onCard(id: string, key: string, held: KeyboardEventInit = {}): boolean {
  const there = table.desk.card(card(id))
  if (!there) throw new Error(`no card ${id}`)
  return cardKey(new KeyboardEvent('keydown', { key, ...held }), there, table.desk, focus)
}

/** A key wherever the focus is; answers whether the board took it. */
function press(key: string, held: KeyboardEventInit = {}, target: Element = document.body): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held })
  target.dispatchEvent(event)
  flushSync()
  return event.defaultPrevented
}

const selected = () => [...table.desk.moves.selected]
const clusters = () => table.client.content.clusters.length

describe('the keys of a card', () => {
  it('K-03 Space selects and tells how many; Shift and Space pick it up, Space lays it down', () => {
    expect(onCard('c1', ' ')).toBe(true)
    onCard('c2', ' ')
    expect(selected()).toEqual(['c1', 'c2'])
    expect(table.desk.moves.said).toBe(boardText.ja.move.selected(2))
    onCard('c2', ' ')
    expect(selected()).toEqual(['c1'])
    expect(table.desk.moves.lifted).toBeNull()

    onCard('c1', ' ', { shiftKey: true })
    expect(table.desk.moves.lifted).toBe('c1')
    expect(table.client.holding.at(-1)).toEqual(['c1'])
    onCard('c1', ' ')
    expect(table.desk.moves.lifted).toBeNull()
    expect(selected(), 'laying down selects nothing').toEqual(['c1'])
  })

  it('K-04 arrows carry what is in the hand, Escape lays it back, and otherwise they lead to other cards', () => {
    onCard('c1', 'ArrowDown')
    onCard('c1', 'End')
    expect(steps).toEqual(['down', 'last'])
    const lanes = () => table.desk.wall.lanes.map(({ cards }) => cards.map(({ id }) => id))
    const before = lanes()
    onCard('c1', ' ', { shiftKey: true })
    const way = table.desk.wall.lanes[0]?.cards.some(({ id }) => id === 'c1') ? 'ArrowRight' : 'ArrowLeft'
    onCard('c1', way)
    expect(lanes()).not.toEqual(before)
    onCard('c1', 'Escape')
    expect(lanes()).toEqual(before)
    expect(steps).toHaveLength(2)
  })

  it('K-05 letters do nothing when they are switched off; Space, Enter and the arrows stay', () => {
    singleKeys.set(false)
    for (const letter of ['e', 'x', 'm', 'g', 'l', 'v']) expect(onCard('c1', letter)).toBe(false)
    expect([table.desk.editing, table.desk.asking, selected()]).toEqual([null, null, []])
    onCard('c1', ' ')
    expect(selected()).toEqual(['c1'])
    onCard('c1', 'Enter')
    expect(table.desk.editing).toBe('c1')
  })

  it('K-06 each letter does what the list says', () => {
    onCard('c1', 'm')
    expect(table.desk.asking).toMatchObject({ kind: 'move', cardIds: ['c1'] })
    onCard('c1', 'l')
    expect(table.desk.asking).toMatchObject({ kind: 'link', cardId: 'c1' })
    onCard('c1', 'v')
    onCard('c1', 'v', { shiftKey: true })
    expect(table.seat.sent.map((one) => one.type)).toContain('vote.cast')
    onCard('c2', 'g')
    expect(selected()).toEqual(['c2'])
    expect(table.desk.moves.said).toBe(t.selectMore)
    onCard('c2', 'x')
    expect(selected()).toEqual([])
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      expect(onCard('c1', 'e', held), 'the browser’s own').toBe(false)
  })
})

describe('the keys of the board', () => {
  beforeEach(() => void render(KeysAtDesk, { desk: table.desk }))

  it('K-07 ? shows every key, and closing it is the end of it', async () => {
    expect(press('?')).toBe(true)
    const dialog = await screen.findByRole('dialog', { name: t.keys.title })
    for (const words of [t.keys.select, t.keys.lift, t.keys.group, `Shift + ${t.keys.space}`])
      expect(dialog.textContent).toContain(words)
    expect(press('g'), 'nothing works behind it').toBe(false)
    press('Escape', {}, dialog)
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('K-08 G clusters what is selected, once; Escape lets go of it', () => {
    expect(press('g'), 'nothing is selected').toBe(false)
    table.desk.moves.toggle(card('c1'))
    table.desk.moves.toggle(card('c2'))
    expect(press('Escape')).toBe(true)
    expect(selected()).toEqual([])
    table.desk.moves.toggle(card('c1'))
    table.desk.moves.toggle(card('c2'))
    expect(press('G')).toBe(true)
    expect(clusters()).toBe(2)
    expect(press('g')).toBe(false)
    expect(press('z', { ctrlKey: true })).toBe(true)
    expect(clusters()).toBe(1)
    expect(press('z', { metaKey: true, shiftKey: true })).toBe(true)
    expect(clusters()).toBe(2)
  })

  it('K-09 what is typed into a field, and what an input method is at, is nobody’s shortcut', () => {
    const field = document.body.appendChild(document.createElement('textarea'))
    table.desk.moves.toggle(card('c1'))
    for (const key of ['g', '?', 'Escape']) expect(press(key, {}, field)).toBe(false)
    expect(press('z', { ctrlKey: true }, field)).toBe(false)
    expect(press('g', { isComposing: true })).toBe(false)
    expect(press('g', { keyCode: 229 })).toBe(false)
    expect([clusters(), selected()]).toEqual([1, ['c1']])
    field.remove()
  })

  it('K-10 with letters switched off neither G nor ? is a key; taking back still is', () => {
    singleKeys.set(false)
    table.desk.moves.toggle(card('c1'))
    table.desk.moves.toggle(card('c2'))
    expect(press('g')).toBe(false)
    expect(press('?')).toBe(false)
    table.desk.moves.group([card('c1'), card('c2')])
    expect(press('y', { ctrlKey: true })).toBe(true)
    expect(press('z', { ctrlKey: true })).toBe(true)
    expect(clusters()).toBe(1)
  })
})
