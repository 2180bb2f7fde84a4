import { expect, test, type Browser, type Page } from '@playwright/test'
import { addCluster } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { boardText } from '../../client/i18n/board.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { expectAccessible } from './support/looks.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

/** Grouping as hands and keyboards do it: what letting go would do is seen before, holds are kept, steps go back. */
const TEXTS = [
  '夜中に通知が鳴る',
  '通知が多すぎる',
  '窓口が二つある',
  '窓口が分からない',
  '予算がない',
  '電話が残らない',
]
const words = boardText.ja
const grouping = groupingText.ja

let stage: Stage

teamForEachTest(2, async (set) => {
  stage = set
  await stage.moveTo('deepen-challenges')
  for (const [index, text] of TEXTS.entries()) {
    await stage.as(index % 2, { type: 'card.add', cardId: `c${index}` as CardId, board: 'challenges', text })
  }
  const teamId = (await stage.state()).teams[0]?.id
  if (teamId)
    await stage.edit(0, teamId, 'challenges', (board) => addCluster(board, 'k1', '窓口', ['c2', 'c3']))
})

async function sit(browser: Browser, seat: number, phone = false): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 1100 },
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(stage.seats[seat]?.seatUrl ?? '')
  await expect(page.locator('[data-card]')).toHaveCount(TEXTS.length)
  await expect(lane(page, 'cluster:k1').locator('[data-card]')).toHaveCount(2)
  await page.locator('.board[data-ready]').waitFor()
  return page
}

const card = (page: Page, id: string) => page.locator(`[data-card="${id}"]`)
const lane = (page: Page, key: string) => page.locator(`[data-lane="${key}"]`)
const inside = (page: Page, key: string, id: string) => lane(page, key).locator(`[data-card="${id}"]`)
const clusters = (page: Page) => page.locator('[data-lane^="cluster:"]')

async function middleOf(page: Page, id: string): Promise<{ x: number; y: number }> {
  const box = await card(page, id).boundingBox()
  if (!box) throw new Error(`${id} is not on the screen`)
  return { x: box.x + box.width * 0.45, y: box.y + box.height * 0.5 }
}

async function takeUp(page: Page, id: string): Promise<void> {
  const { x, y } = await middleOf(page, id)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 12, y + 6, { steps: 3 })
}

test('G-01 a mouse rests on a card to make a cluster, passes it to lie beside it, and drops on a head to join', async ({
  browser,
}) => {
  const page = await sit(browser, 0)
  const target = await middleOf(page, 'c1')
  await takeUp(page, 'c0')
  await page.mouse.move(target.x, target.y, { steps: 5 })
  await expect(page.locator('.aim.onto')).toBeVisible()
  await expect(page.locator('.words')).toHaveText(grouping.drag.group(2))
  await page.mouse.up()
  await expect(clusters(page)).toHaveCount(2)
  const name = page.locator('textarea:focus')
  await expect(name).toHaveAttribute('aria-label', words.clusterName)
  await page.keyboard.insertText('通知')
  await page.keyboard.press('Enter')
  // the focus goes on to the cards of the new cluster
  await expect(page.locator('[data-card]:focus')).toHaveAttribute('data-card', 'c1')

  await takeUp(page, 'c4')
  const head = await lane(page, 'cluster:k1').locator('.head').boundingBox()
  await page.mouse.move((head?.x ?? 0) + 60, (head?.y ?? 0) + 12, { steps: 5 })
  await expect(page.locator('.aim.into')).toBeVisible()
  await expect(page.locator('.words')).toHaveText(grouping.drag.into('窓口'))
  await page.mouse.up()
  await expect(inside(page, 'cluster:k1', 'c4')).toBeVisible()

  await takeUp(page, 'c4')
  const first = await card(page, 'c2').boundingBox()
  await page.mouse.move((first?.x ?? 0) + 60, (first?.y ?? 0) + 4, { steps: 5 })
  await expect(page.locator('.aim.between')).toBeVisible()
  await page.mouse.up()
  const order = () =>
    lane(page, 'cluster:k1')
      .locator('[data-card]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-card')))
  await expect.poll(order).toEqual(['c4', 'c2', 'c3'])

  await takeUp(page, 'c2')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(page.locator('.aim')).toHaveCount(0)
  expect(await order()).toEqual(['c4', 'c2', 'c3'])
})

test('G-02 whoever holds a card is seen and keeps it; when they are gone it is free', async ({ browser }) => {
  const [one, two] = [await sit(browser, 0), await sit(browser, 1)]
  await takeUp(one, 'c0')
  await expect(card(two, 'c0').getByText(/が移動中$/)).toBeVisible()
  const target = await middleOf(two, 'c1')
  await takeUp(two, 'c0')
  await two.mouse.move(target.x, target.y, { steps: 5 })
  await expect(two.locator('.layer .hand')).toHaveCount(0)
  await two.mouse.up()
  await expect(clusters(two)).toHaveCount(1)
  await one.context().close()
  await expect(card(two, 'c0').getByText(/が移動中$/)).toHaveCount(0)
  await takeUp(two, 'c0')
  await expect(two.locator('.layer .hand')).toBeVisible()
  await two.mouse.up()
})

