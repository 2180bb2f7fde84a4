import { mkdirSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'
import type { WorkshopState } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { questionText } from '#shared/protocol/question-text.ts'
import { applyFormText } from '../../client/i18n/apply-form.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { formingText } from '../../client/i18n/forming.ts'
import { openText } from '../../client/i18n/home.ts'
import { peopleText } from '../../client/i18n/people.ts'
import { planText } from '../../client/i18n/plan.ts'
import { peatixTable } from '../fixtures/intake-files.ts'
import { utf16, UTF16_BOM, withMark } from '../support/intake-bytes.ts'
import { chooseByKeyboard } from './support/keyboard.ts'
import { closePages, contextFor, nameOf, OPPOSITE_LOOKS, type Look } from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'

/**
 * From an idea to the first minute, as its people do it: the facilitator opens and plans, one person applies on a phone,
 * the others come from Peatix, teams are formed, one person is moved by keyboard, and the workshop starts.
 */
const PICTURES = '.cache/screens'
const CHALLENGES = ['人が集まらない', '続かない'] as const
const NAMES = '架空 いちろう,架空 にこ,架空 さん,架空 しおり,架空 ごろう,架空 むつみ,架空 ななこ'.split(',')
/** Made-up people, as Peatix lists them; the first two have solved what the others ask. */
const attendees = peatixTable(
  NAMES.map((name, index) => ({
    name,
    size: ['1〜10名', '11〜50名', '51〜300名'][index % 3] ?? '',
    challenge: CHALLENGES[index % 2] ?? '',
    mentor: index < 2 ? 'はい' : 'いいえ',
  })),
)

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

/** A facilitator opens a workshop, plans it, and publishes the form; stands on the plan page. Answers where people apply. */
async function plan(page: Page, { locale }: Look): Promise<string> {
  const [opening, t, form] = [openText[locale], planText[locale], applyFormText[locale]]
  await page.goto(server.url)
  await page.getByRole('textbox', { name: opening.title }).fill('小さな会社の勉強会の続け方')
  await page.getByRole('textbox', { name: opening.goal }).fill('来月から試すことを一人ひとつ決める')
  await page.getByRole('button', { name: opening.submit }).click()
  await page.getByRole('link', { name: opening.opened.console }).click()
  await chooseInMenu(page, locale, planText[locale].menu)
  await page.getByLabel(t.fields.inScope.label, { exact: true }).fill('社内で開く勉強会')
  await page.getByLabel(t.fields.outOfScope.label, { exact: true }).fill('外の研修')
  const section = page.getByRole('region', { name: form.heading, exact: true })
  const { challenge } = questionText[locale].questions
  await section.getByLabel(form.choicesOf(challenge.label)).fill(CHALLENGES.join('\n'))
  await expect(page.getByText(t.saved, { exact: true })).toBeVisible()
  await section.getByRole('button', { name: form.publish, exact: true }).click()
  await expect(section.getByText(form.status.published, { exact: true })).toBeVisible()
  return section.getByLabel(form.link, { exact: true }).inputValue()
}

async function chooseInMenu(page: Page, locale: Look['locale'], entry: string): Promise<void> {
  await page.getByRole('button', { name: consoleText[locale].menu.label }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

/** Somebody applies on a phone; answers their own link. */
async function apply(page: Page, address: string, { locale }: Look): Promise<string> {
  const t = applyText[locale]
  await page.goto(address)
  await page.getByRole('textbox', { name: t.name }).fill('見本 はなこ')
  const { challenge } = questionText[locale].questions
  await page.getByRole('group', { name: challenge.label }).getByLabel(CHALLENGES[0]).check()
  await page.getByRole('button', { name: t.submit }).click()
  await expect(page.getByRole('heading', { name: t.placeTitle })).toBeVisible()
  return page.getByRole('textbox', { name: t.seatLink }).inputValue()
}

async function bringIn(page: Page, { locale }: Look): Promise<void> {
  const t = peopleText[locale]
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: t.choose.button }).click()
  const buffer = Buffer.from(withMark(UTF16_BOM, utf16(attendees)))
  await (await chooser).setFiles({ name: 'attendees.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: t.confirm.button(NAMES.length) }).click()
  await expect(page.getByRole('heading', { name: t.done.title(NAMES.length) })).toBeVisible()
}

/** Moves one person to another team by keyboard; answers that team as it then stands on the screen. */
async function moveOne(page: Page, { locale }: Look, mover: string): Promise<Locator> {
  const t = formingText[locale].person
  const target = page.locator('section[data-team]').filter({ hasNotText: mover }).first()
  const key = (await target.getAttribute('data-team')) ?? ''
  const title = await target.getByRole('heading', { level: 3 }).innerText()
  const entry = new RegExp(`^${t.moveTo(title, 0).split(/[((]/)[0]}`)
  await chooseByKeyboard(page, page.getByRole('button', { name: t.menu(mover) }), entry)
  const there = page.locator(`section[data-team="${key}"]`)
  await expect(there.getByText(mover, { exact: true })).toBeVisible()
  return there
}

for (const look of OPPOSITE_LOOKS)
  test(`from a plan to the first minute: applied on a phone, brought in from Peatix, teams formed (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const t = formingText[locale]
    const desk = await (await contextFor(browser, look)).newPage()
    const address = await plan(desk, look)
    const phone = await (await contextFor(browser, { ...look, size: 'phone' })).newPage()
    const seat = await apply(phone, address, look)

    await desk.getByRole('link', { name: planText[locale].toConsole }).click()
    await chooseInMenu(desk, locale, consoleText[locale].menu.people)
    await bringIn(desk, look)
    await desk.getByRole('link', { name: peopleText[locale].toConsole }).click()
    await chooseInMenu(desk, locale, consoleText[locale].menu.teams)

    const all = NAMES.length + 1
    await expect(desk.getByText(t.facts(all, 2, all))).toBeVisible()
    const there = await moveOne(desk, look, NAMES[4] ?? '')
    const drawn = await there.locator('li .name').allInnerTexts()
    await desk.screenshot({ path: `${PICTURES}/gather-moved-${nameOf(look)}.png`, fullPage: true })
    await desk.getByRole('button', { name: t.take }).click()
    await expect(desk.getByText(t.taken)).toBeVisible()
    await desk.getByRole('link', { name: t.toConsole }).click()
    await desk.getByRole('button', { name: consoleText[locale].move.open }).click()

    // who applied opens their own link: the workshop is on, and they are in one of the two teams
    await phone.goto(seat)
    await expect(phone.locator('[data-phase]').first()).toHaveAttribute('data-phase', 'intro')
    await phone.screenshot({ path: `${PICTURES}/gather-started-${nameOf(look)}.png` })
    const { teams, participants } = await phone.evaluate(async () => {
      const at = `/api${location.pathname.replace('/w/', '/workshops/')}/state`
      const answer = await fetch(at, { headers: { 'x-yoriai-as': 'participant' } })
      return ((await answer.json()) as { state: Pick<WorkshopState, 'teams' | 'participants'> }).state
    })
    const nameOfSeat = (id: string) => participants.find((one) => one.id === id)?.name ?? ''
    const seated = teams.map(({ members }) => members.map((one) => nameOfSeat(one.participantId)).sort())
    expect(seated).toContainEqual([...drawn].sort())
    expect(seated.flat().sort()).toEqual(['見本 はなこ', ...NAMES].sort())
  })
