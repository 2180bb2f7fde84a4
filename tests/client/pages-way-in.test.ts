import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import GoneState from '../../client/pages/GoneState.svelte'
import OfflineBanner from '../../client/pages/OfflineBanner.svelte'
import type { LiveScreenName } from '../../client/pages/live-screens.ts'
import WorkshopRoute from '../../client/pages/WorkshopRoute.svelte'

// the machine may be busy

let answers: Record<string, () => Response> = {}
let asked = 0
const refusal =
  (status: number, code: string, message = code) =>
  () =>
    Response.json({ error: { code, message } }, { status })

function show(on: LiveScreenName) {
  const go = vi.fn()
  render(WorkshopRoute, { workshopId: 'w1' as WorkshopId, screen: on, go })
  return go
}

beforeEach(() => {
  localStorage.clear()
  language.set('ja')
  answers = {}
  asked = 0
  vi.stubGlobal('fetch', async (path: string) => {
    asked++
    const answer = answers[path.replace('/api/workshops/', '')]
    if (!answer) throw new TypeError('network')
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('opening a room', () => {
  it('sends whoever has no seat to the join page, without a step back to here', async () => {
    answers['w1/session?as=participant'] = refusal(401, 'unauthorised')
    answers['w1'] = () => Response.json({ code: 'K7M2QX' })
    const go = show('room')
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith('/j/K7M2QX', { replace: true }), {
      timeout: 10_000,
    })
  })

  it('says that there is no such workshop, and where to go instead', async () => {
    answers['w1/session?as=participant'] = refusal(404, 'workshop_unknown')
    show('room')
    expect(await screen.findByRole('heading', { name: 'このワークショップは見つかりません' })).toBeTruthy()
    expect(screen.getByRole('link', { name: '参加し直す' }).getAttribute('href')).toBe('/join')
  })

  it('tells a participant what the console needs, and the way to the room', async () => {
    answers['w1/session?as=facilitator'] = refusal(401, 'unauthorised')
    answers['w1/session?as=participant'] = refusal(401, 'unauthorised')
    show('console')
    expect(await screen.findByRole('heading', { name: /ファシリテーターのリンクが要ります/ })).toBeTruthy()
    expect(screen.getByRole('link', { name: '部屋へ' }).getAttribute('href')).toBe('/w/w1')
  })

  it('tries again by itself while the server cannot be reached', async () => {
    vi.useFakeTimers()
    show('room')
    await vi.advanceTimersByTimeAsync(0)
    expect(screen.getByRole('heading', { name: 'サーバーにつながりません' })).toBeTruthy()
    answers['w1/session?as=participant'] = refusal(404, 'workshop_unknown')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(screen.getByRole('heading', { name: 'このワークショップは見つかりません' })).toBeTruthy()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(2)
  })

  it('stops trying when the person goes elsewhere', async () => {
    vi.useFakeTimers()
    show('room')
    await vi.advanceTimersByTimeAsync(0)
    cleanup()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(1)
  })
})

describe('being out of the room', () => {
  it.each([
    ['removed', '席が外されました', '参加し直す', '/j/K7M2QX'],
    ['left', '席を離れました', '参加し直す', '/j/K7M2QX'],
    ['unauthorised', '席を確かめられませんでした', '参加し直す', '/j/K7M2QX'],
    ['unknown', 'このワークショップは見つかりません', 'トップへ', '/'],
  ] as const)('says why (%s) and what to do', (why, title, link, href) => {
    render(GoneState, { why, code: 'K7M2QX' })
    expect(screen.getByRole('heading', { level: 1, name: title })).toBeTruthy()
    expect(screen.getByRole('link', { name: link }).getAttribute('href')).toBe(href)
  })

  it('asks for a reload when the page is of another version', () => {
    render(GoneState, { why: 'outdated', code: 'K7M2QX' })
    expect(screen.getByRole('button', { name: '読み込み直す' })).toBeTruthy()
  })
})

describe('being offline', () => {
  it('is said in a region that is always there, with what waits to be sent', async () => {
    const { rerender } = render(OfflineBanner, { shown: false, pending: 0 })
    expect(screen.getByRole('status').textContent?.trim()).toBe('')
    await rerender({ shown: true, pending: 2 })
    expect(screen.getByRole('status').textContent).toContain('再接続中')
    expect(screen.getByRole('status').textContent).toContain('2件を送信待ち')
    await rerender({ shown: false, pending: 0 })
    expect(screen.getByRole('status').textContent?.trim()).toBe('')
  })
})
