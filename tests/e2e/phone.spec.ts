import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import { addCluster, setLink } from '#shared/boards/edit-board.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import { boardText } from '../../client/i18n/board.ts'
import { threadsText } from '../../client/i18n/board-threads.ts'
import { agendaText } from '../../client/i18n/console-agenda.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { roomText } from '../../client/i18n/room.ts'
import type { Tab } from '../../client/room/room.svelte.ts'
import { coverByKeyboard, expectInSight, overlaidKeyboard } from './support/keyboard.ts'
import type { TestServer } from './support/server.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'
import { expectTouchTargets } from './support/touch-targets.ts'

/** The whole workshop in one hand: room for a thumb, for a keyboard, and a way from board to board. */
const board = boardText.ja
const room = roomText.ja
const SMALL = { width: 360, height: 640 }
/** what a keyboard leaves of it */
const LEFT = 340

let server: TestServer
let stage: Stage
let teamId: TeamId

teamForEachTest(3, async (set, at) => {
  stage = set
  server = at
  teamId = (await stage.state()).teams[0]!.id
})

async function phone(
  browser: Browser,
  path: string,
  size = { width: 390, height: 844 },
  overlaid = false,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  if (overlaid) await page.addInitScript(overlaidKeyboard)
  await page.goto(new URL(path, server.url).href)
  await page.locator('button:visible, a[href]:visible').first().waitFor()
  return page
}

const seat = () => stage.seats[0]?.seatUrl ?? ''

async function add(boardName: BoardName, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const text = `${id} 問い合わせの履歴を、どこから来ても1本でたどれる`
    await stage.as(0, { type: 'card.add', cardId: id as CardId, board: boardName, text, part: null })
  }
}

const card = (page: Page, id: string) => page.locator(`[data-card="${id}"]`)
const tabs = (page: Page) => page.getByRole('navigation', { name: room.nav.label })
const tab = (page: Page, name: Tab) => tabs(page).getByRole('button', { name: room.nav[name] })

