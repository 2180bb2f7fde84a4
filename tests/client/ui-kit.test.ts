import { cleanup, render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { createRawSnippet, flushSync } from 'svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import Button from '../../client/ui/Button.svelte'
import CopyField from '../../client/ui/CopyField.svelte'
import Dialog from '../../client/ui/Dialog.svelte'
import EmptyState from '../../client/ui/EmptyState.svelte'
import Face from '../../client/ui/Face.svelte'
import Field from '../../client/ui/Field.svelte'
import Menu from '../../client/ui/Menu.svelte'
import type { MenuItem } from '../../client/ui/menu-item.ts'
import { menuList } from '../../client/ui/menu-list.ts'
import { hueColour, hueOf } from '../../client/ui/hue.ts'
import { ToastList } from '../../client/ui/toasts.svelte.ts'

// the machine may be busy

const html = (markup: string) => createRawSnippet(() => ({ render: () => markup }))

// it comes after the page, and a busy machine takes long to read it
beforeAll(async () => void (await menuList()), 60_000)

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a button', () => {
  it('does not submit a form unless told to', () => {
    render(Button, { children: html('<span>進める</span>') })
    expect(screen.getByRole('button', { name: '進める' }).getAttribute('type')).toBe('button')
  })

  it('with an address is a link', () => {
    render(Button, { href: '/join', children: html('<span>参加</span>') })
    const link = screen.getByRole('link', { name: '参加' })
    expect(link.getAttribute('href')).toBe('/join')
    expect(link.hasAttribute('type')).toBe(false)
  })

  it('passes on what it does not know', async () => {
    const onclick = vi.fn()
    render(Button, { onclick, 'aria-pressed': true, children: html('<span>いいね</span>') })
    await userEvent.click(screen.getByRole('button', { name: 'いいね', pressed: true }))
    expect(onclick).toHaveBeenCalledOnce()
  })
})

describe('a dialog', () => {
  const open = (props = {}) =>
    render(Dialog, { open: true, title: '終わりますか', children: html('<p>本文</p>'), ...props })

  it('is named and described, and holds its content', async () => {
    open({ description: '元には戻せません' })
    const dialog = await screen.findByRole('dialog', { name: '終わりますか' })
    expect(within(dialog).getByText('本文')).toBeTruthy()
    const describedBy = dialog.getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(describedBy)?.textContent).toBe('元には戻せません')
  })

  it('closes by Escape', async () => {
    open()
    await screen.findByRole('dialog')
    await userEvent.keyboard('{Escape}')
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), { timeout: 10_000 })
  })
})

describe('a menu', () => {
  const onselect = vi.fn()
  const items: MenuItem[] = [
    { id: 'rename', label: '名前を変える', onselect },
    { id: 'lead', label: '進行', checked: true, onselect },
    { id: 'gone', label: '外す', danger: true, disabled: true, onselect },
  ]
  beforeEach(() => onselect.mockClear())

  it('opens and chooses by keyboard alone', async () => {
    render(Menu, { label: 'みおさんの操作', items })
    screen.getByRole('button', { name: 'みおさんの操作' }).focus()
    await userEvent.keyboard('{Enter}')
    // without a layout a menu is never put in its place, and counts as not yet shown
    const menu = await screen.findByRole('menu', { hidden: true })
    const entry = (label: string) => within(menu).getByText(label).closest<HTMLElement>('[role]')
    expect(entry('進行')?.getAttribute('aria-checked')).toBe('true')
    expect(entry('外す')?.getAttribute('aria-disabled')).toBe('true')
    entry('名前を変える')?.focus()
    await userEvent.keyboard('{Enter}')
    expect(onselect).toHaveBeenCalledOnce()
  })
})

