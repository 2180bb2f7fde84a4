import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { applicantsText } from '../../client/i18n/applicants.ts'
import { commonText } from '../../client/i18n/common.ts'
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
import { setStage } from './support/stage.ts'
import { expectTouchTargets } from './support/touch-targets.ts'

const PICTURES = '.cache/screens'
const PHOTO = '会のようすを写真に撮り、コミュニティのページにのせてよい'
const MAIL = '次の会の案内を送ってよい'
const [FIRST, SECOND, THIRD, FOURTH] = ['見本 はなこ', '架空 たろう', '仮名 みどり', '例示 じろう'] as const

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

let marks = 0

/** Applies as the plain form of the public page does. */
async function apply(code: string, name: string, agreed: readonly string[], consent: boolean): Promise<void> {
  const answer = await fetch(`${server.url}/a/${code}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams([
      ['once', `mark-${++marks}`],
      ['name', name],
      ...agreed.map((text) => ['agreed', text]),
      ...(consent ? [['consent', 'yes']] : []),
    ]),
  })
  expect(answer.status).toBe(303)
}

for (const look of OPPOSITE_LOOKS)
  test(`APP-5 APP-6 who applied and waits, what they agreed to, and a withdrawal that moves up the next (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = applicantsText[look.locale]
    const name = nameOf(look)
    const stage = await setStage(server.url, { people: 0 })
    const page = await (await contextFor(browser, look)).newPage()
    const desk = new URL(stage.opened.facilitatorUrl)
    await page.goto(server.url + desk.pathname.replace('console', 'plan') + desk.hash)
    const list = page.getByRole('region', { name: t.heading, exact: true })
    await expect(list.getByText(t.none.draft)).toBeVisible()
    await list.screenshot({ path: `${PICTURES}/applicants-draft-${name}.png` })

    await stage.facilitate({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } })
    await stage.facilitate({
      type: 'form.edit',
      questions: [],
      consents: [{ text: PHOTO }, { text: MAIL }],
      capacity: 2,
    })
    await stage.facilitate({ type: 'form.publish' })
    await expect(list.getByText(t.none.published)).toBeVisible()
    await list.screenshot({ path: `${PICTURES}/applicants-empty-${name}.png` })

    await apply(stage.opened.code, FIRST, [PHOTO, MAIL], true)
    await apply(stage.opened.code, SECOND, [MAIL], false)
    await apply(stage.opened.code, THIRD, [], false)
    await apply(stage.opened.code, FOURTH, [PHOTO], true)
    const row = (who: string) => list.getByRole('listitem').filter({ hasText: who })
    await expect(row(FIRST)).toContainText(t.agreed([1, 2, 3]))
    await expect(row(SECOND)).toContainText(t.agreed([3]))
    await expect(row(THIRD)).toContainText(t.agreed([]))
    await expect(row(PHOTO)).toContainText(t.given(2, 4))
    await expect(list.getByText(t.count(2, 2))).toBeVisible()
    await expect(row(THIRD).getByRole('button', { name: t.admitOf(THIRD) })).toBeVisible()
    await list.screenshot({ path: `${PICTURES}/applicants-full-${name}.png` })
    await expectAccessible(page, `who applied ${name}`)
    await expectNoOverflow(page, `who applied ${name}`)
    if (look.size === 'phone')
      await expectTouchTargets(page, `who applied ${name}`, `[aria-label="${t.heading}"]`)
    const { title, goal } = await stage.state()
    const theirs = [title, goal, FIRST, SECOND, THIRD, FOURTH, PHOTO, MAIL, '荷造り', '家さがし']
    await expectWords(page, look, `who applied ${name}`, theirs)

    // asked first, and nothing happens to who thinks better of it
    const sure = page.getByRole('dialog', { name: t.sure.title(SECOND) })
    await row(SECOND)
      .getByRole('button', { name: t.withdrawOf(SECOND) })
      .click()
    await expect(sure.getByText(t.sure.movesUp(THIRD))).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/applicants-sure-${name}.png` })
    await expectAccessible(page, `a withdrawal ${name}`)
    await sure.getByRole('button', { name: commonText[look.locale].cancel }).click()
    await expect(sure).toBeHidden()
    expect((await stage.state()).participants).toHaveLength(2)

    await row(SECOND)
      .getByRole('button', { name: t.withdrawOf(SECOND) })
      .click()
    await sure.getByRole('button', { name: t.sure.confirm }).click()
    await expect(page.getByText(t.moved(SECOND, THIRD))).toBeVisible()
    await expect(row(SECOND)).toHaveCount(0)
    await expect(row(THIRD).getByRole('button', { name: t.admitOf(THIRD) })).toHaveCount(0)
    await expect(list.getByRole('heading', { level: 2 })).toBeFocused()

    // beyond the capacity, by hand
    await row(FOURTH)
      .getByRole('button', { name: t.admitOf(FOURTH) })
      .click()
    await expect(page.getByText(t.admitted(FOURTH))).toBeVisible()
    await expect(list.getByText(t.count(3, 2))).toBeVisible()
    await expect(list.getByRole('heading', { name: t.waiting })).toHaveCount(0)

    // to the last: what was said of the one who only waited is gone
    await apply(stage.opened.code, SECOND, [], false)
    await row(SECOND)
      .getByRole('button', { name: t.withdrawOf(SECOND) })
      .click()
    await expect(sure.getByText(t.sure.waiting)).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/applicants-sure-waiting-${name}.png` })
    await sure.getByRole('button', { name: t.sure.confirm }).click()
    await expect(row(SECOND)).toHaveCount(0)
    expect((await stage.state()).waiting).toEqual([])
    stage.close()
  })
