import 'fake-indexeddb/auto'
import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import BoardView from '../../client/board/BoardView.svelte'
import { boardText } from '../../client/i18n/board.ts'
import { threadsText } from '../../client/i18n/board-threads.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

const t = boardText.ja
const threads = threadsText.ja

let table: Table
beforeEach(() => localStorage.clear())
afterEach(() => {
  cleanup()
  table.toasts.close()
  table.desk.close()
})

function sit(story: Story): void {
  table = sitDown(story, 'aoi')
  table.client.write(story, 'ideals', {})
  render(BoardView, { desk: table.desk })
  flushSync()
}

/** The page is gone without a farewell, and what the browser kept is there when it comes back. */
function reload(story: Story): void {
  const kept = localStorage.getItem(`yoriai.unsent.${table.seat.id}.fields`)
  cleanup()
  table.desk.close()
  const next = `w${Number(table.seat.id.slice(1)) + 1}`
  if (kept !== null) localStorage.setItem(`yoriai.unsent.${next}.fields`, kept)
  sit(story)
  expect(table.seat.id).toBe(next)
}

async function write(name: string, text: string): Promise<void> {
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name })
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  flushSync()
}
const press = (name: string) => {
  screen.getByRole('button', { name }).click()
  flushSync()
}
const drawer = () => table.drawer.entries.map(({ text }) => text)
const drafted = () => Story.inPhase('list-ideals').posts('aoi', 'c1', 'はじめの文')

describe('F-42 what is being written when the page is loaded anew', () => {
  it('F-42 a draft is being reworded still, with the words it had', async () => {
    const story = drafted()
    sit(story)
    press(t.card.edit)
    await write(t.card.editing, 'はじめの文に足す')
    reload(story)
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: t.card.editing }).value).toBe(
      'はじめの文に足す',
    )
    expect(drawer()).toEqual([])
    press(t.card.save)
    await screen.findByText('はじめの文に足す')
    reload(story)
    expect(screen.queryByRole('textbox', { name: t.card.editing })).toBeNull()
  })

  it('F-42 its words are in the drawer when everybody saw it meanwhile', async () => {
    const story = drafted()
    sit(story)
    press(t.card.edit)
    await write(t.card.editing, 'はじめの文に足す')
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    reload(story)
    expect(drawer()).toEqual(['はじめの文に足す'])
    reload(story)
    expect(drawer()).toEqual([])
  })

  it('F-42 a rewording that was given up is not brought back', async () => {
    const story = drafted()
    sit(story)
    press(t.card.edit)
    await write(t.card.editing, 'やめる')
    screen
      .getByRole('textbox', { name: t.card.editing })
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    flushSync()
    reload(story)
    expect(screen.queryByRole('textbox', { name: t.card.editing })).toBeNull()
    expect(drawer()).toEqual([])
  })

  it('F-42 a reply is in the drawer', async () => {
    const story = Story.inPhase('deepen-ideals').posts('ren', 'c1')
    sit(story)
    table.desk.replies.open({ kind: 'card', cardId: card('c1') }, 0)
    flushSync()
    await write(threads.field[0], '返事の途中')
    reload(story)
    expect(drawer()).toEqual(['返事の途中'])
  })
})
