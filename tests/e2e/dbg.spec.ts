import { test } from '@playwright/test'
import { workshopFixture } from '../fixtures/workshop.ts'
import { startServer } from './support/server.ts'
import { setStage } from './support/stage.ts'
import { words } from './support/people.ts'
test('dbg', async ({ browser }) => {
  const server = await startServer()
  const stage = await setStage(server.url, { people: 6 })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 3, seed: 7 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('list-ideals')
  for (const [i, p] of workshopFixture.people.slice(0, 6).entries())
    for (const c of workshopFixture.teams
      .flatMap((t) => t.boards.ideals.cards)
      .filter((c) => c.by === p.key)
      .slice(0, 3))
      await stage.as(i, { type: 'card.add', cardId: c.key as never, board: 'ideals', text: c.text })
  const ctx = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ja-JP' })
  const page = await ctx.newPage()
  page.on('console', (m) => console.log('C', m.type(), m.text().slice(0, 300)))
  page.on('pageerror', (e) => console.log('E', e.message, e.stack?.slice(0, 600)))
  await page.goto(stage.seats[0]!.seatUrl)
  await page.locator('[data-phase]').waitFor()
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/dbg/hidden.png' })
  await stage.moveTo('deepen-ideals')
  await page.waitForTimeout(2500)
  await page.screenshot({ path: '/tmp/dbg/deepen.png' })
  const card = page.getByRole('article').first()
  await card.getByRole('button', { name: /の操作$/ }).click()
  await page.getByRole('menuitem', { name: words.board.card.move }).click()
  await page.waitForTimeout(500)
  await page.screenshot({ path: '/tmp/dbg/move.png' })
  await page.getByRole('button', { name: words.board.move.newCluster }).click()
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/dbg/moved.png' })
  console.log(await page.locator('.head').first().innerHTML())
  const c2 = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ja-JP' })
  const con = await c2.newPage()
  await con.goto(stage.opened.facilitatorUrl)
  await con.locator('[data-phase]').waitFor()
  await con.waitForTimeout(1500)
  await con.screenshot({ path: '/tmp/dbg/console.png' })
  const ph = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'ja-JP',
    hasTouch: true,
  })
  const pp = await ph.newPage()
  await pp.goto(stage.seats[1]!.seatUrl)
  await pp.locator('[data-phase]').waitFor()
  await pp.waitForTimeout(1500)
  await pp.screenshot({ path: '/tmp/dbg/phone.png' })
  stage.close()
  await server.close()
})
