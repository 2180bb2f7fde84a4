import { cleanup, render, screen, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { addCluster } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { LIMITS } from '#shared/text.ts'
import BoardView from '../../client/board/BoardView.svelte'
import { sendKey } from '../../client/board/send-key.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { threadsText } from '../../client/i18n/board-threads.ts'
import { speakText } from '../../client/i18n/console-speak.ts'
import { person, Story } from '../support/domain-builder.ts'
import AnnounceAlone from './AnnounceAlone.svelte'
import { sitDown, ToldSeat, type Table } from './board-kit.svelte.ts'

/*
 * The rules of writing Japanese (IME-1 to IME-12), and what tests each:
 *
 *  1 keys while composing   here, in every field; e2e/ime (composer, card, summary, name)
 *  2 a field left alone     here, in every field; board-text-binding; e2e/ime (card, summary)
 *  3 others' edits wait     board-text-binding, board-summary-mirror; e2e/ime
 *  4 an end that is missing here (reply); board-text-binding, board-summary-mirror; e2e/ime
 *  5 drafts survive         board-composer; e2e/ime
 *  6 keys without names     e2e/ime; here (key code 229 in every field)
 *  7 no counting meanwhile  here, in every field that counts; board-hints (hints)
 *  8 graphemes, softly      here, in every field that counts; board-composer; e2e/ime
 *  9 keys that send         here, in every field: a button beside each; board-ime; e2e/ime
 * 10 undo                   board-text-binding; e2e/ime
 * 11 both browsers' ways    here (Chrome's and Safari's events in every field); e2e/ime
 * 12 voice, ink, lists      here (words without any key); board-composer (a list); e2e/ime
 */

const t = boardText.ja
const FAMILY = '👨‍👩‍👧'
const closing: (() => void)[] = []

beforeEach(() => {
  localStorage.clear()
  sendKey.set(false)
})

afterEach(() => {
  vi.restoreAllMocks()
  cleanup()
  for (const close of closing.splice(0)) close()
})

interface Field {
  readonly element: HTMLTextAreaElement
  /** what the field has sent, or made of the shared text */
  readonly sent: () => readonly string[]
  /** something happens on the board that has nothing to do with the field */
  readonly elsewhere: () => void
  readonly open: () => boolean
}

function sit(story: Story): Table {
  const table = sitDown(story, 'aoi', { names: { aoi: '葵', ren: '蓮' } })
  closing.push(() => {
    table.desk.close()
    table.toasts.close()
  })
  return table
}

function onBoard(table: Table, label: string, sent: () => readonly string[]): Field {
  const find = () => screen.queryByRole<HTMLTextAreaElement>('textbox', { name: label })
  const element = find()
  if (element === null) throw new Error(`no field ${label}`)
  element.focus()
  let cards = 0
  const elsewhere = () => {
    const { story } = table.seat
    const id = `ren${++cards}`
    story.posts('ren', id)
    table.client.write(story, story.phase.board!, {})
    table.seat.catchUp()
    flushSync()
  }
  return { element, sent, elsewhere, open: () => find() === element }
}

const FIELDS = {
  composer(): Field {
    const table = sit(Story.inPhase('list-ideals'))
    render(BoardView, { desk: table.desk })
    const sent = () => table.seat.sent.flatMap((one) => (one.type === 'card.add' ? [one.text] : []))
    return onBoard(table, t.composer.label.ideals, sent)
  },

  reply(): Field {
    const table = sit(Story.inPhase('deepen-ideals').posts('aoi', 'c1'))
    table.client.write(table.seat.story, 'ideals', { c1: '朝に話す' })
    render(BoardView, { desk: table.desk })
    table.desk.replies.open({ kind: 'card', cardId: 'c1' as CardId }, 0)
    flushSync()
    const sent = () => table.seat.sent.flatMap((one) => (one.type === 'reply.add' ? [one.text] : []))
    return onBoard(table, threadsText.ja.field[0], sent)
  },

  draft(): Field {
    const table = sit(Story.inPhase('list-ideals').posts('aoi', 'c1', '朝'))
    render(BoardView, { desk: table.desk })
    screen.getByRole('button', { name: t.card.edit }).click()
    flushSync()
    const sent = () => table.seat.sent.flatMap((one) => (one.type === 'card.reword' ? [one.text] : []))
    return onBoard(table, t.card.editing, sent)
  },

  cluster(): Field {
    const table = sit(Story.inPhase('deepen-ideals').posts('aoi', 'c1'))
    table.client.write(table.seat.story, 'ideals', { c1: '朝に話す' })
    addCluster(table.client.board, 'k1', '', ['c1'])
    render(BoardView, { desk: table.desk })
    const title = table.client.board.clusters.get('k1')?.get('title') as Y.Text
    return onBoard(table, t.clusterName, () => (title.length === 0 ? [] : [title.toJSON()]))
  },

  card(): Field {
    const table = sit(Story.inPhase('deepen-ideals').posts('aoi', 'c1'))
    table.client.write(table.seat.story, 'ideals', { c1: '朝' })
    render(BoardView, { desk: table.desk })
    table.desk.edit('c1' as CardId)
    flushSync()
    const text = table.client.board.cards.get('c1')?.get('text') as Y.Text
    return onBoard(table, t.card.editing, () => (text.toJSON() === '朝' ? [] : [text.toJSON()]))
  },

  announcement(): Field {
    const story = Story.planning().seats('aoi', 'ren').teams(2)
    story.happened({ type: 'facilitator.granted', participantId: person('aoi') })
    story.open()
    const seat = new ToldSeat(story, 'aoi', { aoi: '葵' })
    const table = { seat, toasts: sit(Story.inPhase('list-ideals')).toasts }
    render(AnnounceAlone, { workshop: seat.asWorkshop(), toasts: table.toasts })
    const element = screen.getByRole<HTMLTextAreaElement>('textbox', { name: speakText.ja.announce.label })
    element.focus()
    return {
      element,
      sent: () => seat.sent.flatMap((one) => (one.type === 'announce' ? [one.text] : [])),
      elsewhere: () => {
        story.by('ren', { type: 'call.raise' })
        seat.catchUp()
        flushSync()
      },
      open: () => element.isConnected,
    }
  },
} satisfies Record<string, () => Field>

type Name = keyof typeof FIELDS
const names = Object.keys(FIELDS) as Name[]

function press(target: HTMLElement, init: KeyboardEventInit & { keyCode?: number }): boolean {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  Object.defineProperty(event, 'keyCode', { value: init.keyCode ?? 13 })
  target.dispatchEvent(event)
  flushSync()
  return event.defaultPrevented
}

const composition = (target: HTMLElement, type: 'compositionstart' | 'compositionend') =>
  target.dispatchEvent(new CompositionEvent(type, { bubbles: true }))

/** As the browser does it: no script writes the field. */
function put(target: HTMLTextAreaElement, text: string, isComposing: boolean): void {
  HTMLTextAreaElement.prototype.setRangeText.call(target, text, 0, target.value.length, 'end')
  target.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing }))
  flushSync()
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0))

