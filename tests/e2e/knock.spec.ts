import { expect, test, type Browser, type Page } from '@playwright/test'
import { safetyText } from '../../client/i18n/console-safety.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { joinText } from '../../client/i18n/home.ts'
import { knockText } from '../../client/i18n/knock.ts'
import { workshopFixture } from '../fixtures/workshop.ts'
import { House, PICTURES } from './support/house.ts'
import {
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  OPPOSITE_LOOKS,
  type Look,
} from './support/looks.ts'
import { setStage } from './support/stage.ts'

const house = House.forThisFile()
const inRoom = (page: Page) => page.locator('[data-phase]').first().waitFor()
const theirs = [
  workshopFixture.title,
  workshopFixture.goal,
  ...workshopFixture.people.map(({ name }) => name),
  'ひより',
  'つばさ',
  'すみれ',
  'チーム',
]

async function picture(page: Page, look: Look, name: string): Promise<void> {
  await page.screenshot({ path: `${PICTURES}/knock-${name}-${nameOf(look)}.png` })
  await expectNoOverflow(page, name)
  await expectAccessible(page, name)
  await expectWords(page, look, name, theirs)
}

/** Somebody new who asks to come in. */
async function newcomer(browser: Browser, look: Look, code: string, name: string): Promise<Page> {
  const page = await (await contextFor(browser, look)).newPage()
  await page.goto(`${house.url}/j/${code}`)
  await page.getByLabel(joinText[look.locale].name, { exact: true }).fill(name)
  await page.getByRole('button', { name: knockText[look.locale].submit }).click()
  await expect(page.getByRole('heading', { name: knockText[look.locale].wait.waiting.title })).toBeFocused()
  return page
}

for (const look of OPPOSITE_LOOKS) {
  test(`S-36 newcomers wait, are let in or declined, and who is here is never held up: ${nameOf(look)}`, async ({
    browser,
  }) => {
    const stage = await setStage(house.url, { people: 3 })
    const { code } = stage.opened
    const [safety, knocks] = [safetyText[look.locale], knockText[look.locale]]
    const desk = await (await contextFor(browser, look)).newPage()
    await house.toDesk(desk, stage.opened, 'console')
    await inRoom(desk)
    const seated = await (await contextFor(browser, look)).newPage()
    await house.toSeat(seated, stage.seats[0]!)
    await inRoom(seated)

    await desk.getByRole('button', { name: consoleText[look.locale].menu.label, exact: true }).first().click()
    await desk.getByRole('menuitem', { name: safety.menu.guardDoor }).click()
    await expect(desk.getByText(safety.guarded)).toBeVisible({ timeout: 2_000 })
    await picture(desk, look, 'console-nobody')

    const form = await (await contextFor(browser, look)).newPage()
    await form.goto(`${house.url}/j/${code}`)
    await expect(form.getByText(knocks.form)).toBeVisible()
    await picture(form, look, 'form')

    const hiyori = await newcomer(browser, look, code, 'ひより')
    await expect(hiyori.getByText(knocks.wait.waiting.text, { exact: true }).first()).toBeVisible()
    await expect(hiyori.getByRole('status')).toContainText(knocks.wait.waiting.title)
    const tsubasa = await newcomer(browser, look, code, 'つばさ')
    const sumire = await newcomer(browser, look, code, 'すみれ')
    await expect(desk.getByRole('heading', { name: knocks.list.title(3) })).toBeVisible()
    await expect(desk.getByText(knocks.list.came(['すみれ'], 3))).toBeAttached()
    await picture(desk, look, 'console')
    await picture(hiyori, look, 'waiting')

    // a reload goes on waiting, in the same place
    await hiyori.reload()
    await expect(hiyori.getByRole('heading', { name: knocks.wait.waiting.title })).toBeVisible()
    await expect(desk.getByRole('heading', { name: knocks.list.title(3) })).toBeVisible()
    // who has a seat comes back as ever, by reload and by the room's own link
    await seated.reload()
    await inRoom(seated)
    await seated.goto(`${house.url}/j/${code}`)
    await inRoom(seated)
    await expect(seated.getByText('ひより')).toHaveCount(0)

    await desk.getByRole('button', { name: knocks.list.admitOf('ひより') }).click()
    await inRoom(hiyori)
    await expect(desk.getByRole('heading', { name: knocks.list.title(2) })).toBeFocused()
    await desk.getByRole('button', { name: knocks.list.declineOf('つばさ') }).click()
    await expect(tsubasa.getByRole('heading', { name: knocks.wait.declined.title })).toBeVisible()
    await picture(tsubasa, look, 'declined')
    await hiyori.reload()
    await inRoom(hiyori)

    const late = await newcomer(browser, look, code, 'つばさ')
    await desk.getByRole('button', { name: knocks.list.admitAll }).click()
    await Promise.all([inRoom(sumire), inRoom(late)])
    await expect(desk.getByText(knocks.list.nobody)).toBeVisible()
    await desk.getByRole('button', { name: safety.menu.unguardDoor }).click()
    await expect(desk.getByText(safety.guarded)).toBeHidden()
    stage.close()
  })
}

test('S-36 a page that waits lives through a restart of the server, and an opened door lets it in', async ({
  browser,
}) => {
  const look = OPPOSITE_LOOKS[0]!
  const stage = await setStage(house.url, { people: 1 })
  await stage.facilitate({ type: 'door.guard' })
  const page = await newcomer(browser, look, stage.opened.code, 'ひより')
  await house.server.stop()
  await expect(page.getByText(knockText.ja.wait.cut).first()).toBeVisible({ timeout: 10_000 })
  await house.server.start()
  const desk = await (await contextFor(browser, look)).newPage()
  await house.toDesk(desk, stage.opened, 'console')
  await expect(desk.getByRole('heading', { name: knockText.ja.list.title(1) })).toBeVisible({
    timeout: 15_000,
  })
  await desk.getByRole('button', { name: safetyText.ja.menu.unguardDoor }).click()
  await inRoom(page)
  stage.close()
})
