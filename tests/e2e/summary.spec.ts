import { expect, test, type Locator, type Page } from '@playwright/test'
import { boardText } from '../../client/i18n/board.ts'
import { closePages, contextFor, type Look } from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

const LOOK: Look = { locale: 'ja', scheme: 'light', size: 'desk' }

let server: TestServer
test.beforeAll(async () => {
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

async function editorOf(page: Page): Promise<Locator> {
  await page.locator('[data-phase="deepen-ideals"]').first().waitFor()
  const editor = page.getByRole('textbox', { name: boardText.ja.summary.label })
  await editor.click()
  return editor
}

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
  const context = await contextFor(browser, LOOK)
  const asked: string[] = []
  context.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(server.url).host) asked.push(request.url())
  })
  const page = await context.newPage()
  await page.goto(local(stage.seats[0]!.seatUrl))
  const editor = await editorOf(page)
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
