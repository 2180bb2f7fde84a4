import axe from 'axe-core'
import { cleanup, render, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import BoardView from '../../client/board/BoardView.svelte'
import { hintFinder } from '../../client/board/hint-finder.svelte.ts'
import { hintSwitch } from '../../client/board/hint-switch.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { parkingText } from '../../client/i18n/parking.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

const t = parkingText.ja
let table: Table

// it comes after the page
beforeAll(() => hintFinder())
beforeEach(() => {
  localStorage.clear()
  hintSwitch.set(true)
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  table.desk.close()
  table.toasts.close()
  vi.useRealTimers()
})

function show(told: Table): HTMLTextAreaElement {
  table = told
  render(BoardView, { desk: told.desk })
  return screen.getByRole('textbox', { name: boardText.ja.composer.label[told.desk.board] })
}

/** Types, and leaves the keys alone for a while. */
async function write(field: HTMLTextAreaElement, value: string, isComposing = false): Promise<void> {
  field.value = value
  field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing }))
  await pause()
}

async function pause(): Promise<void> {
  flushSync()
  await vi.advanceTimersByTimeAsync(5_000)
  flushSync()
}

const composing = (field: HTMLTextAreaElement, type: 'compositionstart' | 'compositionend') =>
  field.dispatchEvent(new CompositionEvent(type, { bubbles: true }))
const hint = () => document.querySelector('.composer .writer-hint')!
const click = async (name: string) => {
  within(hint() as HTMLElement)
    .getByRole('button', { name })
    .click()
  await pause()
}
const types = () => table.seat.sent.map(({ type }) => type)

describe('the writer’s private hint', () => {
  it('waits until a composition is over, whatever stands in the field meanwhile', async () => {
    const field = show(sitDown(Story.inPhase('list-challenges'), 'aoi'))
    composing(field, 'compositionstart')
    await write(field, 'Slackだとながれる', true)
    expect(hint().textContent).toBe('')
    composing(field, 'compositionend')
    await pause()
    expect(hint().textContent).toContain('Slack')
    // a new one begins while the hint is there: it stays, and does not change
    const before = hint().textContent
    composing(field, 'compositionstart')
    await write(field, 'Slackだと流れてさがせな', true)
    expect(hint().textContent).toBe(before)
  })

  it('is found here: nothing is sent until the person parks', async () => {
    const field = show(sitDown(Story.inPhase('list-challenges'), 'aoi'))
    await write(field, '部長が使わない')
    expect(hint().textContent).toContain(t.hint.people)
    await write(field, 'Notionにまとめる')
    expect(hint().textContent).toContain(t.hint.tool('Notion'))
    expect(types()).toEqual([])
    await click(t.hint.park)
    expect(table.seat.sent).toMatchObject([
      { type: 'card.park', board: 'challenges', text: 'Notionにまとめる' },
    ])
    expect(field.value).toBe('')
    expect(screen.getByRole('button', { name: t.lot.count(1) })).toBeDefined()
  })

  it('splits a tool from its problem: one is posted, the other parked', async () => {
    const field = show(sitDown(Story.inPhase('deepen-challenges'), 'aoi'))
    await write(field, 'Slackだと流れて探せない')
    await click(t.hint.split2)
    expect(table.seat.sent).toMatchObject([
      { type: 'card.add', text: '流れて探せない' },
      { type: 'card.park', text: 'Slack' },
    ])
  })

  it('left as it is, it stays away from this text, also once it is a card', async () => {
    const field = show(sitDown(Story.inPhase('list-challenges'), 'aoi'))
    await write(field, 'Slackで聞く')
    await click(t.hint.leave)
    await write(field, 'Slackで聞くと返事が遅い')
    expect(hint().textContent).toBe('')
    screen.getByRole('button', { name: boardText.ja.composer.add }).click()
    await pause()
    expect(types()).toEqual(['card.add'])
    expect(screen.getByRole('article').querySelector('.writer-hint')?.textContent).toBe('')
    await write(field, 'Zoomがつながらない')
    expect(hint().textContent).toContain('Zoom')
  })

  it('stands under an own draft too, which is parked with one tap', async () => {
    const story = Story.inPhase('list-challenges').posts('aoi', 'c1', 'Notionにまとめる')
    show(sitDown(story, 'aoi'))
    await pause()
    within(screen.getByRole('article')).getByRole('button', { name: t.hint.park }).click()
    await pause()
    expect(screen.queryByRole('article')).toBeNull()
    expect(story.state.parked.map(({ text }) => text)).toEqual(['Notionにまとめる'])
  })

  it('is switched off by the person, and by the workshop', async () => {
    const story = Story.inPhase('list-challenges')
    const field = show(sitDown(story, 'aoi'))
    hintSwitch.set(false)
    await write(field, 'Slackだと流れて探せない')
    expect(hint().textContent).toBe('')
    hintSwitch.set(true)
    flushSync()
    expect(hint().textContent).not.toBe('')
    story.facilitated({ type: 'setup.edit', hints: false })
    table.seat.catchUp()
    flushSync()
    expect(hint().textContent).toBe('')
  })

  it('gives the words back when they cannot be parked', async () => {
    const story = Story.inPhase('deepen-challenges')
    const field = show(sitDown(story, 'aoi'))
    await write(field, 'Notionにまとめる')
    table.seat.connection = 'offline'
    await click(t.hint.park)
    expect(screen.getByRole('button', { name: t.lot.count(1) })).toBeDefined()
    story.facilitated({ type: 'agenda.edit', phases: [{ kind: 'close', minutes: 3 }] })
    table.seat.reconnect()
    await pause()
    expect(field.value).toBe('Notionにまとめる')
    expect(screen.queryByRole('button', { name: t.lot.count(1) })).toBeNull()
  })
})

describe('the shelf', () => {
  it('shows the team how much there is, and the author alone what', async () => {
    const story = Story.inPhase('list-challenges')
    const park = (cardId: string, text: string) =>
      ({ type: 'card.park', cardId: card(cardId), board: 'challenges', text }) as const
    story.by('aoi', park('p1', 'Notionに集める')).by('ren', park('p2', 'Miroで描く'))
    show(sitDown(story, 'aoi'))
    screen.getByRole('button', { name: t.lot.count(2) }).click()
    flushSync()
    const lot = screen.getByRole('region', { name: t.lot.name })
    expect(lot.textContent).toContain('Notionに集める')
    expect(lot.textContent).toContain(t.lot.others(1))
    expect(lot.textContent).not.toContain('Miro')
    vi.useRealTimers()
    expect((await axe.run(lot)).violations.map(({ id }) => id)).toEqual([])
    vi.useFakeTimers()
    within(lot).getByRole('button', { name: t.lot.place }).click()
    await pause()
    expect(story.state.cards.map(({ board }) => board)).toEqual(['challenges'])
    expect(story.state.parked.map(({ id }) => id)).toEqual(['p2'])
  })
})
