import { cleanup, render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync, type Component } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { PublicFacts } from '#shared/protocol/http.ts'
import type { WaitingKnock } from '#shared/protocol/knocks.ts'
import KnockList from '../../client/console/KnockList.svelte'
import { keepKnock, keptKnock } from '../../client/connection/kept-knock.ts'
import { mayHoldSeat } from '../../client/connection/session.ts'
import { knockText } from '../../client/i18n/knock.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import JoinPage from '../../client/pages/JoinPage.svelte'
import { provideToasts, ToastList } from '../../client/ui/toasts.svelte.ts'
import { provideWorkshop } from '../../client/workshop/context.ts'
import type { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'

const w1 = 'w1' as WorkshopId
const { wait, list } = knockText.ja
const facts: PublicFacts = {
  workshopId: w1,
  code: 'K7M2QX',
  title: '窓口を1本に',
  goal: '打ち手を3つ',
  locale: 'ja',
  status: 'live',
  minutes: 90,
  createdAt: 0,
  joinUrl: 'https://yoriai.example.org/j/K7M2QX',
  full: false,
  closed: false,
  guarded: true,
}
const waiting = () => Response.json({ standing: 'waiting', since: 0 })
const refusal = (status: number, code: string) => () =>
  Response.json({ error: { code, message: `(${code})` } }, { status })

let asked: { path: string; body: unknown }[] = []
let answers: Record<string, () => Response> = {}
const knocks = () => asked.filter(({ path }) => path === '/api/workshops/w1/knocks')

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  language.set('ja')
  asked = []
  answers = {
    '/api/workshops/by-code/K7M2QX': () => Response.json(facts),
    '/api/workshops/w1/seats': refusal(409, 'door_guarded'),
    '/api/workshops/w1/knocks': waiting,
  }
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: init.body ? (JSON.parse(init.body as string) as unknown) : null })
    const answer = answers[path]
    if (!answer) throw new TypeError('network')
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('asking to come in', () => {
  async function ask() {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const user = userEvent.setup({ advanceTimers: (time) => vi.advanceTimersByTime(time) })
    const go = vi.fn()
    render(JoinPage, { code: 'K7M2QX', go })
    await user.type(await screen.findByLabelText('表示名'), 'みお')
    await user.click(screen.getByRole('button', { name: knockText.ja.submit }))
    await screen.findByRole('heading', { level: 2 })
    return { go, user }
  }
  const pass = (time: number) => vi.advanceTimersByTimeAsync(time)
  const heading = () => screen.getByRole('heading', { level: 2 }).textContent
  const said = () => screen.getByRole('status').textContent

  it('S-36 waits on a page of its own, asks on, and opens by itself', async () => {
    const { go } = await ask()
    await pass(0)
    expect(heading()).toBe(wait.waiting.title)
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2 }))
    expect(said()).toContain(wait.waiting.text)
    expect(screen.getByText('みお')).toBeTruthy()
    expect(knocks()).toEqual([{ path: '/api/workshops/w1/knocks', body: { name: 'みお', consent: false } }])
    await pass(3_000)
    expect(knocks()).toHaveLength(2)
    expect(go).not.toHaveBeenCalled()
    answers['/api/workshops/w1/knocks'] = () => Response.json({ standing: 'in', participantId: 'p1' })
    await pass(3_000)
    expect(go).toHaveBeenCalledWith('/w/w1', { replace: true })
    expect(mayHoldSeat(w1)).toBe(true)
    expect(keptKnock(w1)).toBeNull()
    await pass(30_000)
    expect(knocks()).toHaveLength(3)
  })

  it('S-36 says kindly that it was declined, asks no more, and leads back to the form', async () => {
    answers['/api/workshops/w1/knocks'] = () => Response.json({ standing: 'declined' })
    const { user } = await ask()
    await pass(0)
    expect(heading()).toBe(wait.declined.title)
    expect(said()).toContain(wait.declined.text)
    await pass(30_000)
    expect(knocks()).toHaveLength(1)
    await user.click(screen.getByRole('button', { name: wait.again }))
    expect(await screen.findByLabelText('表示名')).toHaveProperty('value', 'みお')
  })

  it('S-36 stays in line while too many wait, says when the server is away, and when the door was closed', async () => {
    answers['/api/workshops/w1/knocks'] = refusal(429, 'knocks_full')
    await ask()
    await pass(0)
    expect(heading()).toBe(wait.queued.title)
    delete answers['/api/workshops/w1/knocks']
    await pass(10_000)
    expect(said()).toBe(wait.cut)
    answers['/api/workshops/w1/knocks'] = waiting
    await pass(10_000)
    expect(heading()).toBe(wait.waiting.title)
    answers['/api/workshops/w1/knocks'] = refusal(409, 'door_closed')
    await pass(3_000)
    expect(heading()).toBe('(door_closed)')
  })

  it('S-36 goes on after a reload of the tab, and stops when the page goes', async () => {
    keepKnock(w1, { name: 'みお', consent: true })
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { unmount } = render(JoinPage, { code: 'K7M2QX', go: vi.fn() })
    await vi.waitFor(() => expect(heading()).toBe(wait.waiting.title))
    expect(knocks()[0]?.body).toEqual({ name: 'みお', consent: true })
    unmount()
    await pass(30_000)
    expect(knocks()).toHaveLength(1)
  })
})

