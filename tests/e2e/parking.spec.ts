import { expect, test, type Browser, type Page } from '@playwright/test'
import { must } from '#shared/result.ts'
import { parkingText } from '../../client/i18n/parking.ts'
import { closePages, expectAccessible } from './support/looks.ts'
import { words } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.close())
test.afterEach(({ browser }) => closePages(browser))

const t = parkingText.ja

async function sit(browser: Browser, stage: Stage, seat: number): Promise<Page> {
  const { pathname, hash } = new URL(must(stage.seats[seat], 'seat').seatUrl)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(server.url + pathname + hash)
  return page
}

const composer = (page: Page) => page.getByRole('textbox', { name: words.board.composer.label.challenges })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
const hint = (page: Page) => page.locator('.composer .writer-hint')
const lot = (page: Page) => page.getByRole('region', { name: t.lot.name })

test('a tool named too early is split off or parked in private, and comes back with the solutions', async ({
  browser,
}) => {
  const stage = await setStage(server.url, { people: 2, names: 'summary' })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 6, seed: 3 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('list-challenges')
  const [writer, mate] = [await sit(browser, stage, 0), await sit(browser, stage, 1)]
  await expect(composer(mate)).toBeVisible()

  await composer(writer).fill('Slackだと流れて探せない')
  await expect(hint(writer)).toContainText(t.hint.split('流れて探せない', 'Slack'))
  await expectAccessible(writer, 'the hint')
  await press(writer, t.hint.split2)
  await expect(composer(writer)).toHaveValue('')
  await expect(writer.getByRole('article').filter({ hasText: /^流れて探せない/ })).toBeVisible()
  await expect(lot(writer).getByRole('button', { name: t.lot.count(1) })).toBeVisible()

  await composer(writer).fill('議事録はNotionで')
  await expect(hint(writer)).toContainText(t.hint.tool('Notion'))
  await press(writer, t.hint.park)
  await expect(lot(writer).getByRole('button', { name: t.lot.count(2) })).toBeVisible()

  // what is left as it is stays left, also as a draft and after a reload
  await composer(writer).fill('部長が使わない')
  await expect(hint(writer)).toContainText(t.hint.people)
  await press(writer, t.hint.leave)
  await expect(hint(writer)).toBeEmpty()
  await writer.getByRole('button', { name: words.board.composer.add, exact: true }).click()
  const draft = writer.getByRole('article').filter({ hasText: '部長が使わない' })
  await expect(draft).toBeVisible()

  // the mate knows how much there is, and not what
  await lot(mate)
    .getByRole('button', { name: t.lot.count(2) })
    .press('Enter')
  await expect(lot(mate)).toContainText(t.lot.others(2))
  expect(await mate.content()).not.toContain('Notion')

  await lot(writer)
    .getByRole('button', { name: t.lot.count(2) })
    .press('Enter')
  await lot(writer)
    .getByRole('listitem')
    .filter({ hasText: 'Notion' })
    .getByRole('button', { name: t.lot.place })
    .press('Enter')
  await expect(lot(writer).getByRole('button', { name: t.lot.count(1) })).toBeVisible()
  const placed = writer.getByRole('article').filter({ hasText: '議事録はNotionで' })
  await expect(placed).toContainText(t.hint.tool('Notion'))
  await placed.getByRole('button', { name: t.hint.park, exact: true }).press('Enter')
  await expect(placed).toHaveCount(0)
  await writer.reload()
  await expect(lot(writer).getByRole('button', { name: t.lot.count(2) })).toBeVisible()
  await expect(draft).toBeVisible()

  await stage.moveTo('solutions')
  for (const page of [writer, mate]) {
    const back = page.getByRole('article').filter({ hasText: t.lot.from(words.board.name.challenges) })
    await expect(back).toHaveCount(2)
    await expect(back.filter({ hasText: '議事録はNotionで' })).toBeVisible()
    await expect(page.getByText(t.lot.back(2))).toBeVisible()
    await expect(lot(page)).toHaveCount(0)
  }
  await expectAccessible(mate, 'cards that were parked')
  stage.close()
})
