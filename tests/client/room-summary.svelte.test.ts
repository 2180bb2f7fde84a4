import { cleanup, render, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import { roomText } from '../../client/i18n/room.ts'
import { Room } from '../../client/room/room.svelte.ts'
import type { ToastList } from '../../client/ui/toasts.svelte.ts'
import { person, Story } from '../support/domain-builder.ts'
import BannersInRoom from './BannersInRoom.svelte'
import { sitDown, type Table } from './board-kit.svelte.ts'

const NAMES = { aoi: '葵', ren: '蓮', mei: '芽衣' }
const t = roomText.ja.summary
let toasts: ToastList

/** aoi leads, ren presents, mei is the scribe; the phase asks for a summary and lasts some minutes. */
function deepening(gate = false): Story {
  const story = Story.planning().facilitated({
    type: 'agenda.edit',
    phases: [
      { kind: 'deepen-ideals', minutes: 10, gate },
      { kind: 'close', minutes: 4 },
    ],
  })
  return story.seats('aoi', 'ren', 'mei').teams(3).open()
}

/** The room of somebody whose live board needs no network. */
class RoomAtTable extends Room {
  readonly #table: Table

  constructor(table: Table) {
    super(table.seat.asWorkshop(), table.toasts)
    this.#table = table
  }

  override get desk() {
    return this.#table.desk
  }
}

function enter(story: Story, me: string) {
  const table = sitDown(story, me, { names: NAMES })
  const room = new RoomAtTable(table)
  const view = render(BannersInRoom, { room, toasts: (toasts = table.toasts) })
  const pass = (time: number) => {
    story.later(time)
    table.seat.catchUp()
    flushSync()
  }
  const write = (text: string) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    table.client.board.summary.insert(0, [paragraph])
    flushSync()
  }
  return { ...table, room, pass, write, container: view.container }
}

const spoken = (container: HTMLElement) =>
  [...container.querySelectorAll('[aria-live]')].map((region) => region.textContent).join('')

beforeEach(() => {
  localStorage.clear()
  language.set('ja')
})
afterEach(() => {
  cleanup()
  toasts.close()
})

describe('the summary that is asked for', () => {
  it('is asked of the scribe at half time, in private, and leads into its editor with one tap', () => {
    const { room, pass, container } = enter(deepening(), 'mei')
    pass(4 * MINUTE)
    expect(screen.queryByText(t.nudge)).toBe(null)
    pass(MINUTE)
    expect(spoken(container)).toBe(t.nudge)
    expect(room.summaryCalled).toBe(false)
    const banner = screen.getByText(t.nudge, { selector: '.banner p' }).closest<HTMLElement>('.banner')
    within(banner ?? container)
      .getByRole('button', { name: t.write })
      .click()
    flushSync()
    expect(room.tab).toBe('summary')
    expect(room.summaryCalled).toBe(true)
    expect(screen.queryByText(t.nudge)).toBe(null)
  })

  it('is asked once: put away it stays away, until a facilitator asks again', () => {
    const { pass, seat, container } = enter(deepening(), 'mei')
    pass(6 * MINUTE)
    screen.getByRole('button', { name: roomText.ja.nudge.close }).click()
    flushSync()
    pass(2 * MINUTE)
    expect(spoken(container)).toBe('')
    seat.story.facilitated({ type: 'nudge', participantIds: [person('mei')] })
    pass(0)
    expect(spoken(container)).toBe(t.nudge)
    // one nudge is one word
    expect(screen.queryByText(roomText.ja.nudge.text)).toBe(null)
    screen.getByRole('button', { name: roomText.ja.nudge.close }).click()
    flushSync()
    expect(screen.queryByText(roomText.ja.nudge.text)).toBe(null)
  })

  it('is no matter any more once there is one', () => {
    const { pass, write, container } = enter(deepening(), 'mei')
    pass(6 * MINUTE)
    expect(spoken(container)).toBe(t.nudge)
    write('朝に5分、黒板の前で')
    expect(spoken(container)).toBe('')
    expect(screen.queryByText(t.missing, { exact: false })).toBe(null)
  })

  it('is asked of nobody else; the whole team sees that it is missing, and who has the pen', () => {
    const { pass, container } = enter(deepening(), 'aoi')
    expect(screen.queryByText(t.missing, { exact: false })).toBe(null)
    pass(6 * MINUTE)
    expect(spoken(container)).toBe('')
    expect(screen.getByText(t.missing, { exact: false }).textContent).toContain(t.keeper('芽衣'))
  })

  it('is asked of who stands in while the scribe is away', () => {
    const { pass, seat, container } = enter(deepening(), 'aoi')
    seat.story.away('mei')
    pass(6 * MINUTE)
    expect(spoken(container)).toBe(t.nudge)
  })

  it('is part of the gate from the beginning where the phase has one', () => {
    enter(deepening(true), 'ren')
    expect(screen.getByText(t.missing, { exact: false })).toBeTruthy()
  })

  it('is not asked for where the phase asks for none', () => {
    const { pass, container } = enter(Story.inPhase('list-ideals', ['aoi', 'ren', 'mei'], 3), 'mei')
    pass(30 * MINUTE)
    expect(spoken(container)).toBe('')
    expect(screen.queryByText(t.missing, { exact: false })).toBe(null)
  })
})