const KEYS: readonly KeyboardEventInit[] = [
  { key: 'Enter' },
  { key: 'Enter', ctrlKey: true },
  { key: 'Enter', metaKey: true },
  { key: 'Escape' },
  { key: 'ArrowLeft' },
  { key: 'Tab' },
  { key: '1' },
]

describe.each(names)('an input method in the field of %s', (name) => {
  it('IME-1 IME-6 IME-11 has every key to itself, in Chrome’s way of telling and in Safari’s', async () => {
    sendKey.set(true)
    const { element, sent, open } = FIELDS[name]()
    composition(element, 'compositionstart')
    put(element, 'りそう', true)
    for (const key of KEYS) {
      expect(press(element, { ...key, isComposing: true, keyCode: 229 }), `composing ${key.key}`).toBe(false)
      expect(press(element, { ...key, keyCode: 229 }), `only a code ${key.key}`).toBe(false)
    }
    expect([sent(), open()]).toEqual([[], true])

    put(element, '理想', false)
    composition(element, 'compositionend')
    const before = sent()
    // Safari: the confirming key comes after the end, in the same task
    for (const key of KEYS) expect(press(element, { ...key, keyCode: 229 }), `after ${key.key}`).toBe(false)
    expect([sent(), open(), element.value]).toEqual([before, true, '理想'])
    await nextTask()
  })

  it('IME-2 is left alone: the field is not written to, moved in or made anew while it composes', async () => {
    const { element, elsewhere, open } = FIELDS[name]()
    composition(element, 'compositionstart')
    const written = vi.spyOn(HTMLTextAreaElement.prototype, 'value', 'set')
    const moved = vi.spyOn(HTMLTextAreaElement.prototype, 'setSelectionRange')
    for (const text of ['n', 'に', 'にh', 'にほん']) {
      put(element, text, true)
      elsewhere()
    }
    expect(written).not.toHaveBeenCalled()
    expect(moved).not.toHaveBeenCalled()
    expect(open()).toBe(true)
    expect(document.activeElement).toBe(element)
    expect(element.value).toBe('にほん')
    vi.restoreAllMocks()
    composition(element, 'compositionend')
    await nextTask()
  })

  it('IME-12 gives words that came without any key, as from a voice or a pen', async () => {
    const { element, sent } = FIELDS[name]()
    composition(element, 'compositionstart')
    put(element, '声で言う', true)
    composition(element, 'compositionend')
    flushSync()
    await nextTask()
    if (sent().length === 0) press(element, { key: 'Enter', ctrlKey: true })
    await waitFor(() => expect(sent()).toEqual(['声で言う']))
  })
})

