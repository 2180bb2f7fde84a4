import { cleanup, render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { template } from '#shared/domain/templates/registry.ts'
import { LIMITS } from '#shared/text.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import HomePage from '../../client/pages/HomePage.svelte'
import { agendaBar, agendaShares } from '../../client/pages/agenda-bar.ts'

// the machine may be busy

const opened = {
  workshopId: 'w1',
  code: 'K7M2QX',
  facilitatorToken: 'token',
  facilitatorUrl: 'https://yoriai.example.org/w/w1/console#f=token',
  joinUrl: 'https://yoriai.example.org/j/K7M2QX',
}

let asked: { path: string; body: unknown }[] = []
let answer: () => Response

const theme = () => screen.getByLabelText('テーマ')
const goal = () => screen.getByLabelText('この会のゴール')
const submit = () => userEvent.click(screen.getByRole('button', { name: '部屋をつくる' }))

function show() {
  const go = vi.fn()
  const { container } = render(HomePage, { go })
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
  answer = () => Response.json(opened, { status: 201 })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(init.body as string) as unknown })
    if (path.endsWith('/session'))
      return Response.json({ viewer: { role: 'facilitator', participantId: null } })
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('opening a workshop', () => {
  it('says what is missing, at the field, and asks nobody', async () => {
    show()
    await submit()
    expect(descriptionOf(theme())).toContain('テーマを書いてください')
    expect(descriptionOf(goal())).toContain('ゴールを書いてください')
    expect(theme().getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(theme())
    expect(asked).toEqual([])
  })

  it('counts characters as people do: a family is one', async () => {
    show()
    const family = '👨‍👩‍👧'
    await userEvent.type(theme(), family.repeat(2))
    await userEvent.clear(theme())
    await userEvent.click(theme())
    await userEvent.paste(family.repeat(LIMITS.title))
    await userEvent.type(goal(), 'ゴール')
    await submit()
    expect(asked[0]?.body).toMatchObject({ title: family.repeat(LIMITS.title) })
  })

  it('refuses a theme that is too long, and lets go the moment it is short enough', async () => {
    show()
    await userEvent.click(theme())
    await userEvent.paste('あ'.repeat(LIMITS.title + 1))
    await userEvent.type(goal(), 'ゴール')
    await submit()
    expect(screen.getByText(`${LIMITS.title + 1}/${LIMITS.title}`)).toBeTruthy()
    expect(descriptionOf(theme())).toContain('80文字まで')
    await userEvent.type(theme(), '{Backspace}')
    expect(theme().getAttribute('aria-invalid')).toBe('false')
    expect(asked).toEqual([])
  })

  it('sends theme, goal, template, when cards carry names, and language, and shows the ways in', async () => {
    show()
    await userEvent.type(theme(), '窓口を1本に')
    await userEvent.type(goal(), '打ち手を3つ')
    await userEvent.click(screen.getByRole('radio', { name: /60/ }))
    await submit()
    expect(asked[0]).toEqual({
      path: '/api/workshops',
      body: {
        title: '窓口を1本に',
        goal: '打ち手を3つ',
        template: 'ideals-challenges-solutions-60',
        names: 'summary',
        locale: 'ja',
      },
    })
    expect(await screen.findByText('K7M2QX')).toBeTruthy()
    expect((screen.getByLabelText('参加する人のリンク') as HTMLInputElement).value).toBe(opened.joinUrl)
    expect((screen.getByLabelText('ファシリテーターのリンク') as HTMLInputElement).value).toBe(
      opened.facilitatorUrl,
    )
    expect(screen.getByRole('link', { name: 'コンソールを開く' }).getAttribute('href')).toBe(
      '/w/w1/console#f=token',
    )
    expect((await screen.findByRole('img', { name: '参加用のQRコード' })).getAttribute('src')).toEqual(
      expect.stringMatching(/^data:image\/svg\+xml,/),
    )
  })

  it('keeps the right to come back, and the way, in this browser', async () => {
    show()
    await userEvent.type(theme(), '窓口を1本に')
    await userEvent.type(goal(), '打ち手を3つ')
    await submit()
    await screen.findByText('K7M2QX')
    expect(asked[1]).toEqual({ path: '/api/workshops/w1/session', body: { token: 'token' } })
    expect(localStorage.getItem('yoriai.opened')).not.toContain('token')
    cleanup()
    show()
    expect(screen.getByRole('link', { name: '窓口を1本に' }).getAttribute('href')).toBe('/w/w1/console')
    await userEvent.click(screen.getByRole('button', { name: '「窓口を1本に」を一覧から外す' }))
    expect(screen.queryByRole('link', { name: '窓口を1本に' })).toBeNull()
  })

  it('shows the server’s refusal, keeps what was typed and can be tried again', async () => {
    answer = () =>
      Response.json({ error: { code: 'too_fast', message: '少し待ってください' } }, { status: 429 })
    show()
    await userEvent.type(theme(), 'テーマ')
    await userEvent.type(goal(), 'ゴール')
    await submit()
    expect((await screen.findByRole('alert')).textContent).toContain('少し待ってください')
    expect((theme() as HTMLInputElement).value).toBe('テーマ')
    answer = () => Response.json(opened, { status: 201 })
    await submit()
    expect(await screen.findByText('K7M2QX')).toBeTruthy()
  })

  it('does not take the Enter that ends a conversion for a submission', async () => {
    show()
    await userEvent.type(theme(), 'テーマ')
    await userEvent.type(goal(), 'ゴール')
    for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...sign })
      goal().dispatchEvent(enter)
      theme().dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...sign }),
      )
    }
    expect(asked).toEqual([])
    await userEvent.type(goal(), '{Enter}')
    expect(asked).toHaveLength(2)
  })
})

describe('the front page', () => {
  it('can be read in English at a click', async () => {
    show()
    await userEvent.click(screen.getByRole('button', { name: 'English' }))
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('Workshops you take')
    expect(document.title).toContain('Yoriai')
  })

  it('leads to a room by its code, however it is typed', async () => {
    const { go } = show()
    await userEvent.type(screen.getByLabelText('参加コード'), 'ｋ７m-2 qx{Enter}')
    expect(go).toHaveBeenCalledWith('/j/K7M2QX')
  })

  it('says what is wrong with a code that cannot exist', async () => {
    const { go } = show()
    await userEvent.type(screen.getByLabelText('参加コード'), 'K0M2QX{Enter}')
    expect(descriptionOf(screen.getByLabelText('参加コード'))).toContain('6文字の英数字')
    expect(go).not.toHaveBeenCalled()
  })

  it('is accessible', async () => {
    const { container } = show()
    await submit()
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })
})

describe('the bar of an agenda', () => {
  it('is as long as the agenda, its colours in the agenda’s order', () => {
    for (const minutes of [60, 90, 120] as const) {
      const bar = agendaBar(template(`ideals-challenges-solutions-${minutes}`))
      expect(bar.reduce((sum, segment) => sum + segment.minutes, 0)).toBe(minutes)
      expect(bar.map(({ stretch }) => stretch).filter((stretch) => stretch !== 'other')).toEqual([
        'ideals',
        'challenges',
        'solutions',
        'topics',
      ])
    }
  })

  it('adds up by purpose, what has no board last', () => {
    const shares = agendaShares(template('ideals-challenges-solutions-60'))
    expect(shares.at(-1)?.stretch).toBe('other')
    expect(shares.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(60)
  })

  it('is explained in words beside the colours', () => {
    show()
    const form = screen.getByRole('group', { name: /進め方/ })
    expect(within(form).getByText('理想 18分')).toBeTruthy()
  })
})
