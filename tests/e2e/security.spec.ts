import { mkdirSync } from 'node:fs'
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { safetyText } from '../../client/i18n/console-safety.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { joinText } from '../../client/i18n/home.ts'
import { wayInText } from '../../client/i18n/way-in.ts'
import { roomText } from '../../client/i18n/room.ts'
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
  { locale: 'en', scheme: 'light', size: 'desk' },
  { locale: 'ja', scheme: 'dark', size: 'phone' },
]

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

/** A browser that writes down every breach of the content security policy, and every request to somewhere else. */
async function watched(
  browser: Browser,
  look: Look,
): Promise<{ context: BrowserContext; breaches: string[] }> {
  const context = await contextFor(browser, look)
  const breaches: string[] = []
  await context.exposeFunction('breach', (what: string) => breaches.push(what))
  await context.addInitScript(() => {
    const told = (event: SecurityPolicyViolationEvent) =>
      `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`
    document.addEventListener('securitypolicyviolation', (event) =>
      (window as unknown as { breach(what: string): void }).breach(told(event)),
    )
  })
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    const own = host === new URL(server.url).host || protocol === 'data:'
    if (!own) breaches.push(`request to ${request.url()}`)
    if (request.headers()['referer']) breaches.push(`referer on ${request.url()}`)
  })
  return { context, breaches }
}

/** what people wrote themselves */
const theirs = [
  workshopFixture.title,
  workshopFixture.goal,
  ...workshopFixture.people.map(({ name }) => name),
  'チーム',
  '次の画面へ',
]

const local = (url: string) => server.url + new URL(url).pathname + new URL(url).hash
const inPhase = (page: Page) => page.locator('[data-phase]').first().waitFor()

test('S-17 S-05 no screen breaks the content security policy, asks another host or tells where it was', async ({
  browser,
}) => {
  const stage = await setStage(server.url, { people: 6 })
  const { context, breaches } = await watched(browser, LOOKS[0]!)
  const open = async (path: string) => {
    const page = await context.newPage()
    await page.goto(path)
    return page
  }
  for (const path of ['/', '/join', '/j/ZZZZZZ', `/j/${stage.opened.code}`, '/nowhere']) {
    const page = await open(server.url + path)
    await page.getByRole('heading').first().waitFor()
    await page.close()
  }
  const seats = stage.seats.map(({ seatUrl }) => local(seatUrl))
  // two people in one browser each, so that one sees the other's caret
  const other = await watched(browser, LOOKS[2]!)
  const room = await open(seats[0]!)
  const theirs = await other.context.newPage()
  await theirs.goto(seats[1]!)
  const desk = await open(local(stage.opened.facilitatorUrl))
  await inPhase(desk)
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 6, seed: 7 })
  await stage.facilitate({ type: 'agenda.open' })
  for (const kind of [
    'check-in',
    'list-ideals',
    'deepen-ideals',
    'list-challenges',
    'deepen-challenges',
    'break',
    'solutions',
    'prepare',
    'share',
    'next-topics',
    'close',
  ] as const) {
    await stage.moveTo(kind)
    await room.locator(`[data-phase="${kind}"]`).first().waitFor()
    const { agenda } = await stage.state()
    const phase = agenda.phases.find(({ id }) => id === agenda.current?.phaseId)
    if (phase?.board && phase.kind.startsWith('list'))
      for (const seat of [0, 1])
        await stage.as(seat, {
          type: 'card.add',
          cardId: `${kind}-${seat}` as never,
          board: phase.board,
          text: '<img src=x onerror=alert(1)> https://elsewhere.example/',
          part: null,
        })
    if (phase?.summary) await writeTogether(room, theirs)
    await room.waitForTimeout(400)
  }
  await stage.facilitate({ type: 'agenda.end' })
  const outcome = await open(`${server.url}/w/${stage.opened.workshopId}/outcome`)
  await outcome.getByRole('heading', { level: 1 }).waitFor()
  await outcome.waitForTimeout(500)
  expect([...breaches, ...other.breaches]).toEqual([])
  await context.close()
  await other.context.close()
  stage.close()
})

/** Both write in the summary, one pastes styled text from elsewhere. */
async function writeTogether(one: Page, two: Page): Promise<void> {
  for (const page of [one, two]) {
    await page.locator('.ProseMirror').click()
    await page.keyboard.insertText('まとめを書く')
    await paste(page, '<p><b>太字</b></p>')
  }
  await one.locator('.summary-caret').first().waitFor()
}