/** A challenges board with a cluster, a link and a summary to be written. */
async function deepening(): Promise<void> {
  await stage.moveTo('deepen-ideals')
  await add('ideals', ['i1'])
  await stage.moveTo('deepen-challenges')
  await add('challenges', ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  await stage.edit(0, teamId, 'challenges', (doc) => {
    addCluster(doc, 'k1', '履歴がつながらない', ['c1', 'c2'])
    setLink(doc, 'c1', 'i1', true)
  })
}

test('F-01 every control has room for a thumb, on the pages around the room and on the console', async ({
  browser,
}) => {
  for (const path of ['/', '/join', `/j/${stage.opened.code}`, '/nowhere']) {
    const page = await phone(browser, path)
    await expectTouchTargets(page, path)
    await page.close()
  }
  await deepening()
  const desk = await phone(browser, stage.opened.facilitatorUrl)
  await desk.locator('[data-phase="deepen-challenges"]').waitFor()
  for (const name of Object.values(consoleText.ja.tabs)) {
    const button = desk.getByRole('navigation').getByRole('button', { name })
    if ((await button.count()) === 0) continue
    await button.tap()
    await expectTouchTargets(desk, `console ${name}`)
  }
  await desk.getByRole('button', { name: consoleText.ja.tabs.agenda, exact: true }).tap()
  await desk.getByRole('button', { name: agendaText.ja.agenda.edit, exact: true }).tap()
  await expectTouchTargets(desk, 'the agenda being edited', '[role=dialog]')
  await desk.keyboard.press('Escape')
  await stage.facilitate({ type: 'agenda.end' })
  const outcome = await phone(browser, `/w/${stage.opened.workshopId}/outcome`)
  await outcome.getByRole('heading', { level: 1 }).waitFor()
  await expectTouchTargets(outcome, 'outcome')
})

test('F-02 every control has room for a thumb, in the room', async ({ browser }) => {
  await stage.moveTo('list-ideals')
  await add('ideals', ['d1'])
  const page = await phone(browser, seat())
  const look = async (moment: string) => {
    await page.locator(`[data-phase="${moment}"]`).waitFor()
    for (const name of ['board', 'team', 'summary', 'agenda'] as const) {
      await tab(page, name).tap()
      await expectTouchTargets(page, `${moment} ${name}`)
    }
    await tab(page, 'board').tap()
  }
  await expect(page.getByRole('article')).toHaveCount(1)
  await look('list-ideals')
  await deepening()
  await expect(card(page, 'c1')).toBeVisible()
  await look('deepen-challenges')
  await page.getByRole('button', { name: groupingText.ja.suggest.ask }).tap()
  await card(page, 'c1')
    .getByRole('button', { name: /の操作$/ })
    .tap()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await expectTouchTargets(page, 'the menu of a card', '[role=menu]')
  await page.getByRole('menuitem', { name: board.card.select }).tap()
  await expect(page.getByRole('toolbar')).toBeVisible()
  await expectTouchTargets(page, 'choosing cards')
  await page.getByRole('toolbar').getByRole('button', { name: board.card.move }).tap()
  await expectTouchTargets(page, 'where to move it', '[role=dialog]')
  await page.keyboard.press('Escape')
  await stage.moveTo('share')
  await look('share')
  await stage.facilitate({ type: 'agenda.end' })
  await page.locator('[data-phase="ended"]').waitFor()
  await expectTouchTargets(page, 'the end')
})

for (const overlaid of [false, true]) {
  const how = overlaid ? 'lies over the page, as in Safari' : 'shrinks the page'
  test(`F-03 goal, clock, composer and one’s own words stay in sight when the keyboard ${how}`, async ({
    browser,
  }) => {
    await deepening()
    const page = await phone(browser, seat(), SMALL, overlaid)
    await expect(card(page, 'c1')).toBeVisible()
    const composer = page.getByRole('textbox', { name: board.composer.label.challenges })
    const inSight = async (own: Locator, besides: readonly Locator[] = [composer]) => {
      const goal = page.locator('.goal-line')
      await expect(own).toBeFocused()
      await expectInSight(page, [goal, page.getByRole('timer'), own, ...besides])
      await expect(tabs(page)).toBeHidden()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SMALL.width)
      const size = await own.evaluate((field) => parseFloat(getComputedStyle(field).fontSize))
      expect(size, 'smaller text makes a phone zoom').toBeGreaterThanOrEqual(16)
    }
    const type = async (field: Locator) => {
      await field.tap()
      await coverByKeyboard(page, SMALL.height - LEFT, overlaid)
    }
    const done = async () => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await coverByKeyboard(page, 0, overlaid)
      await expect(tabs(page)).toBeVisible()
    }
    await type(composer)
    await inSight(composer)
    await done()

    const title = page.locator('[data-lane="cluster:k1"] textarea')
    await type(title)
    await inSight(title)
    await done()

    await card(page, 'c5')
      .getByRole('button', { name: /の操作$/ })
      .tap()
    await page.getByRole('menuitem', { name: board.card.edit }).tap()
    const own = page.getByRole('textbox', { name: board.card.editing })
    await expect(own).toBeFocused()
    await coverByKeyboard(page, SMALL.height - LEFT, overlaid)
    await inSight(own)
    await done()

    await tab(page, 'summary').tap()
    const summary = page.getByRole('textbox', { name: board.summary.label })
    await type(summary)
    await inSight(summary, [])
    await done()
  })
}

for (const overlaid of [false, true]) {
  const how = overlaid ? 'lies over the page, as in Safari' : 'shrinks the page'
  test(`F-05 a draft being reworded and a reply stay in sight when the keyboard ${how}`, async ({
    browser,
  }) => {
    await stage.moveTo('list-ideals')
    await add('ideals', ['d1', 'd2', 'd3', 'd4', 'd5'])
    const page = await phone(browser, seat(), SMALL, overlaid)
    const covered = async (field: Locator) => {
      await expect(field).toBeFocused()
      await coverByKeyboard(page, SMALL.height - LEFT, overlaid)
      await expectInSight(page, [page.locator('.goal-line'), page.getByRole('timer'), field])
      await page.keyboard.press('Escape')
      await coverByKeyboard(page, 0, overlaid)
      await expect(tabs(page)).toBeVisible()
    }
    for (const place of ['last', 'first'] as const) {
      await page.getByRole('article')[place]().getByRole('button', { name: board.card.edit }).tap()
      await covered(page.getByRole('textbox', { name: board.card.editing }))
    }
    await deepening()
    await card(page, 'c5').getByRole('button', { name: threadsText.ja.open[1], exact: true }).tap()
    await covered(page.getByRole('textbox', { name: threadsText.ja.field[1] }))
  })
}