describe.each([
  ['composer', t.composer.over(1), LIMITS.card],
  ['reply', threadsText.ja.over(1), LIMITS.reply],
  ['draft', t.composer.over(1), LIMITS.card],
  ['announcement', speakText.ja.announce.tooLong(LIMITS.announcement + 1), LIMITS.announcement],
] as const)('the count of %s', (name, words, limit) => {
  it('IME-7 IME-8 is of what people see as letters, and silent while something composes', async () => {
    const { element, sent } = FIELDS[name]()
    put(element, FAMILY.repeat(limit), false)
    expect(screen.queryByText(words)).toBe(null)
    composition(element, 'compositionstart')
    put(element, FAMILY.repeat(limit) + 'が', true)
    expect(screen.queryByText(words)).toBe(null)
    composition(element, 'compositionend')
    flushSync()
    expect(screen.getByText(words)).toBeTruthy()
    // softly: nothing is cut off, and nothing too long is sent
    expect(element.value).toBe(FAMILY.repeat(limit) + 'が')
    await nextTask()
    press(element, { key: 'Enter', ctrlKey: true })
    expect(sent()).toEqual([])
  })
})

describe('the keys that send', () => {
  it.each([
    ['composer', t.composer.add],
    ['reply', threadsText.ja.add],
    ['draft', t.card.save],
    ['announcement', speakText.ja.announce.send],
  ] as const)(
    'IME-9 in %s Enter is a new line, Ctrl + Enter sends, and a button does',
    async (name, button) => {
      for (const by of ['key', 'button'] as const) {
        const { element, sent } = FIELDS[name]()
        put(element, 'ひとこと', false)
        expect(press(element, { key: 'Enter' })).toBe(false)
        expect(sent()).toEqual([])
        if (by === 'key') expect(press(element, { key: 'Enter', ctrlKey: true })).toBe(true)
        else await userEvent.setup().click(screen.getByRole('button', { name: button }))
        await waitFor(() => expect(sent()).toEqual(['ひとこと']))
        cleanup()
      }
    },
  )

  it('IME-9 a cluster’s name is one line: Enter is done with it, and the phone’s key says so', () => {
    const { element, sent } = FIELDS.cluster()
    expect(element.enterKeyHint || element.getAttribute('enterkeyhint')).toBe('done')
    put(element, '朝', false)
    expect(press(element, { key: 'Enter' })).toBe(true)
    expect(document.activeElement).not.toBe(element)
    expect(sent()).toEqual(['朝'])
  })
})

it('IME-4 a reply whose composition never ended is not lost when its field is taken away', () => {
  const table = sit(Story.inPhase('deepen-ideals').posts('aoi', 'c1'))
  table.client.write(table.seat.story, 'ideals', { c1: '朝に話す' })
  render(BoardView, { desk: table.desk })
  table.desk.replies.open({ kind: 'card', cardId: 'c1' as CardId }, 0)
  flushSync()
  const { element } = onBoard(table, threadsText.ja.field[0], () => [])
  composition(element, 'compositionstart')
  put(element, '書きかけ', true)
  cleanup()
  expect(table.drawer.entries.map(({ text }) => text)).toEqual(['書きかけ'])
})
