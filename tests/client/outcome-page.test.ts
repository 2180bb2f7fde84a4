import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import { exporters } from '#shared/outcome/exporters/registry.ts'
import type { Outcome } from '#shared/outcome/outcome.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import OutcomePage from '../../client/outcome/OutcomePage.svelte'
import { playWorkshop } from '../support/fixture.ts'

// the whole outcome is a large page, and the machine may be busy

const workshopId = 'workshop-1' as WorkshopId
const played = playWorkshop()
const outcome: Outcome = buildOutcome({ ...played.state, id: workshopId }, played.boards)

let answers: (() => Promise<Response>)[] = []
const asked: string[] = []

function answer(body: unknown, status = 200): void {
  answers.push(() => Promise.resolve(Response.json(body, { status })))
}

function refuse(status: number, code: string, message = code): void {
  answer({ error: { code, message } }, status)
}

function show() {
  return render(OutcomePage, { workshopId })
}

beforeEach(() => {
  language.set('ja')
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    const next = answers.shift()
    return next ? next() : Promise.reject(new Error('not expected'))
  })
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  answers = []
  asked.length = 0
})

describe('the outcome page', () => {
  it('asks for the outcome of its workshop and says so meanwhile', async () => {
    answer(outcome)
    show()
    expect(screen.getByText('アウトプットを読み込んでいます')).toBeTruthy()
    await screen.findByRole('heading', { level: 1, name: outcome.workshop.title })
    expect(asked).toEqual(['/api/workshops/workshop-1/outcome.json'])
    expect(document.title).toContain(outcome.workshop.title)
    expect(screen.getByText(/2026年11月26日\(木\) 19:00〜20:31/)).toBeTruthy()
  })

  it('shows every card of every team under its board, and every topic with its votes', async () => {
    answer(outcome)
    const { container } = show()
    await screen.findByRole('heading', { level: 1 })
    for (const team of outcome.teams) {
      const section = screen.getByRole('region', { name: team.name })
      const boards = [...section.querySelectorAll('details')]
      for (const [index, board] of Object.values(team.boards).entries()) {
        const words = boards[index]?.textContent ?? ''
        for (const { text } of board.cards) expect(words).toContain(text)
        for (const { title } of board.clusters) expect(words).toContain(title)
      }
    }
    const topics = within(screen.getByRole('region', { name: '次回知りたいこと' })).getAllByRole('listitem')
    expect(topics).toHaveLength(outcome.topics.length)
    expect(topics[0]?.textContent).toContain(`${outcome.topics[0]?.votes}票`)
    expect(container.querySelector('script')).toBeNull()
  })

  it('makes links of web addresses and of nothing else', async () => {
    answer(outcome)
    show()
    await screen.findByRole('heading', { level: 1 })
    const hrefs = screen.getAllByRole('link', { hidden: true }).map((link) => link.getAttribute('href') ?? '')
    const foreign = hrefs.filter((href) => !href.startsWith('/'))
    expect(foreign.length).toBeGreaterThan(2)
    for (const href of foreign) expect(href).toMatch(/^https:\/\/example\.(com|org|net)\//)
  })

  it('shows a few chains first and all on request', async () => {
    answer(outcome)
    show()
    const section = await screen.findByRole('region', { name: outcome.teams[0]?.name ?? '' })
    const before = section.querySelectorAll('li.chain').length
    await userEvent.click(within(section).getByRole('button', { name: /すべて見る/ }))
    expect(section.querySelectorAll('li.chain').length).toBeGreaterThan(before)
  })

  it('copies the Markdown, and shows it where copying does not work', async () => {
    answer(outcome)
    show()
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Markdownをコピー' }))
    expect(await navigator.clipboard.readText()).toBe(exporters.md.export(outcome, 'ja'))

    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not here'))
    await user.click(screen.getByRole('button', { name: 'コピーしました' }))
    const text = await screen.findByLabelText<HTMLTextAreaElement>('Markdownの全文')
    expect(text.value).toBe(exporters.md.export(outcome, 'ja'))
    expect(document.activeElement).toBe(text)
  })

  it('offers the files in the language of the page', async () => {
    answer(outcome)
    show()
    const link = await screen.findByRole('link', { name: 'Markdownを保存' })
    expect(link.getAttribute('href')).toBe('/api/workshops/workshop-1/outcome.md?locale=ja')
    await userEvent.click(screen.getByRole('button', { name: 'English' }))
    expect(screen.getByRole('link', { name: 'Save JSON' }).getAttribute('href')).toBe(
      '/api/workshops/workshop-1/outcome.json?locale=en',
    )
  })

  it('says that a workshop is still on, and reads it again on request', async () => {
    answer({ ...outcome, workshop: { ...outcome.workshop, endedAt: null } })
    answer(outcome)
    show()
    await userEvent.click(await screen.findByRole('button', { name: '新しくする' }))
    await waitFor(() => expect(screen.queryByText(/まだ続いています/)).toBeNull())
  })

  it('says what to expect while there is no card', async () => {
    answer({ ...outcome, teams: [], chains: [], topics: [] })
    show()
    await screen.findByRole('heading', { name: 'まだカードがありません' })
  })

  it.each([
    [401, 'unauthorised', '参加した方だけが見られます'],
    [403, 'forbidden', 'アウトプットは、これからできあがります'],
    [404, 'workshop_unknown', 'このワークショップは見つかりません'],
  ])('explains a refusal (%i %s)', async (status, code, title) => {
    refuse(status, code)
    show()
    await screen.findByRole('heading', { level: 1, name: title })
  })

  it('lets one try again after a failure', async () => {
    refuse(500, 'internal', 'うまくいきませんでした')
    answer(outcome)
    show()
    expect((await screen.findByRole('alert')).textContent).toContain('うまくいきませんでした')
    await userEvent.click(screen.getByRole('button', { name: 'もう一度試す' }))
    await screen.findByRole('heading', { level: 1, name: outcome.workshop.title })
  })

  it('is accessible as far as axe can tell', async () => {
    answer(outcome)
    const { container } = show()
    await screen.findByRole('heading', { level: 1 })
    // jsdom computes no colours
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }, 60_000)
})
