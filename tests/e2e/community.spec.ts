import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { communityText } from '../../client/i18n/community.ts'
import { openText } from '../../client/i18n/home.ts'
import {
  closePages,
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  OPPOSITE_LOOKS,
} from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'

const PICTURES = '.cache/screens'
const NAME = '引っ越しの知恵の会'
const TITLE = '荷造りの順番、だれが何を先に箱へ入れるか'
const GOAL = '来週の荷造りで試すことが1つ決まっている'
const NEXT = '荷ほどきの順番、最初の夜に要るもの'
const BLOCKS = {
  purpose: 'はじめての引っ越しで、同じ失敗をくり返さないため',
  forWhom: 'この春に引っ越す人と、去年引っ越した人',
  activities: '月に1回、90分のワークショップ。終わったら、学びをまとめて公開する',
  values: '失敗談ほど、ありがたい',
  stance: '運営は持ちまわり。無理をしない',
} as const
const RULES = ['人の話を最後まで聞く', '役職で呼ばない', '決めつけず、まず「なぜ」を聞く']
const THEIRS = [NAME, TITLE, GOAL, NEXT, ...Object.values(BLOCKS), ...RULES]

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

for (const look of OPPOSITE_LOOKS)
  test(`COM-1 COM-4 a community begins with its first workshop, writes its charter, opens another one like it, and is read by everybody (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = communityText[look.locale]
    const o = openText[look.locale]
    const name = nameOf(look)
    const page = await (await contextFor(browser, look)).newPage()
    const inspect = async (on: typeof page, what: string) => {
      await on.screenshot({ path: `${PICTURES}/community-${what}-${name}.png`, fullPage: true })
      await expectAccessible(on, `${what} ${name}`)
      await expectNoOverflow(on, `${what} ${name}`)
      await expectWords(on, look, `${what} ${name}`, THEIRS)
    }

    // the same form opens the first workshop and the community
    await page.goto(server.url)
    await page.getByLabel(o.title, { exact: true }).fill(TITLE)
    await page.getByLabel(o.goal, { exact: true }).fill(GOAL)
    await page.getByText(t.opening.summary).click()
    await page.getByLabel(t.opening.name, { exact: true }).fill(NAME)
    await page.getByLabel(t.opening.purpose, { exact: true }).fill(BLOCKS.purpose)
    await inspect(page, 'opening')
    await page.getByRole('button', { name: o.submit }).click()
    const keeperUrl = await page.getByLabel(t.opening.keeperLink, { exact: true }).inputValue()
    const consoleUrl = new URL(await page.getByLabel(o.opened.facilitatorLink, { exact: true }).inputValue())
    await inspect(page, 'opened')

    // the keepers' page, and a charter that saves itself
    await page.getByRole('link', { name: t.opening.page }).click()
    await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
    expect(new URL(page.url()).hash).toBe('')
    const field = (label: string) => page.getByLabel(label, { exact: true })
    await expect(field(t.blocks.purpose.label)).toHaveValue(BLOCKS.purpose)
    for (const block of ['forWhom', 'activities', 'values', 'stance'] as const)
      await field(t.blocks[block].label).fill(BLOCKS[block])
    await field(t.rules.label).fill(RULES.join('\n'))
    await page.keyboard.press('Tab')
    await expect(page.getByText(t.keep.saved, { exact: true })).toBeVisible()
    await expect(page.getByText(t.rules.version(1))).toBeVisible()

    // the agenda is kept, then one like it is opened
    await page.getByRole('button', { name: t.keep.templateOf(TITLE) }).click()
    await page.getByRole('button', { name: t.keep.save, exact: true }).click()
    await expect(page.getByRole('button', { name: t.keep.removeOf(TITLE) })).toBeVisible()
    await page.getByRole('button', { name: t.keep.cloneOf(TITLE) }).click()
    await expect(field(t.keep.goal)).toHaveValue(GOAL)
    await field(t.keep.title).fill(NEXT)
    await page.getByRole('button', { name: t.keep.open, exact: true }).click()
    await expect(page.getByText(t.keep.opened(NEXT))).toBeVisible()
    await expect(page.getByRole('heading', { name: NEXT })).toBeVisible()
    await page.getByRole('button', { name: t.keep.newLink }).click()
    await expect(page.getByRole('textbox', { name: t.keep.link })).toBeVisible()
    await inspect(page, 'keeper')

    // by the console's link the first one is announced, as its facilitator
    const workshopId = consoleUrl.pathname.split('/')[2] ?? ''
    for (const command of [
      {
        type: 'plan.edit',
        lines: { inScope: '荷造り', outOfScope: '家さがし' },
        startsAt: Date.UTC(2027, 2, 6, 10),
      },
      { type: 'form.publish' },
    ]) {
      const answer = await page.request.post(`${server.url}/api/workshops/${workshopId}/commands`, {
        headers: { authorization: `Bearer ${consoleUrl.hash.slice(3)}` },
        data: { commandId: command.type.replace('.', '-'), command },
      })
      expect(answer.ok()).toBe(true)
    }

    // everybody reads the charter and what was announced; nothing of the other one
    const guest = await (await contextFor(browser, look)).newPage()
    await guest.goto(keeperUrl.split('#')[0] ?? '')
    await expect(guest.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
    for (const text of [...Object.values(BLOCKS), ...RULES]) await expect(guest.getByText(text)).toBeVisible()
    await expect(guest.getByText(NEXT)).toHaveCount(0)
    await inspect(guest, 'public')
    await guest.getByRole('link', { name: t.applyTo(TITLE) }).click()
    await expect(guest.getByRole('heading', { level: 1, name: TITLE })).toBeVisible()
    await guest.getByRole('link', { name: t.belongs(NAME) }).click()
    await expect(guest.getByRole('heading', { level: 1, name: NAME })).toBeVisible()

    // a keeper comes back by the cookie, and to any console
    await page.reload()
    await expect(field(t.blocks.values.label)).toHaveValue(BLOCKS.values)
    await page.getByRole('button', { name: t.keep.consoleOf(NEXT) }).click()
    await page.waitForURL(/\/w\/[^/]+\/console/)
    await expect(page.getByText(NEXT).first()).toBeVisible()
  })