describe('who waits at the door', () => {
  class Told {
    readonly id = 'w1'
    readonly as = 'facilitator'
    readonly connection = 'live'
    knocks = $state.raw<readonly WaitingKnock[]>([])
  }
  const knock = (name: string): WaitingKnock => ({ id: name as ParticipantId, name, since: 0 })

  function show() {
    const told = new Told()
    const toasts = new ToastList()
    const List = KnockList as Component
    const page: Component = (anchor, props) => {
      provideWorkshop(told as unknown as LiveWorkshop)
      provideToasts(toasts)
      return List(anchor, props)
    }
    render(page, { context: new Map() })
    const come = (...names: readonly string[]) => {
      told.knocks = names.map(knock)
      flushSync()
    }
    return { come, toasts }
  }
  const answered = () => asked.filter(({ path }) => path.endsWith('/knocks/answer')).map(({ body }) => body)
  const said = () => screen.getByRole('status').textContent

  it('S-36 says who has come, and how many wait, never the same person twice', () => {
    const { come } = show()
    expect(screen.getByText(list.nobody)).toBeTruthy()
    come('みお')
    expect(said()).toBe('みおさんが入室を待っています。待っているのは1人です。')
    come('みお', 'れん')
    expect(said()).toBe('れんさんが入室を待っています。待っているのは2人です。')
    come('みお', 'れん', 'あおい', 'めい', 'そう', 'ゆい')
    expect(said()).toBe(list.cameMany(4, 6))
    come('みお')
    expect(said()).toBe(list.cameMany(4, 6))
  })

  it('S-36 lets in and declines one by one, and lets in all who are seen', async () => {
    answers['/api/workshops/w1/knocks/answer'] = () => Response.json({ answered: 1 })
    const { come } = show()
    come('みお', 'れん', 'あおい')
    await userEvent.click(screen.getByRole('button', { name: list.admitOf('れん') }))
    await userEvent.click(screen.getByRole('button', { name: list.declineOf('みお') }))
    await userEvent.click(screen.getByRole('button', { name: list.admitAll }))
    expect(answered()).toEqual([
      { answer: 'admit', ids: ['れん'] },
      { answer: 'decline', ids: ['みお'] },
      { answer: 'admit', ids: ['みお', 'れん', 'あおい'] },
    ])
    expect(said()).toBe(list.admitted(1))
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2 }))
  })

  it('S-36 says why somebody could not be let in, and what helps against a flood', async () => {
    answers['/api/workshops/w1/knocks/answer'] = refusal(409, 'room_full')
    const { come, toasts } = show()
    come(...Array.from({ length: 50 }, (_, count) => `荒らし${count}`))
    expect(screen.getByText(list.many)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: list.admitOf('荒らし0') }))
    await vi.waitFor(() => expect(toasts.all.map(({ text }) => text)).toEqual(['(room_full)']))
    expect(screen.getByRole('button', { name: list.admitOf('荒らし0') })).toHaveProperty('disabled', false)
  })
})
