import { cleanup, render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import type { PublicFacts } from '#shared/protocol/http.ts'
import { mayHoldSeat, rememberSeat } from '../../client/connection/session.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import JoinPage from '../../client/pages/JoinPage.svelte'

// the machine may be busy

const w1 = 'w1' as WorkshopId
const facts: PublicFacts = {
  workshopId: w1,
  code: 'K7M2QX',
  title: '窓口を1本に',
  goal: '打ち手を3つ',
  locale: 'ja',
  status: 'planning',
  minutes: 90,
  createdAt: 0,
  joinUrl: 'https://yoriai.example.org/j/K7M2QX',
  full: false,
  closed: false,
  guarded: false,
}

let asked: { method: string; path: string; body: unknown }[] = []
let answers: Record<string, () => Response> = {}
const refusal =
  (status: number, code: string, message = code) =>
  () =>
    Response.json({ error: { code, message } }, { status })
const known = (changes: Partial<PublicFacts> = {}) =>
  (answers['GET /api/workshops/by-code/K7M2QX'] = () => Response.json({ ...facts, ...changes }))

function show(code = 'K7M2QX') {
  const go = vi.fn()
  const { container } = render(JoinPage, { code, go })
  return { go, container }
}

/** What `aria-describedby` points to. */
function descriptionOf(field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}

beforeEach(() => {
  localStorage.clear()
  language.set('ja')
  asked = []
  answers = {}
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    asked.push({ method, path, body: init.body ? (JSON.parse(init.body as string) as unknown) : null })
    const answer = answers[`${method} ${path}`]
    if (!answer) throw new TypeError('network')
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('joining a workshop', () => {
  it('takes a seat by a name alone; the name goes into the outcome only when asked for', async () => {
    known()
    answers['POST /api/workshops/w1/seats'] = () => Response.json({ participantId: 'p1' }, { status: 201 })
    const { go } = show()
    expect(await screen.findByRole('heading', { name: '窓口を1本に' })).toBeTruthy()
    expect(screen.getByText('打ち手を3つ')).toBeTruthy()
    expect((screen.getByRole('checkbox') as HTMLInputElement).checked).toBe(false)
    await userEvent.type(screen.getByLabelText('表示名'), 'みお{Enter}')
    expect(asked.at(-1)).toMatchObject({
      path: '/api/workshops/w1/seats',
      body: { name: 'みお', consent: false },
    })
    expect(go).toHaveBeenCalledWith('/w/w1', { replace: true })
    expect(mayHoldSeat(w1)).toBe(true)
  })

  it('sends the consent that was given', async () => {
    known()
    answers['POST /api/workshops/w1/seats'] = () => Response.json({ participantId: 'p1' }, { status: 201 })
    show()
    await userEvent.click(await screen.findByRole('checkbox', { name: /名前を載せてもよい/ }))
    await userEvent.type(screen.getByLabelText('表示名'), 'みお{Enter}')
    expect(asked.at(-1)?.body).toEqual({ name: 'みお', consent: true })
  })

  it('accepts a code as a person wrote it into the address', async () => {
    known()
    show('ｋ７ｍ２-qx')
    expect(await screen.findByLabelText('表示名')).toBeTruthy()
  })

  it('says what is wrong with a name', async () => {
    known()
    show()
    await userEvent.click(await screen.findByRole('button', { name: '席につく' }))
    expect(descriptionOf(screen.getByLabelText('表示名'))).toContain('名前を書いてください')
    await userEvent.click(screen.getByLabelText('表示名'))
    await userEvent.paste('あ'.repeat(41))
    expect(descriptionOf(screen.getByLabelText('表示名'))).toContain('40文字まで')
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('shows why no seat was given', async () => {
    known()
    answers['POST /api/workshops/w1/seats'] = refusal(409, 'room_full', 'いま満席になりました。')
    show()
    await userEvent.type(await screen.findByLabelText('表示名'), 'みお{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('いま満席になりました。')
  })

  it('leads back to the seat this browser holds', async () => {
    known()
    rememberSeat(w1)
    answers['GET /api/workshops/w1/session?as=participant'] = () => Response.json({ code: 'K7M2QX' })
    const { go } = show()
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith('/w/w1', { replace: true }))
  })

  it('offers a new seat when the old one is gone', async () => {
    known()
    rememberSeat(w1)
    answers['GET /api/workshops/w1/session?as=participant'] = refusal(401, 'unauthorised')
    show()
    expect(await screen.findByLabelText('表示名')).toBeTruthy()
    expect(mayHoldSeat(w1)).toBe(false)
  })
})

describe('when there is nothing to join', () => {
  it('says that no room has this code and lets one type another', async () => {
    answers['GET /api/workshops/by-code/ZZZZZZ'] = refusal(404, 'code_unknown')
    const { go } = show('ZZZZZZ')
    expect(await screen.findByRole('heading', { name: 'この部屋は見つかりません' })).toBeTruthy()
    await userEvent.type(screen.getByLabelText('参加コード'), 'k7m2qx{Enter}')
    expect(go).toHaveBeenCalledWith('/j/K7M2QX')
  })

  it('does not even ask for a code that cannot exist', async () => {
    show('not-a-code')
    expect(await screen.findByRole('heading', { name: 'この部屋は見つかりません' })).toBeTruthy()
    expect(asked).toEqual([])
  })

  it('says that all seats are taken', async () => {
    known({ full: true })
    show()
    expect(await screen.findByText('満席です')).toBeTruthy()
    expect(screen.queryByLabelText('表示名')).toBeNull()
  })

  it('says that it has ended, and where the outcome is', async () => {
    known({ status: 'ended' })
    show()
    expect(await screen.findByText('この会は終わりました')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'アウトプットを見る' }).getAttribute('href')).toBe(
      '/w/w1/outcome',
    )
  })

  it('offers to try again when the server cannot be reached', async () => {
    show()
    expect(await screen.findByText(/サーバーにつながりません/)).toBeTruthy()
    known()
    await userEvent.click(screen.getByRole('button', { name: 'もう一度試す' }))
    expect(await screen.findByLabelText('表示名')).toBeTruthy()
  })

  it('is accessible', async () => {
    known()
    const { container } = show()
    await screen.findByLabelText('表示名')
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})
