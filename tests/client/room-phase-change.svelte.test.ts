import 'fake-indexeddb/auto'
import { cleanup, render, screen, waitFor } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readBoard } from '#shared/boards/read-board.ts'
import BoardView from '../../client/board/BoardView.svelte'
import { getDrawer } from '../../client/boards/drawer.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { threadsText } from '../../client/i18n/board-threads.ts'
import { ToastList } from '../../client/ui/toasts.svelte.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, ToldSeat, type Table } from './board-kit.svelte.ts'
import InRoom from './InRoom.svelte'

const t = boardText.ja
const threads = threadsText.ja

let seat: ToldSeat
let toasts: ToastList

/** A network that never answers: what is on screen comes from the workshop alone. */
class SilentSocket extends EventTarget {
  readyState = 0
  binaryType = 'arraybuffer'
  close(): void {
    this.readyState = 3
  }
  send(): void {}
}

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('WebSocket', SilentSocket)
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
})
afterEach(() => {
  cleanup()
  toasts.close()
  vi.unstubAllGlobals()
})

function enter(story: Story): void {
  seat = new ToldSeat(story, 'aoi')
  toasts = new ToastList()
  render(InRoom, { workshop: seat.asWorkshop(), toasts })
  flushSync()
}

const composer = (board: keyof typeof t.composer.label) =>
  screen.findByLabelText<HTMLTextAreaElement>(t.composer.label[board], { selector: 'textarea' })
function type(field: HTMLTextAreaElement, text: string): void {
  field.focus()
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  flushSync()
}
function press(button: HTMLElement): void {
  button.click()
  flushSync()
}
/** Everybody is moved on. */
function moves(change: (story: Story) => void): void {
  change(seat.story)
  seat.catchUp()
  flushSync()
}
const drawer = () => getDrawer(seat.id).entries.map(({ text }) => text)
const told = () => toasts.all.map(({ text }) => text)

describe('F-42 a phase change, in the middle of a sentence', () => {
  it('F-42 leaves the very field, its text, caret and focus where the board goes on', async () => {
    enter(Story.inPhase('list-ideals').posts('ren', 'c1'))
    const field = await composer('ideals')
    type(field, '途中まで書いた文')
    field.setSelectionRange(2, 2)
    moves((story) => story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id }))
    moves((story) => story.goTo('deepen-ideals'))
    moves((story) => story.facilitated({ type: 'agenda.pause' }))
    moves((story) => story.facilitated({ type: 'agenda.resume' }))
    expect(field.isConnected, 'the same field').toBe(true)
    expect(document.activeElement).toBe(field)
    expect([field.value, field.selectionStart]).toEqual(['途中まで書いた文', 2])
    expect(drawer()).toEqual([])
  })

  it('F-42 does not end a composition where the board goes on', async () => {
    enter(Story.inPhase('list-ideals'))
    const field = await composer('ideals')
    field.focus()
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    field.value = 'へんかんちゅう'
    field.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }))
    moves((story) => story.goTo('deepen-ideals'))
    expect([field.isConnected, field.value]).toEqual([true, 'へんかんちゅう'])
    expect(document.activeElement).toBe(field)
    field.value = '変換中'
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
    flushSync()
    expect(field.value).toBe('変換中')
  })

  it('F-42 keeps the words where the board closes: told at once, in the drawer, and back with the board', async () => {
    enter(Story.inPhase('deepen-ideals'))
    const field = await composer('ideals')
    type(field, 'まだ貼っていない')
    moves((story) => story.goTo('list-challenges'))
    expect((await composer('challenges')).value).toBe('')
    expect(told()).toContain(t.drawer.unsentKept)
    expect(await screen.findByText('まだ貼っていない')).toBeTruthy()
    moves((story) => story.back())
    await waitFor(async () => expect((await composer('ideals')).value).toBe('まだ貼っていない'))
  })

  it('F-42 keeps what an input method was still composing when the board closes', async () => {
    enter(Story.inPhase('deepen-ideals'))
    const field = await composer('ideals')
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    field.value = 'へんかん'
    field.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }))
    moves((story) => story.goTo('list-challenges'))
    await composer('challenges')
    moves((story) => story.back())
    expect((await composer('ideals')).value).toBe('へんかん')
  })

  it('F-42 keeps the words of every phase when all of them go by at once', async () => {
    enter(Story.inPhase('deepen-ideals'))
    type(await composer('ideals'), '最後の一文')
    moves((story) => story.facilitated({ type: 'agenda.end' }))
    expect(await screen.findByText('最後の一文')).toBeTruthy()
  })
})

