import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync, tick } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCluster } from '#shared/boards/edit-board.ts'
import { LOCALES } from '#shared/domain/state.ts'
import type { CardId } from '#shared/ids.ts'
import { formatCountdown, MINUTE, SECOND } from '#shared/time.ts'
import BoardView from '../../client/board/BoardView.svelte'
import { boardText } from '../../client/i18n/board.ts'
import { commonText } from '../../client/i18n/common.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { hiddenText } from '../../client/i18n/hidden-writing.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import Countdown from '../../client/workshop/Countdown.svelte'
import { Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

let table: Table | null

/** What the polite regions hold now; what is in none of them is not read out. */
const spoken = () =>
  screen
    .getAllByRole('status')
    .filter((region) => region.getAttribute('aria-live') === 'polite')
    .map((region) => region.textContent.replace('\u200b', ''))
    .filter((text) => text !== '')

beforeEach(() => {
  vi.useFakeTimers()
  table = null
})

afterEach(() => {
  cleanup()
  table?.desk.close()
  table?.toasts.close()
  vi.useRealTimers()
  localStorage.clear()
  language.set('ja')
})

describe.each(LOCALES)('what is read out in %s', (locale) => {
  beforeEach(() => language.set(locale))

  it('is a reveal, when its cards are there', async () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'c1').posts('ren', 'c2')
    table = sitDown(story, 'aoi', { names: { aoi: '葵', ren: '蓮' } })
    render(BoardView, { desk: table.desk })
    story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    table.client.write(story, 'ideals', {})
    table.seat.catchUp()
    flushSync()
    const words = hiddenText[locale].reveal.shown(2)
    expect(spoken()).not.toContain(words)
    vi.advanceTimersByTime(3_000)
    flushSync()
    await tick()
    expect(spoken()).toContain(words)
  })

  it('is a grouping: one’s own at once, others’ when it has settled', () => {
    const story = Story.inPhase('deepen-ideals')
    for (const id of ['c1', 'c2', 'c3', 'c4']) story.posts('aoi', id)
    table = sitDown(story, 'aoi', { names: { aoi: '葵', ren: '蓮' } })
    table.client.write(story, 'ideals', {})
    render(BoardView, { desk: table.desk })
    flushSync()
    table.desk.moves.group(['c1', 'c2'] as CardId[])
    flushSync()
    expect(spoken()).toContain(boardText[locale].move.grouped(2))

    const theirs = boardDoc(new Y.Doc())
    Y.applyUpdate(theirs.doc, Y.encodeStateAsUpdate(table.client.board.doc))
    addCluster(theirs, 'k2', '', ['c3', 'c4'])
    Y.applyUpdate(table.client.board.doc, Y.encodeStateAsUpdate(theirs.doc))
    flushSync()
    const words = groupingText[locale].groupedByOther(2)
    expect(spoken()).not.toContain(words)
    vi.advanceTimersByTime(2_000)
    flushSync()
    expect(spoken()).toContain(words)
  })

  it('is half time, one minute, and zero', () => {
    let now = 0
    let tell = () => {}
    const subscribe = createSubscriber((update) => {
      tell = update
    })
    const clock = {
      get tick() {
        subscribe()
        return now
      },
    }
    render(Countdown, { timer: { kind: 'running', endsAt: 10 * MINUTE }, clock, minutes: 10 })
    const said: string[] = []
    for (; now <= 10 * MINUTE; now += 30 * SECOND) {
      flushSync(() => tell())
      for (const words of spoken()) if (words !== said.at(-1)) said.push(words)
    }
    const { half, oneMinute, zero } = commonText[locale].timer
    expect(said).toEqual([half(formatCountdown(5 * MINUTE)), oneMinute, zero])
  })
})