/** A finger goes from one point to another; the browser sees each step. */
async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const STEPS = 8
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  await touch('touchStart', ...from)
  for (let step = 1; step <= STEPS; step++) {
    const at = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * step) / STEPS
    await touch('touchMove', at(0), at(1))
  }
  await touch('touchEnd')
  await cdp.detach()
}

/**
 * From one tab to the next. On a slow machine the steps of a finger come late or in one heap, and the browser takes it for
 * a long press or a flick; then it begins anew, where it began.
 */
async function swipe(page: Page, from: Tab, to: Tab, way: readonly [number, number]): Promise<void> {
  const isAt = (name: Tab, timeout: number) =>
    expect(tab(page, name)).toHaveAttribute('aria-current', 'page', { timeout })
  await isAt(from, 20_000)
  let tries = 0
  await expect(async () => {
    if (tries++ > 0) await tab(page, from).tap()
    await isAt(from, 6_000)
    await drag(page, [way[0], 400], [way[1], 405])
    await isAt(to, 6_000)
  }).toPass({ timeout: 90_000 })
}

test('F-04 who is asked for the summary is taken to it, and may write at once', async ({ browser }) => {
  await deepening()
  const { teams, participants } = await stage.state()
  // the keeper of the pen alone is asked: whoever it is, and on their own phone
  const scribe = teams[0]!.members.find(({ role }) => role === 'scribe')
  const index = participants.findIndex(({ id }) => id === scribe?.participantId)
  const page = await phone(browser, stage.seats[index]?.seatUrl ?? '')
  await expect(card(page, 'c6')).toBeVisible()
  await stage.facilitate({ type: 'nudge', participantIds: [scribe!.participantId] })
  await page.getByRole('button', { name: room.summary.write }).first().tap()
  await expect(tab(page, 'summary')).toHaveAttribute('aria-current', 'page')
  await expect(page.getByRole('textbox', { name: board.summary.label })).toBeFocused()
  await page.keyboard.type('窓口をひとつに')
  await expect(page.getByRole('textbox', { name: board.summary.label })).toHaveText('窓口をひとつに')
})

test('F-04 a finger swipes from board to board, each stays where it was read, and up and down is never sideways', async ({
  browser,
}) => {
  await deepening()
  const page = await phone(browser, seat())
  await expect(card(page, 'c6')).toBeVisible()
  const scrolled = () => page.locator('.stage').evaluate((stage) => stage.scrollTop)
  // beside the cards: on a slow machine a finger that is about to move rests long enough to take one up
  // two thirds of the way: Chromium runs ahead of a fast finger, and one that went all across would be two tabs on
  const [edge, across] = [384, 130]
  await drag(page, [edge, 600], [edge - 5, 250])
  await expect.poll(scrolled).toBeGreaterThan(100)
  await expect(tab(page, 'board')).toHaveAttribute('aria-current', 'page')

  await swipe(page, 'board', 'team', [edge, across])
  await expect(page.getByRole('complementary', { name: room.team.title })).toBeInViewport({ ratio: 0.5 })
  await expect(card(page, 'c1'), 'what lies aside is out of reach').toBeHidden()
  await expect(page.getByRole('status').filter({ hasText: room.nav.team })).toHaveCount(1)
  await swipe(page, 'team', 'summary', [edge, across])
  await expect(page.locator('[data-chain-target="i1"]')).toBeInViewport()

  await swipe(page, 'summary', 'team', [across, edge])
  await tab(page, 'board').tap()
  await expect(page.locator('.stage')).toBeInViewport({ ratio: 0.5 })
  expect(await scrolled(), 'a board stays where it was read').toBeGreaterThan(100)
  // a short way is no swipe
  await drag(page, [edge, 400], [edge - 40, 402])
  await expect(card(page, 'c3')).toBeVisible()
  await expect(tab(page, 'board')).toHaveAttribute('aria-current', 'page')
})