/** As if copied from another page. */
async function paste(page: Page, html: string): Promise<void> {
  await page.evaluate((markup) => {
    const data = new DataTransfer()
    data.setData('text/html', markup)
    data.setData('text/plain', '太字')
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, html)
}

test('S-18 what is pasted from a hostile page runs nothing and brings no style', async ({ browser }) => {
  const stage = await setStage(server.url, { people: 2 })
  const { context, breaches } = await watched(browser, LOOKS[0]!)
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 2, seed: 7 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('deepen-ideals')
  const page = await context.newPage()
  const dialogs: string[] = []
  page.on('dialog', (dialog) => (dialogs.push(dialog.message()), dialog.dismiss()))
  await page.goto(local(stage.seats[0]!.seatUrl))
  await page.locator('.ProseMirror').click()
  await paste(
    page,
    '<p style="color:red" onclick="alert(1)">ひと<img src="x" onerror="alert(2)"><script>alert(3)</scr' +
      'ipt><a href="javascript:alert(4)">リンク</a><svg onload="alert(5)"></svg></p>',
  )
  const editor = page.locator('.ProseMirror')
  await expect(editor).toContainText('リンク')
  await editor.click()
  expect(await editor.innerHTML()).not.toMatch(/script|onerror|onclick|javascript:|<img|<svg|color:/)
  expect(dialogs).toEqual([])
  // the clipboard's own styles and handlers are turned away by the policy, and by nothing else
  for (const breach of breaches) expect(breach).toMatch(/^(style|script)-src-attr inline/)
  await context.close()
  stage.close()
})

test('S-36 S-06 freezing, the closed door and new links, in every look', async ({ browser }) => {
  for (const look of LOOKS) {
    const stage = await setStage(server.url, { people: 4 })
    const words = { ...safetyText[look.locale] }
    const { context, breaches } = await watched(browser, look)
    const guest = await watched(browser, look)
    await stage.facilitate({ type: 'team.form', by: 'headcount', size: 4, seed: 7 })
    await stage.facilitate({ type: 'agenda.open' })
    await stage.moveTo('deepen-ideals')
    const desk = await context.newPage()
    await desk.goto(local(stage.opened.facilitatorUrl))
    await inPhase(desk)
    const room = await guest.context.newPage()
    await room.goto(local(stage.seats[0]!.seatUrl))
    await inPhase(room)

    const choose = async (item: string) => {
      await desk
        .getByRole('button', { name: consoleText[look.locale].menu.label, exact: true })
        .first()
        .click()
      await desk.getByRole('menuitem', { name: item }).click()
    }
    await choose(words.menu.freeze)
    await expect(room.getByText(roomText[look.locale].frozen.text)).toBeVisible({ timeout: 2_000 })
    await choose(words.menu.closeDoor)
    await expect(desk.getByText(words.closed)).toBeVisible()
    await picture(desk, look, `console-frozen-${nameOf(look)}`)
    await picture(room, look, `room-frozen-${nameOf(look)}`)

    const newcomer = await watched(browser, look)
    const late = await newcomer.context.newPage()
    await late.goto(`${server.url}/j/${stage.opened.code}`)
    await expect(late.getByText(joinText[look.locale].closed.title)).toBeVisible()
    await picture(late, look, `join-closed-${nameOf(look)}`)
    await desk.getByRole('button', { name: words.menu.openDoor }).click()
    await desk.getByRole('button', { name: words.menu.thaw }).click()
    await expect(room.getByText(roomText[look.locale].frozen.text)).toBeHidden({ timeout: 2_000 })

    await renewLinks(desk, look, stage)
    expect([...breaches, ...guest.breaches, ...newcomer.breaches]).toEqual([])
    await newcomer.context.close()
    await context.close()
    await guest.context.close()
    stage.close()
  }
})

/** Changes the code, then the link; the console that does it stays, a console of the old link goes. */
async function renewLinks(desk: Page, look: Look, stage: Stage): Promise<void> {
  const words = safetyText[look.locale]
  const stranger = await desk.context().browser()!.newContext({ locale: 'en-GB' })
  const stolen = await stranger.newPage()
  await stolen.goto(local(stage.opened.facilitatorUrl))
  await inPhase(stolen)
  await desk.getByRole('button', { name: consoleText[look.locale].menu.invite }).first().click()
  await picture(desk, look, `invite-${nameOf(look)}`)
  const old = stage.opened.code
  await desk.getByRole('button', { name: words.links.code }).click()
  await desk.getByRole('button', { name: words.code.confirm, exact: true }).click()
  await expect(desk.getByText(words.code.done)).toBeVisible()
  await expect(desk.getByText(old)).toHaveCount(0)
  await desk.getByRole('button', { name: words.links.facilitation }).click()
  await picture(desk, look, `renew-link-${nameOf(look)}`)
  await desk.getByRole('button', { name: words.facilitation.confirm, exact: true }).click()
  await expect(desk.getByText(words.facilitation.done)).toBeVisible()
  await picture(desk, look, `renewed-link-${nameOf(look)}`)
  await expect(stolen.getByText(wayInText.en.unauthorised.title)).toBeVisible({ timeout: 5_000 })
  await stranger.close()
  await desk.keyboard.press('Escape')
  // the console is still in control
  const pause = desk.getByRole('button', { name: consoleText[look.locale].deck.pause })
  await expect(pause).toBeEnabled({ timeout: 5_000 })
  await pause.click()
  await expect(desk.getByRole('button', { name: consoleText[look.locale].deck.resume })).toBeVisible()
}

async function picture(page: Page, look: Look, name: string): Promise<void> {
  await page.waitForTimeout(250)
  await page.screenshot({ path: `${PICTURES}/${name}.png` })
  await expectNoOverflow(page, name)
  await expectAccessible(page, name)
  await expectWords(page, look, name, theirs)
}
