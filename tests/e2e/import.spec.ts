import { mkdirSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { fieldLabel, fileTroubleText, rowTroubleText } from '#shared/intake/intake-text.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { peopleText } from '../../client/i18n/people.ts'
import { peatixFile } from '../fixtures/intake-files.ts'
import { utf16, UTF16_BOM, utf8, withMark } from '../support/intake-bytes.ts'
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

const PICTURES = '.cache/screens'
/** What the file itself says, in the language it is in. */
const THEIRS = peatixFile.split(/[\t\r\n]+/).filter((cell) => cell !== '')

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

/** As a person chooses a file. */
async function choose(page: Page, button: string, name: string, bytes: Uint8Array): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(bytes) })
}

for (const look of OPPOSITE_LOOKS)
  test(`IMP-6 people who signed up elsewhere come in, each with a link of their own (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = peopleText[look.locale]
    const name = nameOf(look)
    const stage = await setStage(server.url, { people: 1 })
    const [seated] = (await stage.state()).participants
    const context = await contextFor(browser, look)
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) refused.push(message.text())
    })
    const desk = new URL(stage.opened.facilitatorUrl)
    await page.goto(server.url + desk.pathname + desk.hash)
    await page.getByRole('button', { name: consoleText[look.locale].menu.label }).click()
    await page.getByRole('menuitem', { name: consoleText[look.locale].menu.people }).click()
    await expect(page.getByRole('heading', { name: t.page, level: 1 })).toBeVisible()
    const theirs = [...THEIRS, (await stage.state()).title, seated?.name ?? '']
    const looksWell = async (what: string) => {
      await page.screenshot({ path: `${PICTURES}/import-${what}-${name}.png`, fullPage: true })
      await expectAccessible(page, `${what} ${name}`)
      await expectNoOverflow(page, `${what} ${name}`)
      await expectWords(page, look, `${what} ${name}`, theirs)
    }
    await looksWell('choose')

    // what is no list of people is told, and one can choose again
    await choose(page, t.choose.button, 'people.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 9, 1))
    await expect(page.getByRole('alert')).toHaveText(fileTroubleText({ kind: 'archive' }, look.locale))
    await looksWell('unreadable')

    const file = withMark(UTF16_BOM, utf16(peatixFile))
    await choose(page, t.choose.button, 'attendees.csv', file)
    await expect(page.getByText('UTF-16LE')).toBeVisible()
    await expect(page.getByText(t.file.separators['\t'])).toBeVisible()
    await expect(page.getByLabel(t.file.source)).toHaveValue('peatix')
    await expect(page.getByLabel(fieldLabel('name', look.locale), { exact: true })).toHaveValue('参加者名')
    await expect(page.getByText(t.found.cancelled(2))).toBeVisible()
    await expect(page.getByText(rowTroubleText({ code: 'several_tickets' }, look.locale))).toBeVisible()
    await looksWell('check')
    expect((await stage.state()).participants).toHaveLength(1)

    await page.getByRole('checkbox', { name: t.found.take('架空 じろう') }).uncheck()
    await page.getByRole('button', { name: t.confirm.button(2) }).click()
    await expect(page.getByRole('heading', { name: t.done.title(2) })).toBeVisible()
    await looksWell('done')
    expect((await stage.state()).participants.map((one) => one.name)).toEqual([
      seated?.name,
      '見本 はなこ',
      '髙橋 れい',
    ])

    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: t.done.download }).click()
    const chunks: Buffer[] = []
    for await (const chunk of await (await saving).createReadStream()) chunks.push(chunk as Buffer)
    const url = await page.getByText(/#s=/).first().innerText()
    const csv = Buffer.concat(chunks).toString('utf8')
    expect(csv.startsWith('\ufeff"')).toBe(true)
    expect(csv).toContain(`"見本 はなこ","","${url}"\r\n`)

    const guest = await (await contextFor(browser, look)).newPage()
    await guest.goto(url)
    await expect(guest.locator('[data-phase]').first()).toBeVisible()
    const seat = await guest.evaluate(async () => {
      const at = `/api${location.pathname.replace('/w/', '/workshops/')}/session?as=participant`
      const answer = await fetch(at, { headers: { 'x-yoriai-as': 'participant' } })
      return ((await answer.json()) as { viewer: { participantId: string } }).viewer.participantId
    })
    expect((await stage.state()).participants.find(({ id }) => id === seat)?.name).toBe('見本 はなこ')

    // the same file once more: those who are in are known
    await page.getByRole('button', { name: t.done.again }).click()
    await choose(page, t.choose.button, 'attendees.csv', file)
    await expect(page.getByText(t.columns.remembered)).toBeVisible()
    await expect(page.getByText(t.found.doubt.seated)).toHaveCount(2)
    await looksWell('again')
    await expect(page.getByRole('button', { name: t.confirm.button(1) })).toBeEnabled()
    expect(refused).toEqual([])
  })

test('IMP-6 while the server is away nobody is lost and nobody is made twice', async ({ browser }) => {
  const t = peopleText.ja
  const stage = await setStage(server.url, { people: 1 })
  const context = await contextFor(browser, OPPOSITE_LOOKS[0]!)
  const page = await context.newPage()
  const desk = new URL(stage.opened.facilitatorUrl)
  await page.goto(server.url + desk.pathname.replace('console', 'people') + desk.hash)
  const names = Array.from({ length: 100 }, (_, index) => `参加者 ${index + 1}`)
  await choose(page, t.choose.button, 'all.csv', utf8(['名前', ...names].join('\n')))
  // the first request is done, but its answer is lost; then nothing goes through for a while
  let asked = 0
  await page.route('**/api/workshops/*/people', async (route) => {
    asked++
    if (asked === 1) await route.fetch()
    return asked <= 2 ? route.abort() : route.continue()
  })
  await page.getByRole('button', { name: t.confirm.button(100) }).click()
  await expect(page.getByText(t.bringing.held)).toBeVisible()
  await page.screenshot({ path: `${PICTURES}/import-held.png`, fullPage: true })
  await expectAccessible(page, 'waiting for the server')
  await expect(page.getByRole('heading', { name: t.done.title(100) })).toBeVisible({ timeout: 30_000 })
  const { participants } = await stage.state()
  expect(participants.map((one) => one.name).slice(1)).toEqual(names)
  await page.screenshot({ path: `${PICTURES}/import-hundred.png`, fullPage: true })
})
