import { mkdirSync } from 'node:fs'
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { addCluster } from '#shared/boards/edit-board.ts'
import type { CardId, TeamId } from '#shared/ids.ts'
import type { BoardSnapshot } from '#shared/outcome/outcome.ts'
import { boardText } from '../../client/i18n/board.ts'
import { badNetwork, type BadNetwork } from './support/bad-network.ts'
import { closePages, contextFor, expectAccessible, expectNoOverflow, LOOKS, nameOf } from './support/looks.ts'
import { words } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

/** What a browser loses when tabs, networks and servers end in the middle of a word: nothing (reliability.md, F-06 to F-12). */
const PICTURES = '.cache/screens'
const CARD = 'card-one' as CardId
const OTHER = 'card-two' as CardId

let server: TestServer
let net: BadNetwork
let stage: Stage
let team: TeamId

test.beforeEach(async () => {
  server = await startServer()
  net = await badNetwork(server.url)
  stage = await setStage(server.url, { people: 4 })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 4 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('deepen-ideals')
  await stage.as(0, { type: 'card.add', cardId: CARD, board: 'ideals', text: 'はじめ' })
  await stage.as(1, { type: 'card.add', cardId: OTHER, board: 'ideals', text: 'ふたつめ' })
  team = (await stage.state()).teams[0]?.id as TeamId
})

test.afterEach(async ({ browser }) => {
  await closePages(browser)
  stage.close()
  await net.close()
  await server.close()
})

/** A seat's page, through the bad network. */
async function sit(context: BrowserContext, seat: number): Promise<Page> {
  const page = await context.newPage()
  const { pathname, hash } = new URL(stage.seats[seat]?.seatUrl ?? '')
  await page.goto(net.url + pathname + hash)
  await expect(page.getByRole('article').first()).toBeVisible()
  return page
}

const articleOf = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })
const field = (page: Page) =>
  page
    .getByRole('textbox', { name: words.board.card.editing })
    .or(page.getByRole('textbox', { name: boardText.en.card.editing }))
const word = (page: Page) => page.locator('header .state')
const expectSaved = (page: Page) => expect(word(page)).toHaveText(words.board.saved.saved)

/** Opens a card's text with the caret at its end. */
async function reword(page: Page, text: string): Promise<void> {
  await articleOf(page, text).locator('p.text').dblclick()
  await expect(field(page)).toBeFocused()
  await page.keyboard.press('End')
}