test('G-03 each of two people takes back their own steps, and the other’s stay', async ({ browser }) => {
  const [one, two] = [await sit(browser, 0), await sit(browser, 1)]
  const select = async (page: Page, ids: readonly string[]) => {
    for (const id of ids) {
      await card(page, id).focus()
      await page.keyboard.press('x')
    }
  }
  await select(one, ['c0', 'c1'])
  await one.keyboard.press('g')
  await expect(clusters(two)).toHaveCount(2)
  await one.keyboard.press('Enter')
  await select(two, ['c4', 'c5'])
  await two.getByRole('button', { name: words.move.group, exact: true }).click()
  await expect(clusters(one)).toHaveCount(3)
  await card(one, 'c0').focus()
  await one.keyboard.press('Control+z')
  for (const page of [one, two]) {
    await expect(clusters(page)).toHaveCount(2)
    await expect(inside(page, 'loose', 'c0')).toBeVisible()
  }
  await expect(one.locator('.undo')).toContainText(grouping.undone(grouping.step.grouped(2)))
  await one.getByRole('button', { name: grouping.redo }).click()
  await expect(clusters(two)).toHaveCount(3)
  await two.keyboard.press('Escape')
  await card(two, 'c4').focus()
  await two.keyboard.press('Control+z')
  await expect(clusters(one)).toHaveCount(2)
  await expect(inside(one, 'loose', 'c4')).toBeVisible()
  await expect(inside(one, 'loose', 'c0')).toHaveCount(0)
})

test('G-04 a finger scrolls at once and takes a card up after resting on it', async ({ browser }) => {
  const page = await sit(browser, 0, true)
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  const scrolled = () => page.locator('.stage').evaluate((stage) => stage.scrollTop)
  await card(page, 'c0').scrollIntoViewIfNeeded()
  const before = await scrolled()
  const from = await middleOf(page, 'c0')
  await touch('touchStart', from.x, from.y)
  for (let moved = 20; moved <= 120; moved += 20) await touch('touchMove', from.x, from.y - moved)
  await expect(page.locator('.layer .hand')).toHaveCount(0)
  await touch('touchEnd')
  await expect.poll(scrolled).not.toBe(before)

  await card(page, 'c1').scrollIntoViewIfNeeded()
  const start = await middleOf(page, 'c1')
  await touch('touchStart', start.x, start.y)
  await expect(page.locator('.layer .hand')).toBeVisible()
  const stood = await scrolled()
  await touch('touchMove', start.x, 400)
  await touch('touchMove', start.x, 110)
  await expect.poll(scrolled).toBeLessThan(stood)
  const other = page.locator('[data-lane="cluster:k1"] .head')
  await expect(other).toBeInViewport()
  await touch('touchMove', start.x, 300)
  // a finger follows a page that still scrolls
  await expect(async () => {
    const head = await other.boundingBox()
    await touch('touchMove', (head?.x ?? 0) + 60, (head?.y ?? 0) + 14)
    await expect(page.locator('.aim.into')).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
  await touch('touchEnd')
  await expect(inside(page, 'cluster:k1', 'c1')).toHaveCount(1)
})

test('G-05 the keyboard does it all, keeps its place, and its letters can be switched off', async ({
  browser,
}) => {
  const page = await sit(browser, 0)
  const focused = page.locator('[data-card]:focus')
  await card(page, 'c2').focus()
  await page.keyboard.press('ArrowDown')
  await expect(focused).toHaveAttribute('data-card', 'c3')
  await page.keyboard.press('End')
  await expect(focused).toHaveAttribute('data-card', 'c5')
  await page.keyboard.press('m')
  await page.getByRole('dialog').getByRole('button', { name: /窓口/ }).press('Enter')
  await expect(inside(page, 'cluster:k1', 'c5')).toBeVisible()
  await expect(focused).toHaveAttribute('data-card', 'c5')
  await page.keyboard.press('v')
  await expect(card(page, 'c5').getByRole('img', { name: words.vote.mine(1) })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('!')
  await page.keyboard.press('g')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(focused).toHaveAttribute('data-card', 'c5')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: grouping.keys.title })).toBeVisible()
  await expectAccessible(page, 'the list of keys')
  await page.getByRole('checkbox', { name: grouping.keys.single }).press(' ')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await card(page, 'c5').focus()
  await page.keyboard.press('m')
  await page.keyboard.press('?')
  await page.keyboard.press('ArrowUp')
  await expect(focused).not.toHaveAttribute('data-card', 'c5')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('G-06 suggestions are shown to who asked, and nothing moves before they say so', async ({ browser }) => {
  const page = await sit(browser, 0)
  await page.getByRole('button', { name: grouping.suggest.ask }).click()
  const bar = page.getByRole('group', { name: grouping.suggest.label })
  await expect(bar).toBeVisible()
  await expect(clusters(page)).toHaveCount(1)
  await expectAccessible(page, 'suggestions')
  await bar.getByRole('button', { name: grouping.suggest.accept }).click()
  await expect(clusters(page)).toHaveCount(2)
  for (const id of ['c0', 'c1']) await expect(inside(page, 'loose', id)).toHaveCount(0)
})
