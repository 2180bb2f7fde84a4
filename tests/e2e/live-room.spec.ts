import { expect, test, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import type { CardId } from '#shared/ids.ts'
import { words } from './support/people.ts'
import type { TestServer } from './support/server.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

/** What only real browsers show: conversion of Japanese, two carets in one card, wrong clocks, the way back to a seat. */
let server: TestServer
let stage: Stage

teamForEachTest(4, async (set, at) => {
  stage = set
  server = at
  await stage.moveTo('deepen-ideals')
})

async function sit(context: BrowserContext, seat: number): Promise<Page> {
  const page = await context.newPage()
  await page.goto(stage.seats[seat]?.seatUrl ?? '')
  await expect(page.locator('[data-phase="deepen-ideals"]')).toBeVisible()
  return page
}

const composer = (page: Page) => page.getByRole('textbox', { name: words.board.composer.label.ideals })

async function compose(cdp: CDPSession, text: string): Promise<void> {
  await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
}

test('Enter during conversion never submits; after it, it does for those who chose so', async ({
  browser,
}) => {
  const page = await sit(await browser.newContext(), 0)
  const cdp = await page.context().newCDPSession(page)
  await page.getByRole('button', { name: words.board.composer.settings }).click()
  await page.getByRole('menuitemcheckbox', { name: words.board.composer.enterSends }).click()
  await composer(page).click()
  await compose(cdp, 'りそう')
  await cdp.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  await expect(page.getByRole('article')).toHaveCount(0)
  await cdp.send('Input.insertText', { text: '理想' })
  await expect(composer(page)).toHaveValue('理想')
  await expect(page.getByRole('article')).toHaveCount(0)
  await composer(page).press('Enter')
  await expect(page.getByRole('article')).toContainText('理想')
  await expect(composer(page)).toHaveValue('')
})

test('two people reword one card together, one of them in the middle of a conversion', async ({
  browser,
}) => {
  const cardId = 'shared-card' as CardId
  await stage.as(0, { type: 'card.add', cardId, board: 'ideals', text: '履歴が1本' })
  const [one, two] = [await sit(await browser.newContext(), 0), await sit(await browser.newContext(), 1)]
  for (const page of [one, two]) {
    await page
      .getByRole('article')
      .getByRole('button', { name: /の操作$/ })
      .click()
    await page.getByRole('menuitem', { name: words.board.card.edit }).click()
  }
  const field = (page: Page) => page.getByRole('textbox', { name: words.board.card.editing })
  await field(one).click()
  await one.keyboard.press('End')
  await expect(two.getByText(/が入力中$/)).toBeVisible()
  const cdp = await one.context().newCDPSession(one)
  await compose(cdp, 'でたどれ')
  await field(two).click()
  await two.keyboard.press('Home')
  await two.keyboard.insertText('どこでも')
  await expect(field(two)).toHaveValue(/^どこでも履歴が1本/)
  await cdp.send('Input.insertText', { text: 'で辿れる' })
  for (const page of [one, two]) await expect(field(page)).toHaveValue('どこでも履歴が1本で辿れる')
  await expect(one.getByText(/が入力中$/)).toBeVisible()
  await expect
    .poll(async () => {
      const answer = await fetch(
        `${server.url}/api/workshops/${stage.opened.workshopId}/boards/${(await stage.state()).teams[0]?.id}/ideals`,
        { headers: { authorization: `Bearer ${stage.opened.facilitatorToken}` } },
      )
      return ((await answer.json()) as { cards: { text: string }[] }).cards[0]?.text
    })
    .toBe('どこでも履歴が1本で辿れる')
})

test('countdowns agree within 150 ms whatever the devices’ clocks say', async ({ browser }) => {
  const pages: Page[] = []
  for (const skew of [0, 86_400_000, -10_800_000]) {
    const context = await browser.newContext()
    await context.addInitScript((ms) => {
      const real = Date.now.bind(Date)
      Date.now = () => real() + ms
    }, skew)
    pages.push(await sit(context, pages.length))
  }
  /** the real time at which each screen shows the next second */
  const turns = await Promise.all(
    pages.map((page) =>
      page.evaluate(
        () =>
          new Promise<{ shown: string; at: number }[]>((resolve) => {
            const timer = document.querySelector('[role=timer]')
            const seen: { shown: string; at: number }[] = []
            new MutationObserver(() => {
              seen.push({
                shown: timer?.textContent?.trim() ?? '',
                at: performance.timeOrigin + performance.now(),
              })
              if (seen.length === 8) resolve(seen)
            }).observe(timer ?? document.body, { characterData: true, childList: true, subtree: true })
          }),
      ),
    ),
  )
  const spreads = (turns[0] ?? [])
    .map(({ shown }) => turns.map((screen) => screen.find((turn) => turn.shown === shown)?.at))
    .filter((times): times is number[] => times.every((time) => time !== undefined))
    .map((times) => Math.max(...times) - Math.min(...times))
    .toSorted((a, b) => a - b)
  expect(spreads.length).toBeGreaterThanOrEqual(5)
  // the median: a busy test machine may paint one second late
  expect(spreads[Math.floor(spreads.length / 2)]).toBeLessThanOrEqual(150)
})

test('one seat: two tabs are one participant, and the personal link opens it on another device', async ({
  browser,
}) => {
  const context = await browser.newContext()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const first = await sit(context, 0)
  const name = (await stage.state()).participants[0]?.name ?? ''
  const second = await context.newPage()
  await second.goto(first.url())
  await expect(second.locator('[data-phase="deepen-ideals"]')).toBeVisible()
  expect((await stage.state()).participants).toHaveLength(4)
  expect(first.url(), 'the secret leaves the address bar').not.toContain('#')
  const answer = await first.evaluate(async (id) => {
    const reply = await fetch(`/api/workshops/${id}/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yoriai-as': 'participant', 'x-yoriai': '1' },
      body: JSON.stringify({ as: 'participant' }),
    })
    return ((await reply.json()) as { url: string }).url
  }, stage.opened.workshopId)
  const elsewhere = await (await browser.newContext()).newPage()
  await elsewhere.goto(answer)
  await expect(elsewhere.locator('[data-phase="deepen-ideals"]')).toBeVisible()
  await expect(elsewhere.locator('aside li', { hasText: name }).first()).toContainText(words.room.team.you)
  expect((await stage.state()).participants).toHaveLength(4)
})
