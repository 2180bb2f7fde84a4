import { mkdirSync } from 'node:fs'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { boardText } from '../../client/i18n/board.ts'
import { roomText } from '../../client/i18n/room.ts'
import { summaryText } from '../../client/i18n/summary.ts'
import { workshopFixture } from '../fixtures/workshop.ts'
import {
  closePages,
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  type Look,
} from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

const PICTURES = '.cache/screens'
const LOOKS: readonly Look[] = [
  { locale: 'ja', scheme: 'light', size: 'desk' },
  { locale: 'en', scheme: 'dark', size: 'phone' },
  { locale: 'en', scheme: 'dark', size: 'desk' },
  { locale: 'ja', scheme: 'light', size: 'phone' },
]

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

const local = (url: string) => server.url + new URL(url).pathname + new URL(url).hash

async function summing(): Promise<Stage> {
  const stage = await setStage(server.url, { people: 2 })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 2, seed: 7 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('deepen-ideals')
  return stage
}

/** The team's summary as `seat` may read it. */
async function stored(stage: Stage, seat = 0): Promise<{ summary: string; richSummary?: unknown }> {
  const teamId = (await stage.state()).teams[0]?.id
  const answer = await fetch(
    `${server.url}/api/workshops/${stage.opened.workshopId}/boards/${teamId}/ideals`,
    { headers: { authorization: `Bearer ${stage.seats[seat]?.seatToken}` } },
  )
  return (await answer.json()) as { summary: string }
}

async function editorOf(page: Page, look: Look): Promise<Locator> {
  await page.locator('[data-phase="deepen-ideals"]').first().waitFor()
  if (look.size === 'phone')
    await page.getByRole('button', { name: roomText[look.locale].nav.summary, exact: true }).click()
  const editor = page.getByRole('textbox', { name: boardText[look.locale].summary.label })
  await editor.click()
  return editor
}

test('a team writes lists and links at once, by keys and by buttons, and they are kept', async ({
  browser,
}) => {
  const stage = await summing()
  const look = LOOKS[0]!
  const [one, two] = await Promise.all(
    [0, 1].map(async (seat) => {
      const page = await (await contextFor(browser, look)).newPage()
      await page.goto(local(stage.seats[seat]!.seatUrl))
      return page
    }),
  )
  if (!one || !two) throw new Error('two pages')
  const t = summaryText.ja
  const mine = await editorOf(one, look)
  const theirs = await editorOf(two, look)
  await mine.click()
  await one.keyboard.type('- 窓口を')
  await one.keyboard.press('Enter')
  await one.keyboard.type('電話も')
  await one.getByRole('button', { name: t.indent }).click()
  await expect(mine.locator('ul ul li')).toHaveText('電話も')
  // with the other's name at their caret
  await expect(theirs.locator('ul ul li')).toContainText('電話も')
  // below the third level there is none
  for (const word of ['三段目', '四段目']) {
    await one.keyboard.press('Enter')
    await one.keyboard.type(word)
    await one.keyboard.press('Control+]')
  }
  await one.keyboard.press('Control+]')
  await expect(mine.locator('ul ul ul li')).toHaveCount(2)
  await expect(mine.locator('ul ul ul ul')).toHaveCount(0)
  // the other one links a word
  await theirs.getByText('窓口を').dblclick({ position: { x: 8, y: 10 } })
  await two.keyboard.press('Control+k')
  const address = two.getByRole('textbox', { name: t.address })
  await address.fill('javascript:alert(1)')
  await address.press('Enter')
  await expect(two.getByText(t.notAnAddress)).toBeVisible()
  await address.fill('example.test/窓口')
  await address.press('Enter')
  const link = mine.locator('a')
  await expect(link).toHaveAttribute('href', 'https://example.test/窓口')
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
  // each takes back their own, and nothing else
  await one.getByRole('button', { name: t.bold }).click()
  await one.keyboard.type('決めた')
  await expect(theirs.locator('strong')).toContainText('決めた')
  await two.keyboard.press('Control+z')
  await expect(link).toHaveCount(0)
  await expect(mine.locator('strong')).toContainText('決めた')
  await two.keyboard.press('Control+Shift+z')
  await expect(link).toHaveCount(1)
  await expect.poll(async () => (await stored(stage)).summary).toContain('(https://example.test/窓口)')
  expect((await stored(stage)).summary).toContain('四段目決めた')
  stage.close()
})

