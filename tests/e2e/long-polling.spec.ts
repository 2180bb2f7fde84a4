import { expect, test } from '@playwright/test'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

let stage: Stage

teamForEachTest(4, (set) => {
  stage = set
})

test('where a proxy breaks the workshop’s WebSocket, long polling is fetched and carries it', async ({
  browser,
}) => {
  const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  await page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        const broken = new URL(url).pathname.startsWith('/socket.io/')
        super(broken ? new URL('/no-such-way', url) : url, protocols)
      }
    }
  })
  await page.goto(stage.seats[0]?.seatUrl ?? '')
  await expect(page.locator('.room')).toBeVisible()
  // what comes and what goes
  await stage.moveTo('list-ideals')
  const field = page.locator('.board .composer textarea')
  await field.fill('遠回りの一枚')
  await field.press('Control+Enter')
  await expect(page.locator('.board article', { hasText: '遠回りの一枚' })).toBeVisible()
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(fetched.filter((name) => name.includes('/long-polling-'))).toHaveLength(1)
})
