import { mkdirSync } from 'node:fs'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { applyText } from '#shared/protocol/apply-text.ts'
import { questionText } from '#shared/protocol/question-text.ts'
import { applyFormText } from '../../client/i18n/apply-form.ts'
import { planText } from '../../client/i18n/plan.ts'
import {
  closePages,
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  SIZES,
  type Look,
} from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'
import { expectTouchTargets } from './support/touch-targets.ts'

const PICTURES = '.cache/screens'
const PLAIN: Look = { locale: 'ja', scheme: 'light', size: 'phone' }
const SCRIPTED: Look = { locale: 'en', scheme: 'dark', size: 'phone' }
const CHOICES = ['返事がだれの番かわからない', '引き継ぎで抜ける'] as const

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

/** Looks at a page once more, for everything that is judged on each. */
async function judge(page: Page, look: Look, what: string, theirs: readonly string[]): Promise<void> {
  const name = `${what} ${nameOf(look)}`
  await page.screenshot({ path: `${PICTURES}/${name.replaceAll(' ', '-')}.png`, fullPage: true })
  await expectAccessible(page, name)
  await expectNoOverflow(page, name)
  await expectWords(page, look, name, theirs)
}

/** A facilitator writes the form on the plan page and publishes it; answers the public address. */
async function publish(browser: Browser, look: Look, stage: Stage): Promise<string> {
  const t = applyFormText[look.locale]
  const p = planText[look.locale]
  const page = await (await contextFor(browser, look)).newPage()
  const desk = new URL(stage.opened.facilitatorUrl)
  await page.goto(server.url + desk.pathname.replace('console', 'plan') + desk.hash)
  const section = page.getByRole('region', { name: t.heading, exact: true })

  // nothing is published without the two lines, and each leads to its field
  await section.getByRole('button', { name: t.publish, exact: true }).click()
  await expect(page.getByLabel(p.fields.inScope.label, { exact: true })).toBeFocused()
  await judge(page, look, 'form lacking', [(await stage.state()).title, (await stage.state()).goal])
  await page.getByLabel(p.fields.inScope.label, { exact: true }).fill('既存のお客さまとのチャット')
  await section.getByRole('button', { name: p.fields.outOfScope.label, exact: true }).click()
  await expect(page.getByLabel(p.fields.outOfScope.label, { exact: true })).toBeFocused()
  await page.keyboard.type('社内の連絡')

  const { challenge, wish, freeText } = questionText[look.locale].questions
  await section.getByLabel(t.choicesOf(challenge.label)).fill(CHOICES.join('\n'))
  await expect(section.getByLabel(freeText.label, { exact: true })).toBeDisabled()
  await section.getByLabel(wish.label, { exact: true }).uncheck()
  await section.getByLabel(freeText.label, { exact: true }).check()
  await expect(section.getByText(t.lacking)).toBeHidden()
  await section.getByRole('button', { name: t.publish, exact: true }).click()
  await expect(section.getByText(t.status.published, { exact: true })).toBeVisible()
  await expect.poll(async () => (await stage.state()).form.questions[0]?.choices).toEqual([...CHOICES])
  const { title, goal } = await stage.state()
  await judge(page, look, 'form published', [
    title,
    goal,
    ...CHOICES,
    '既存のお客さまとのチャット',
    '社内の連絡',
  ])
  return section.getByLabel(t.link, { exact: true }).inputValue()
}

async function fillIn(page: Page, look: Look): Promise<void> {
  const t = applyText[look.locale]
  const { questions } = questionText[look.locale]
  await page.getByRole('textbox', { name: t.name }).fill('架空はなこ')
  await page.getByRole('group', { name: questions.challenge.label }).getByLabel(CHOICES[1]).check()
  await page.getByLabel(questions.freeText.label).fill('よろしくお願いします')
}

test('APP-3 a form is published, and filled in on a phone without scripts', async ({ browser }) => {
  const t = applyText.ja
  const stage = await setStage(server.url, { people: 0 })
  const address = await publish(browser, PLAIN, stage)
  const phone = await browser.newContext({
    viewport: SIZES.phone,
    locale: 'ja-JP',
    hasTouch: true,
    javaScriptEnabled: false,
  })
  const page = await phone.newPage()
  await page.goto(address)
  await fillIn(page, PLAIN)
  await page.getByRole('button', { name: t.submit }).click()
  await expect(page.getByRole('heading', { name: t.placeTitle })).toBeVisible()
  await expect(page.getByText('架空はなこさん')).toBeVisible()
  const link = await page.getByRole('textbox', { name: t.seatLink }).inputValue()
  expect((await stage.state()).participants.map(({ answers }) => answers?.challenge)).toEqual([CHOICES[1]])

  // the link opens the room on another device
  const room = await (await contextFor(browser, PLAIN)).newPage()
  await room.goto(link)
  await expect(room.getByText('社内の連絡')).toBeVisible()

  await page.getByRole('button', { name: t.forget }).click()
  await expect(page.getByRole('heading', { name: t.sureForget })).toBeVisible()
  await page.getByRole('button', { name: t.forget }).click()
  await expect(page.getByRole('heading', { name: t.forgotten })).toBeVisible()
  expect((await stage.state()).participants).toEqual([])
  stage.close()
})

test('APP-3 with scripts what was typed outlives a reload; one waits, and moves up', async ({ browser }) => {
  const t = applyText.en
  const stage = await setStage(server.url, { people: 0 })
  const address = await publish(browser, SCRIPTED, stage)
  await stage.facilitate({ type: 'form.edit', capacity: 1 })
  const { title, goal } = await stage.state()
  const theirs = [
    title,
    goal,
    ...CHOICES,
    '既存のお客さまとのチャット',
    '社内の連絡',
    '架空はなこ',
    '見本たろう',
  ]

  const first = await (await contextFor(browser, SCRIPTED)).newPage()
  await first.goto(address)
  await judge(first, SCRIPTED, 'apply', theirs)
  await expectTouchTargets(first, 'the application page')
  await fillIn(first, SCRIPTED)
  await first.reload()
  await expect(first.getByRole('textbox', { name: t.name })).toHaveValue('架空はなこ')
  await expect(first.getByLabel(CHOICES[1]).first()).toBeChecked()
  await first.getByRole('button', { name: t.submit }).click()
  await expect(first.getByRole('heading', { name: t.placeTitle })).toBeVisible()
  await judge(first, SCRIPTED, 'place', theirs)
  await expectTouchTargets(first, 'the page of one’s own')

  const second = await (await contextFor(browser, SCRIPTED)).newPage()
  await second.goto(address)
  await fillIn(second, SCRIPTED)
  await second.getByRole('textbox', { name: t.name }).fill('見本たろう')
  await second.getByRole('button', { name: t.submitWaiting }).click()
  await expect(second.getByRole('heading', { name: t.waitTitle })).toBeVisible()
  const link = await second.getByRole('textbox', { name: t.waitLink }).inputValue()

  await first.getByRole('button', { name: t.withdraw }).click()
  await first.getByRole('button', { name: t.withdraw }).click()
  await expect(first.getByRole('heading', { name: t.withdrawn })).toBeVisible()

  // the link of who waited opens their page on another device, and from there the room
  const elsewhere = await (await contextFor(browser, SCRIPTED)).newPage()
  await elsewhere.goto(link)
  await expect(elsewhere.getByRole('heading', { name: t.placeTitle })).toBeVisible()
  await elsewhere.getByRole('link', { name: t.enter }).click()
  await expect(elsewhere.getByText('社内の連絡')).toBeVisible()
  stage.close()
})