async function renderersOf(browser: Browser): Promise<number[]> {
  const cdp = await browser.newBrowserCDPSession()
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

async function board(): Promise<BoardSnapshot> {
  const answer = await fetch(`${server.url}/api/workshops/${stage.opened.workshopId}/boards/${team}/ideals`, {
    headers: { authorization: `Bearer ${stage.opened.facilitatorToken}` },
  })
  return (await answer.json()) as BoardSnapshot
}
const onServer = async (id: CardId) => (await board()).cards.find((card) => card.id === id)?.text ?? ''

const drawer = (page: Page) =>
  page.evaluate(
    (key) => (JSON.parse(localStorage.getItem(key) ?? '[]') as { text: string }[]).map(({ text }) => text),
    `yoriai.drawer.${stage.opened.workshopId}`,
  )

/** A notice at the edge of a wide screen leaves the button for posting alone. */
async function expectClearOfButton(page: Page): Promise<void> {
  const toast = await page.locator('.toast').first().boundingBox()
  const button = await page.getByRole('button', { name: words.board.composer.add, exact: true }).boundingBox()
  if (!toast || !button) throw new Error('no notice, or no button')
  expect(toast.width).toBeLessThanOrEqual(260)
  expect(toast.x).toBeGreaterThanOrEqual(button.x + button.width)
}

/** As a person closes a tab: the page may ask, and hears that it goes. */
async function closeTab(page: Page): Promise<void> {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(asked, 'nobody is asked about what the device keeps').toEqual([])
}

test('F-08 typed and closed after 0 to 500 ms, twenty times, every other time without a network: no character is lost', async ({
  browser,
}) => {
  const context = await browser.newContext()
  let expected = 'はじめ'
  for (let round = 0; round < 20; round++) {
    net.heal()
    const page = await sit(context, 0)
    await expect(articleOf(page, expected).locator('p.text')).toHaveText(expected)
    await reword(page, 'はじめ')
    if (round % 2 === 1) net.swallow()
    const typed = `${round.toString(36)}の文字。`
    for (const letter of typed) await page.keyboard.insertText(letter)
    expected += typed
    // spread evenly, without two rounds in a row alike
    await page.waitForTimeout(((round * 7) % 20) * 26)
    await closeTab(page)
  }
  const page = await sit(context, 0)
  await expect(articleOf(page, expected).locator('p.text')).toHaveText(expected)
  await expectSaved(page)
  expect(await onServer(CARD)).toBe(expected)
  expect(await drawer(page)).toEqual([])
})

test('F-08 words, a cluster and the summary written without a network survive a reload without one', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await sit(context, 0)
  await expectSaved(page)
  // the editor's code is loaded when it is first needed
  await expect(page.getByRole('textbox', { name: words.board.summary.label })).toBeVisible()
  net.cut()
  await expect(word(page)).toHaveText(words.board.saved.offline)
  await reword(page, 'はじめ')
  await page.keyboard.insertText('を圏外で')
  await page.keyboard.press('Escape')
  for (const box of await page.locator('label.pick input').all()) await box.check({ force: true })
  await page.getByRole('button', { name: words.board.move.group, exact: true }).click()
  await page.keyboard.insertText('圏外のまとめ')
  const summary = page.getByRole('textbox', { name: words.board.summary.label })
  await summary.click()
  await page.keyboard.insertText('圏外で書いた要約。')
  await expect(page.getByText('圏外で書いた要約。')).toBeVisible()
  await page.reload().catch(() => null)
  net.heal()
  // the browser's own page about the lost network may still be on its way
  await expect(() => page.goto(net.url + new URL(stage.seats[0]?.seatUrl ?? '').pathname)).toPass()
  await expect(articleOf(page, 'はじめを圏外で')).toBeVisible()
  await expectSaved(page)
  const { cards, clusters, summary: written } = await board()
  expect(cards.find(({ id }) => id === CARD)?.text).toBe('はじめを圏外で')
  expect(clusters.map(({ title }) => title)).toEqual(['圏外のまとめ'])
  expect(cards.every(({ clusterId }) => clusterId === clusters[0]?.id)).toBe(true)
  expect(written).toBe('圏外で書いた要約。')
  expect(await drawer(page)).toEqual([])
})

test('F-29, G-12 a page that slept on a dead connection notices within 3 s and has everything within 5 s', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await sit(context, 0)
  await expectSaved(page)
  await reword(page, 'はじめ')
  await page.keyboard.insertText('寝る前')
  await expectSaved(page)
  // as a closed lid does it: nothing runs in the page, and no event tells it afterwards
  const renderers = await renderersOf(browser)
  for (const pid of renderers) process.kill(pid, 'SIGSTOP')
  net.swallow()
  await stage.edit(1, team, 'ideals', (doc) => addCluster(doc, 'k1', '寝ている間のまとめ', [OTHER]))
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  const before = net.count
  for (const pid of renderers) process.kill(pid, 'SIGCONT')
  const woke = Date.now()
  const typing = page.keyboard.insertText('起きた')
  await expect.poll(() => net.count, { intervals: [20] }).toBeGreaterThan(before)
  const noticed = Date.now() - woke
  await typing
  await expect(page.getByText('寝ている間のまとめ').first()).toBeVisible()
  await expectSaved(page)
  const synced = Date.now() - woke
  test.info().annotations.push({ type: 'figures', description: `noticed ${noticed} ms, synced ${synced} ms` })
  expect(noticed).toBeLessThanOrEqual(3_000)
  expect(synced).toBeLessThanOrEqual(5_000)
  process.stdout.write(`sleep and resume: noticed ${noticed} ms, synced ${synced} ms\n`)
  expect(await onServer(CARD)).toBe('はじめ寝る前起きた')
})

