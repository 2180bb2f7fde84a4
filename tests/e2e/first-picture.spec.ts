import { expect, test } from '@playwright/test'
import { addCluster } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import { bundleText, roomBundle } from '../load/board/bundle.ts'
import { words } from './support/people.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

/** KB. Issue 4 asks for 120; this is what stands, and a little for what the next weeks bring. */
const MOST_KB = 117
/** ms. So long the room waits for its board before it fetches what comes behind it (arriving-board.svelte.ts has a little more). */
const WAITED = 900

let stage: Stage

teamForEachTest(4, async (set) => {
  stage = set
  await stage.moveTo('deepen-ideals')
  await stage.as(0, { type: 'card.add', cardId: 'first' as CardId, board: 'ideals', text: '最初の一枚' })
})

test('the board is painted before anything is fetched that it does not need, and the rest comes by itself', async ({
  browser,
}) => {
  const bundle = roomBundle()
  process.stdout.write(`to reach the room, gzipped:\n${bundleText(bundle)}`)
  expect(bundle.totalKb).toBeLessThan(MOST_KB)

  const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('.board article') === null) return
      observer.disconnect()
      ;(window as unknown as { boardAt: number }).boardAt = performance.now()
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { childList: true, subtree: true })
  })
  await page.goto(stage.seats[0]?.seatUrl ?? '')
  await expect(page.locator('.board article').first()).toBeVisible()
  await expect(page.locator('.board .composer textarea')).toBeVisible()
  // hands and keys, the panel beside the board, the texts of the menus' dialogs: nobody has asked for them
  await expect(page.locator('.board[data-ready]')).toBeVisible()
  await expect(page.locator('aside.right')).not.toBeEmpty()

  const scripts = await page.evaluate(() => {
    const { boardAt } = window as unknown as { boardAt: number }
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return entries
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, startTime, responseEnd }) => ({
        name: new URL(name).pathname.replace('/assets/', ''),
        startTime,
        responseEnd,
        before: startTime < boardAt,
      }))
  })
  const needed = new Set(bundle.files.map(({ name }) => name))
  const room = scripts.find(({ name }) => name.startsWith('room-'))
  const early = scripts.filter(
    ({ before, startTime }) => before && startTime < (room?.responseEnd ?? 0) + WAITED,
  )
  expect(early.filter(({ name }) => !needed.has(name))).toEqual([])
  expect(room?.before).toBe(true)
  expect(scripts.length).toBeGreaterThan(early.length)
})

test('the first picture takes words at once, and becomes the live board without anything moving', async ({
  browser,
}) => {
  const teamId = must((await stage.state()).teams[0], 'team').id
  await stage.as(1, { type: 'card.add', cardId: 'second' as CardId, board: 'ideals', text: 'もう一枚' })
  await stage.edit(1, teamId, 'ideals', (board) => addCluster(board, 'k1', '朝のこと', ['first', 'second']))

  const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  // all that needs Yjs
  await page.route(/\/assets\/document-parts-.*\.js$/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(must(stage.seats[0], 'seat').seatUrl)
  await expect(page.locator('.board article')).toHaveCount(2)
  const composer = page.getByRole('textbox', { name: words.board.composer.label.ideals })
  const title = page.getByRole('textbox', { name: words.board.clusterName })
  await expect(title).toHaveValue('朝のこと')
  await composer.pressSequentially('書きはじめ')

  // nobody comes to what cannot be changed yet, and nothing there claims to be saved
  await expect(title).toHaveJSProperty('readOnly', true)
  await expect(title).toHaveAttribute('tabindex', '-1')
  await expect(page.getByText(words.board.saved.saved, { exact: true })).toHaveCount(0)
  const wordsOfMenu = async () => {
    await page.getByRole('button', { name: words.board.card.menu('最初の一枚') }).click()
    // it is fetched when it is first asked for
    await expect(page.getByRole('menuitem').first()).toBeVisible()
    const entries = await page.getByRole('menuitem').allTextContents()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menuitem')).toHaveCount(0)
    await composer.focus()
    return entries
  }
  expect(await wordsOfMenu()).not.toContain(words.board.card.edit)

  const picture = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.board article, .board .head textarea, .board .composer textarea')].map(
        (element) => {
          const { left, top, width, height } = element.getBoundingClientRect()
          return {
            left,
            top,
            width,
            height,
            known: (element as HTMLElement & { known?: true }).known ?? false,
          }
        },
      ),
    )
  const before = await picture()
  await page.evaluate(() => {
    const spoken: string[] = []
    Object.assign(window, { spoken })
    for (const element of document.querySelectorAll('.board article, .board textarea'))
      Object.assign(element, { known: true })
    new MutationObserver((changes) =>
      changes.forEach(({ target }) => {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(
          '.board [aria-live]',
        )
        if (region) spoken.push(region.textContent)
      }),
    ).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
  await composer.pressSequentially('た')

  release()
  await expect(page.locator('.board[data-ready]')).toBeVisible()
  await expect(composer).toBeFocused()
  await composer.pressSequentially('ことば')
  await expect(composer).toHaveValue('書きはじめたことば')
  expect(await picture()).toEqual(before.map((place) => ({ ...place, known: true })))
  expect(await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken)).toEqual([])

  await expect(title).toHaveJSProperty('readOnly', false)
  await title.fill('朝と夜のこと')
  await composer.focus()
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.board article').filter({ hasText: '書きはじめたことば' })).toBeVisible()
  await expect(page.getByText(words.board.saved.saved, { exact: true })).toBeVisible()
  expect(await wordsOfMenu()).toContain(words.board.card.edit)

  const other = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  await other.goto(must(stage.seats[1], 'seat').seatUrl)
  await expect(other.locator('.board article').filter({ hasText: '書きはじめたことば' })).toBeVisible()
  await expect(other.getByRole('textbox', { name: words.board.clusterName })).toHaveValue('朝と夜のこと')
})