describe('a face', () => {
  it('shows the first character of a name, whole', () => {
    const { container } = render(Face, { id: 'p1', name: '👩‍🚀みお' })
    expect(container.textContent?.trim()).toBe('👩‍🚀')
  })

  it('says whether a person is here only where that is known', async () => {
    const { rerender } = render(Face, { id: 'p1', name: 'みお' })
    expect(screen.queryByRole('img')).toBeNull()
    await rerender({ online: true })
    const here = screen.getByRole('img').getAttribute('aria-label')
    await rerender({ online: false })
    expect(screen.getByRole('img').getAttribute('aria-label')).not.toBe(here)
  })

  it('has the same colour for the same person, and all six are used', () => {
    const hues = Array.from({ length: 200 }, (_, at) => hueOf(`person-${at}`))
    expect(new Set(hues)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    expect(hueOf('person-7')).toBe(hueOf('person-7'))
    expect(hueColour(3)).toMatch(/^#[0-9a-f]{6}$/)
    expect(hueColour(99)).toBe(hueColour(0))
  })
})

describe('a field', () => {
  it('ties hint and error to what is inside', () => {
    let given: { describedBy: string | undefined; invalid: boolean } | undefined
    const children = createRawSnippet<[{ describedBy: string | undefined; invalid: boolean }]>((read) => {
      given = read()
      return { render: () => '<input id="name">' }
    })
    render(Field, { id: 'name', label: '表示名', hint: '呼ばれたい名前', error: '長すぎます', children })
    expect(screen.getByLabelText('表示名').id).toBe('name')
    expect(given).toEqual({ describedBy: 'name-hint name-error', invalid: true })
    expect(document.getElementById('name-error')?.textContent).toBe('長すぎます')
  })
})

describe('an empty state', () => {
  it('is a heading only where it stands for a page', async () => {
    const { rerender } = render(EmptyState, { title: 'まだありません' })
    expect(screen.queryByRole('heading')).toBeNull()
    await rerender({ level: 1 })
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('まだありません')
  })
})

describe('a field to copy from', () => {
  it('copies its value and says so', async () => {
    const user = userEvent.setup()
    render(CopyField, { label: 'リンク', value: 'https://yoriai.example.org/j/K7M2QX' })
    await user.click(screen.getByRole('button'))
    expect(await navigator.clipboard.readText()).toBe('https://yoriai.example.org/j/K7M2QX')
    expect(screen.getByRole('status').textContent).not.toBe('')
  })

  it('selects its value where there is no clipboard, so that the person can copy it', async () => {
    const user = userEvent.setup()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not on plain http'))
    render(CopyField, { label: 'リンク', value: 'abc' })
    await user.click(screen.getByRole('button'))
    const field = screen.getByLabelText('リンク') as HTMLInputElement
    await vi.waitFor(() => expect(document.activeElement).toBe(field))
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 3])
    expect(screen.getByRole('status').textContent).toBe('')
  })
})

describe('toasts', () => {
  let list: ToastList
  const texts = () => list.all.map(({ text }) => text)
  beforeEach(() => {
    vi.useFakeTimers()
    list = new ToastList()
  })
  afterEach(() => list.close())

  it('leave by themselves, later when there is something to press', () => {
    list.show({ text: '保存しました' })
    list.show({ text: '移動しました', action: { label: '元に戻す', run: () => {} } })
    vi.advanceTimersByTime(6_000)
    expect(texts()).toEqual(['移動しました'])
    vi.advanceTimersByTime(4_000)
    expect(texts()).toEqual([])
  })

  it('stay while they are pointed at, and get their time again afterwards', () => {
    list.show({ text: '読んでいる', seconds: 2 })
    list.hold()
    vi.advanceTimersByTime(60_000)
    expect(texts()).toEqual(['読んでいる'])
    list.release()
    vi.advanceTimersByTime(2_000)
    expect(texts()).toEqual([])
  })

  it('are three at most; the oldest goes first', () => {
    for (const text of ['1', '2', '3', '4']) list.show({ text })
    expect(texts()).toEqual(['2', '3', '4'])
  })

  it('can be sent away', () => {
    const id = list.show({ text: 'わかりました' })
    flushSync(() => list.dismiss(id))
    expect(texts()).toEqual([])
  })
})
