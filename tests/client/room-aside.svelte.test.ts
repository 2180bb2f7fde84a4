import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { getDrawer } from '../../client/boards/drawer.svelte.ts'
import { boardText } from '../../client/i18n/board.ts'
import { roomText } from '../../client/i18n/room.ts'
import { Room } from '../../client/room/room.svelte.ts'
import { ToastList } from '../../client/ui/toasts.svelte.ts'
import { Story } from '../support/domain-builder.ts'
import { ToldSeat } from './board-kit.svelte.ts'
import NavInRoom from './NavInRoom.svelte'

const t = roomText.ja.nav
let seat: ToldSeat
let room: Room
let toasts: ToastList

beforeEach(() => {
  localStorage.clear()
  seat = new ToldSeat(Story.inPhase('deepen-ideals'), 'aoi')
  toasts = new ToastList()
  room = new Room(seat.asWorkshop(), toasts)
})
afterEach(() => {
  cleanup()
  toasts.close()
  vi.unstubAllGlobals()
})

const summaryTab = () => screen.getByRole('button', { name: new RegExp(`^${t.summary}`) })

describe('what lies aside', () => {
  it('is counted at the phone’s foot: what came too late, and what was never posted', () => {
    render(NavInRoom, { room })
    expect(summaryTab().textContent).toBe(t.summary)
    getDrawer(seat.id).add('遅れて届いた', 'ideals')
    room.unsent.keep('challenges', '書きかけ')
    flushSync()
    expect(summaryTab().textContent).toBe(`2${t.summary}${t.aside(2)}`)
    expect(screen.getByRole('button', { name: `${t.summary}${t.aside(2)}` })).toBe(summaryTab())
    for (const { id } of getDrawer(seat.id).entries) getDrawer(seat.id).remove(id)
    flushSync()
    expect(summaryTab().textContent).toBe(`1${t.summary}${t.aside(1)}`)
  })
})

describe('copying what is not saved', () => {
  it('puts the words of waiting commands on the clipboard', async () => {
    const written: string[] = []
    vi.stubGlobal('navigator', {
      clipboard: {
        writeText: (text: string) => {
          written.push(text)
          return Promise.resolve()
        },
      },
    })
    seat.connection = 'offline'
    void seat.send({ type: 'announce', text: '一つめ' })
    void seat.send({ type: 'announce', text: '二つめ' })
    await room.copyUnsaved()
    expect(written).toEqual(['一つめ\n\n二つめ'])
    expect(toasts.all[0]?.text).toBe(boardText.ja.saved.copied)
  })
})