/** As if copied from another page. */
async function paste(page: Page, html: string): Promise<void> {
  await page.evaluate((markup) => {
    const data = new DataTransfer()
    data.setData('text/html', markup)
    data.setData('text/plain', 'x')
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, html)
}

const WORD_LIST =
  '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->' +
  '<h2 style="mso-list:l0">見出し</h2><ul type="disc" style="margin:0"><li class="MsoNormal" style="color:red">' +
  '<b><span lang="JA">一つ目</span></b><ul><li>細かく</li></ul></li></ul>' +
  '<table><tr><td>表の中</td></tr></table><!--EndFragment--></body></html>'
const deep = (depth: number): string => (depth === 0 ? '' : `<ul><li>段${depth}${deep(depth - 1)}</li></ul>`)

test('S-18 what is pasted brings lists and safe links, and nothing that runs, styles or nests too deep', async ({
  browser,
}) => {
  const stage = await summing()
  const context = await contextFor(browser, LOOKS[0]!)
  const asked: string[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(server.url).host) asked.push(request.url())
  })
  const page = await context.newPage()
  await page.goto(local(stage.seats[0]!.seatUrl))
  const editor = await editorOf(page, LOOKS[0]!)
  await paste(page, WORD_LIST)
  await expect(editor.locator('ul ul li')).toHaveText('細かく')
  await expect(editor).toContainText('表の中')
  await page.keyboard.press('Control+End')
  await paste(
    page,
    '<p><a href="javascript:alert(1)">悪</a><a href="JaVa&#10;ScRiPt:alert(1)">い</a><a href="data:text/html,x">も</a>' +
      '<a href="//elsewhere.test">の</a><a href="https://example.test/a" onclick="x" style="color:red" target="_top">良いもの</a></p>',
  )
  await expect(editor).toContainText('悪いもの良いもの')
  await expect(editor.locator('a')).toHaveCount(1)
  await expect(editor.locator('a')).toHaveText('良いもの')
  await paste(page, deep(6))
  await expect(editor).toContainText('段1')
  await expect(editor.locator('ul ul ul ul')).toHaveCount(0)
  expect(await editor.innerHTML()).not.toMatch(/script|onclick|<table|<h2|color:|mso|_top/i)
  await expect.poll(async () => (await stored(stage)).summary).toContain('段1')
  expect((await stored(stage)).summary).toContain('悪いもの良いもの (https://example.test/a)')
  expect(asked).toEqual([])
  stage.close()
})

test('the summary’s tools, in every look', async ({ browser }) => {
  for (const look of LOOKS) {
    const stage = await summing()
    await stage.as(0, {
      type: 'card.add',
      cardId: 'ideal' as never,
      board: 'ideals',
      text: '理想',
      part: null,
    })
    const context = await contextFor(browser, look)
    const page = await context.newPage()
    await page.goto(local(stage.seats[0]!.seatUrl))
    const editor = await editorOf(page, look)
    await paste(
      page,
      '<p>合言葉は<b>一か所で分かる</b>。<a href="https://example.test/手引き">手引き</a></p>' +
        '<ul><li>窓口を<ol><li>電話</li><li>紙</li></ol></li><li>費用</li></ul>',
    )
    await expect(editor.locator('ol li')).toHaveCount(2)
    await editor.locator('ol li').first().click()
    await page.getByRole('button', { name: summaryText[look.locale].link, exact: true }).click()
    const what = `summary-tools-${nameOf(look)}`
    await page.screenshot({ path: `${PICTURES}/${what}.png` })
    await expectAccessible(page, what)
    await expectNoOverflow(page, what)
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await stored(stage)).summary).toContain('費用')
    // what it reads as when the phase is over
    await stage.facilitate({ type: 'agenda.end' })
    await page.goto(`${server.url}/w/${stage.opened.workshopId}/outcome`)
    const link = page.getByRole('link', { name: '手引き' })
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    await expect(page.getByText('(https://example.test/手引き)')).toBeVisible()
    await link.scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${PICTURES}/summary-outcome-${nameOf(look)}.png` })
    await expectAccessible(page, `summary-outcome-${nameOf(look)}`)
    await expectNoOverflow(page, `summary-outcome-${nameOf(look)}`)
    if (look.locale === 'en')
      await expectWords(page, look, what, [
        workshopFixture.title,
        workshopFixture.goal,
        ...workshopFixture.people.map(({ name }) => name),
        'チームA',
        '合言葉は一か所で分かる。手引き',
        ...['手引き', '窓口を', '電話', '費用', '理想', 'チーム'],
      ])
    await context.close()
    stage.close()
  }
})