for (const { how, end } of [
  { how: 'kill -9', end: (one: TestServer) => one.kill() },
  { how: 'SIGTERM', end: (one: TestServer) => one.stop() },
]) {
  test(`G-10 ${how} and a new start while people type: no reload, typing goes on, no character is lost`, async ({
    browser,
  }) => {
    const context = await browser.newContext()
    const page = await sit(context, 0)
    await expectSaved(page)
    await page.evaluate(() => Object.assign(window, { sameOne: true }))
    await reword(page, 'はじめ')
    let typed = ''
    let slowest = 0
    const type = async (times: number) => {
      for (let at = 0; at < times; at++) {
        const letter = String.fromCodePoint(0x3042 + ((typed.length * 7) % 80))
        const begun = Date.now()
        await page.keyboard.insertText(letter)
        slowest = Math.max(slowest, Date.now() - begun)
        typed += letter
        await page.waitForTimeout(40)
      }
    }
    await type(20)
    const away = end(server)
    await type(30)
    await away
    const back = server.start()
    await type(40)
    await back
    const started = Date.now()
    await type(10)
    await expect(field(page)).toHaveValue(`はじめ${typed}`)
    await expectSaved(page)
    const saved = Date.now() - started
    test.info().annotations.push({
      type: 'figures',
      description: `slowest key ${slowest} ms, saved after ${saved} ms`,
    })
    expect(slowest).toBeLessThan(500)
    process.stdout.write(`restart while typing: slowest key ${slowest} ms, saved after ${saved} ms\n`)
    expect(await onServer(CARD)).toBe(`はじめ${typed}`)
    expect(await page.evaluate(() => 'sameOne' in window)).toBe(true)
    expect(await drawer(page)).toEqual([])
  })
}

test('F-11, G-15 the phase ends while somebody types: every character is on the board or in their drawer', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const page = await sit(context, 0)
  await expectSaved(page)
  await page.evaluate(() => {
    const seen = { value: '' }
    Object.assign(window, { seen })
    document.addEventListener('input', ({ target }) => {
      if (target instanceof HTMLTextAreaElement && target.closest('article')) seen.value = target.value
    })
  })
  await reword(page, 'はじめ')
  // some words are there before the phase ends, and the rest meet its end
  let moved: Promise<unknown> | undefined
  for (let at = 0; at < 80 && (at < 4 || (await field(page).count()) > 0); at++) {
    await page.keyboard.insertText(String.fromCodePoint(0x3042 + at))
    if (at === 3) moved = stage.moveTo('list-challenges')
  }
  await moved
  await expect(field(page)).toHaveCount(0)
  const last = await page.evaluate(() => (window as unknown as { seen: { value: string } }).seen.value)
  expect(last.length).toBeGreaterThan(3)
  await expect
    .poll(async () => (await onServer(CARD)) === last || (await drawer(page)).includes(last), {
      timeout: 8_000,
    })
    .toBe(true)
})

test('two tabs of one person without a network: what the closed one wrote and what the other wrote are both there', async ({
  browser,
}) => {
  const context = await browser.newContext()
  const [one, two] = [await sit(context, 0), await sit(context, 0)]
  for (const page of [one, two]) await expectSaved(page)
  net.cut()
  await reword(one, 'はじめ')
  await one.keyboard.insertText('一つめのタブ')
  await two.bringToFront()
  await reword(two, 'ふたつめ')
  await two.keyboard.insertText('二つめのタブ')
  await closeTab(one)
  net.heal()
  await expectClearOfButton(two)
  await expectSaved(two)
  const three = await sit(context, 0)
  for (const page of [two, three]) {
    await expect(articleOf(page, 'はじめ一つめのタブ')).toBeVisible()
    await expectSaved(page)
  }
  expect(await onServer(CARD)).toBe('はじめ一つめのタブ')
  expect(await onServer(OTHER)).toBe('ふたつめ二つめのタブ')
  expect(await drawer(three)).toEqual([])
})

test('how things stand is told in every look', async ({ browser }) => {
  mkdirSync(PICTURES, { recursive: true })
  for (const look of LOOKS.filter(({ scheme }) => scheme === 'light')) {
    const t = boardText[look.locale].saved
    const context = await contextFor(browser, look)
    net.heal()
    const page = await sit(context, 0)
    await expect(word(page)).toHaveText(t.saved)
    const picture = async (name: string) => {
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme })
        const what = `${name}-${nameOf({ ...look, scheme })}`
        // colours change gently, and this page's clock may stand still
        await page.screenshot({ path: `${PICTURES}/status-${what}.png`, animations: 'disabled' })
        await expectNoOverflow(page, what)
        if (name === 'unsaved') await expectAccessible(page, what)
      }
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await reword(page, 'はじめ')
    net.cut()
    await expect(word(page)).toHaveText(t.offline)
    await picture('offline')
    // a browser that keeps nothing: only then is there anything to be afraid of
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
      IDBDatabase.prototype.transaction = () => {
        throw new DOMException('no', 'InvalidStateError')
      }
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', 'InvalidStateError')
      }
    })
    await page.clock.install()
    await page.keyboard.insertText('!')
    await page.clock.runFor(13_000)
    await expect(word(page)).toHaveText(t.unsaved)
    await expect(page.getByRole('button', { name: t.copy })).toBeVisible()
    await picture('unsaved')
    await context.close()
  }
})
