import { cleanup, render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { createRawSnippet } from 'svelte'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import Arriving from '../../client/ui/Arriving.svelte'
import { insist, later, whenIdle } from '../../client/ui/later.ts'
import Menu from '../../client/ui/Menu.svelte'
import { menuList } from '../../client/ui/menu-list.ts'

// the machine may be busy

// it comes after the page, and a busy machine takes long to read it
beforeAll(async () => void (await menuList()), 60_000)

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

/** A part that comes, or does not, when the test says so. */
function onItsWay() {
  const fetches: { come: (words: string) => void; fail: () => void }[] = []
  const part = later(
    () =>
      new Promise<string>((resolve, reject) =>
        fetches.push({ come: resolve, fail: () => reject(new Error('no network')) }),
      ),
  )
  return { part, fetches }
}

const children = createRawSnippet<[unknown]>((words) => ({ render: () => `<p>${String(words())}</p>` }))

describe('what comes after the first picture', () => {
  it('is fetched once, whoever asks', async () => {
    const { part, fetches } = onItsWay()
    const both = [part(), part()]
    fetches[0]?.come('ここ')
    expect(await Promise.all([...both, part()])).toEqual(['ここ', 'ここ', 'ここ'])
    expect(fetches).toHaveLength(1)
  })

  it('is asked for anew after it could not be fetched', async () => {
    const { part, fetches } = onItsWay()
    const first = part()
    fetches[0]?.fail()
    await expect(first).rejects.toThrow('no network')
    const second = part()
    fetches[1]?.come('ここ')
    expect(await second).toBe('ここ')
  })

  it('shows itself to who asked before it was there', async () => {
    const { part, fetches } = onItsWay()
    const onfail = vi.fn()
    render(Arriving, { part, onfail, children })
    expect(screen.queryByText('ここ')).toBeNull()
    fetches[0]?.come('ここ')
    expect(await screen.findByText('ここ')).toBeTruthy()
    expect(onfail).not.toHaveBeenCalled()
  })

  it('takes the wish back when it cannot come, so that the next tap asks again', async () => {
    const { part, fetches } = onItsWay()
    const onfail = vi.fn()
    render(Arriving, { part, onfail, children })
    fetches[0]?.fail()
    await vi.waitFor(() => expect(onfail).toHaveBeenCalledOnce(), { timeout: 10_000 })
  })

  it('is tried until it comes, where nobody would ask for it', async () => {
    vi.useFakeTimers()
    const { part, fetches } = onItsWay()
    const here = insist(part)
    fetches[0]?.fail()
    await vi.advanceTimersByTimeAsync(2_000)
    fetches[1]?.come('ここ')
    expect(await here).toBe('ここ')
  })

  it('is fetched by an idle browser, and a failure there is nobody’s', async () => {
    vi.useFakeTimers()
    const { part, fetches } = onItsWay()
    const stop = whenIdle([part])
    expect(fetches).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(fetches).toHaveLength(1)
    fetches[0]?.fail()
    await vi.advanceTimersByTimeAsync(0)
    stop()
  })
})

describe('a menu', () => {
  const items = [{ id: 'rename', label: '名前を変える', onselect: () => {} }]
  const button = () => screen.getByRole('button', { name: '操作' })

  it('says at once that it opens, and a second tap closes it', async () => {
    render(Menu, { label: '操作', items })
    expect(button().getAttribute('aria-expanded')).toBe('false')
    await userEvent.click(button())
    expect(button().getAttribute('aria-expanded')).toBe('true')
    expect(await screen.findByRole('menu', { hidden: true })).toBeTruthy()
    button().click()
    await vi.waitFor(() => expect(screen.queryByRole('menu', { hidden: true })).toBeNull(), {
      timeout: 10_000,
    })
    expect(button().getAttribute('aria-expanded')).toBe('false')
  })

  it('gives the focus back to its button by Escape', async () => {
    render(Menu, { label: '操作', items })
    button().focus()
    await userEvent.keyboard('{ArrowDown}')
    const entry = (await screen.findByText('名前を変える')).closest<HTMLElement>('[role]')
    entry?.focus()
    await userEvent.keyboard('{Escape}')
    const closed = () => expect(screen.queryByRole('menu', { hidden: true })).toBeNull()
    await vi.waitFor(closed, { timeout: 10_000 })
    expect(document.activeElement).toBe(button())
  })
})