describe('F-42 what is being written on the board itself', () => {
  let table: Table
  afterEach(() => table.desk.close())

  function sit(story: Story): void {
    table = sitDown(story, 'aoi')
    table.client.write(story, 'ideals', {})
    toasts = table.toasts
    seat = table.seat
    render(BoardView, { desk: table.desk })
    flushSync()
  }

  it('F-42 puts a draft’s new words into the drawer when the reveal takes the draft away', async () => {
    sit(Story.inPhase('list-ideals').posts('aoi', 'c1', 'はじめの文'))
    press(await screen.findByRole('button', { name: t.card.edit }))
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t.card.editing })
    type(field, `${field.value}に書き足す`)
    moves((story) => story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id }))
    await waitFor(() => expect(field.isConnected).toBe(false))
    expect(drawer()).toEqual(['はじめの文に書き足す'])
    expect(told()).toContain(t.drawer.kept)
  })

  it('F-43 says nothing of a card or draft that is being written to whoever else is on the board', async () => {
    sit(Story.inPhase('list-ideals').posts('aoi', 'c1', 'はじめの文'))
    type(await composer('ideals'), '名のらずに書く')
    press(await screen.findByRole('button', { name: t.card.edit }))
    type(await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t.card.editing }), '書き直す')
    expect(table.client.editing.filter((editing) => editing !== null)).toEqual([])
    expect(table.client.holding.flat()).toEqual([])
    expect(seat.signs, 'a sign that says neither who nor what').toContain('card')
  })

  it('F-42 puts a reply that was not sent into the drawer when its board closes', async () => {
    sit(Story.inPhase('deepen-ideals').posts('ren', 'c1'))
    table.desk.replies.open({ kind: 'card', cardId: card('c1') }, 0)
    flushSync()
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: threads.field[0] })
    type(field, '返事の途中')
    cleanup()
    expect(drawer()).toEqual(['返事の途中'])
  })

  it('F-42 puts a reply into the drawer that is refused after its field has gone', async () => {
    sit(Story.inPhase('deepen-ideals').posts('ren', 'c1'))
    table.desk.replies.open({ kind: 'card', cardId: card('c1') }, 0)
    flushSync()
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: threads.field[0] })
    type(field, '入れ違いの返事')
    seat.connection = 'offline'
    press(screen.getByRole('button', { name: threads.add }))
    seat.story.by('ren', { type: 'card.withdraw', cardId: card('c1') })
    cleanup()
    seat.reconnect()
    await waitFor(() => expect(drawer()).toEqual(['入れ違いの返事']))
  })

  it('F-42 leaves an open card its field where the board goes on, and takes over what is composed where it closes', async () => {
    sit(Story.inPhase('deepen-ideals').posts('ren', 'c1', '元の文'))
    table.desk.edit(card('c1'))
    flushSync()
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: t.card.editing })
    const words = () => readBoard(table.client.board).cards[0]?.text
    const before = words() ?? ''
    field.focus()
    moves((story) => story.facilitated({ type: 'agenda.pause' }))
    expect([field.isConnected, document.activeElement === field]).toEqual([true, true])
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
    field.value = `${before}つづき`
    field.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }))
    expect(words()).toBe(before)
    cleanup()
    expect(words()).toBe(`${before}つづき`)
  })
})
