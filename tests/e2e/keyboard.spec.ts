import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import type { CardId } from '#shared/ids.ts'
import { boardText } from '../../client/i18n/board.ts'
import { consoleText } from '../../client/i18n/console.ts'
import { speakText } from '../../client/i18n/console-speak.ts'
import { teamsText } from '../../client/i18n/console-teams.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { joinText } from '../../client/i18n/home.ts'
import { roomText } from '../../client/i18n/room.ts'
import { closePages } from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

/** A whole part without a mouse: what has the focus is seen at every stop, and it is never lost. */
const board = boardText.ja
const room = roomText.ja
const keys = groupingText.ja
const desk = { ...consoleText.ja, ...teamsText.ja, ...speakText.ja }

let server: TestServer
let stage: Stage

test.beforeEach(async () => {
  server = await startServer()
  stage = await setStage(server.url, { people: 3 })
})

test.afterEach(async ({ browser }) => {
  await closePages(browser)
  stage.close()
  await server.close()
})

async function open(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(new URL(path, server.url).href)
  return page
}

/** No screen has more stops than this between two things on it. */
const STOPS = 80

/** Goes on by Tab alone until it is there, and sees where it is at every stop. */
async function tabTo(page: Page, goal: Locator, back = false): Promise<void> {
  await expect(goal).toBeVisible()
  const there = () => goal.evaluate((element) => element === document.activeElement)
  for (let stop = 0; stop < STOPS && !(await there()); stop++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    // between the last stop and the first lies the browser's own frame
    await expectRing(page, true)
  }
  await expect(goal).toBeFocused()
}

/** What has the focus is marked: a ring, or the frame of the field around it. */
async function expectRing(page: Page, orNone = false): Promise<void> {
  const bare = await page.evaluate((none) => {
    const { activeElement } = document
    if (activeElement === null || activeElement === document.body)
      return none ? null : 'nothing has the focus'
    const marked = (element: Element | null) => {
      if (element === null) return false
      const { boxShadow, outlineStyle, outlineColor } = getComputedStyle(element)
      return boxShadow !== 'none' || (outlineStyle !== 'none' && !/, 0\)$|transparent/.test(outlineColor))
    }
    const frames = ['label', '.box', '.name', '.frame', '.drafts', '.composer']
    return marked(activeElement) ||
      frames.some((frame) => marked(activeElement.closest(frame))) ||
      marked(activeElement.nextElementSibling)
      ? null
      : activeElement.outerHTML.slice(0, 160)
  }, orNone)
  expect(bare, 'the focus is seen').toBeNull()
}

const focusedCard = (page: Page) => page.locator('[data-card]:focus')
const card = (page: Page, text: string) => page.locator('[data-card]').filter({ hasText: text })

test('K-01 a participant’s whole part without a mouse: join, write, reword, cluster, name, vote, like, link, sum up, call', async ({
  browser,
}) => {
  const page = await open(browser, `/j/${stage.opened.code}`)
  await tabTo(page, page.getByRole('textbox', { name: joinText.ja.name }))
  await page.keyboard.insertText('つむぎ')
  await tabTo(page, page.getByRole('button', { name: joinText.ja.submit }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/w\/[^/]+$/)
  // the room is there: only who is present is put into a team
  await page.locator('[data-phase="planning"]').waitFor()
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 4 })
  const { participants, teams } = await stage.state()
  const newcomer = participants.find(({ name }) => name === 'つむぎ')!
  if (newcomer.teamId === null && teams[0])
    await stage.facilitate({ type: 'team.move', participantId: newcomer.id, teamId: teams[0].id })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('deepen-ideals')
  const ideal = { cardId: 'i1' as CardId, board: 'ideals', text: '履歴が1本', part: null } as const
  await stage.as(0, { type: 'card.add', ...ideal })
  await stage.moveTo('deepen-challenges')

  const composer = page.getByRole('textbox', { name: board.composer.label.challenges })
  await expect(composer).toBeVisible()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await tabTo(page, page.getByRole('link', { name: room.skip }))
  await page.keyboard.press('Enter')
  await expect(page.locator('section.middle')).toBeFocused()
  await expectRing(page)

  await tabTo(page, composer)
  for (const text of ['通知が鳴る', '通知が多い', '窓口が二つ']) {
    await page.keyboard.insertText(text)
    await page.keyboard.press('Control+Enter')
    await expect(card(page, text)).toBeVisible()
    await expect(composer).toBeFocused()
    await expect(composer).toHaveValue('')
  }

  await tabTo(page, card(page, '通知が鳴る'), true)
  await page.keyboard.press('Enter')
  await page.keyboard.insertText('夜中に')
  await page.keyboard.press('Escape')
  await expect(focusedCard(page)).toContainText('夜中に')
  await page.keyboard.press(' ')
  await expect(page.getByRole('toolbar', { name: board.move.selected(1) })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: board.move.selected(1) })).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await expect(focusedCard(page)).toContainText('通知が多い')
  await page.keyboard.press(' ')
  await expect(page.getByRole('toolbar', { name: board.move.selected(2) })).toBeVisible()
  await page.keyboard.press('g')
  const title = page.locator('textarea:focus')
  await expect(title).toHaveAttribute('aria-label', board.clusterName)
  await expectRing(page)
  await page.keyboard.insertText('通知')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-lane^="cluster:"] [data-card]:focus')).toHaveCount(1)
  await expectRing(page)

  await page.keyboard.press('v')
  await expect(page.locator('[data-card]:focus').getByRole('img', { name: board.vote.mine(1) })).toBeVisible()
  const own = page.locator('[data-card][tabindex="0"]')
  await tabTo(page, own.getByRole('button', { name: board.card.like, exact: true }))
  await page.keyboard.press('Enter')
  const liked = own.getByRole('button', { name: board.card.liked, exact: true })
  await expect(liked).toHaveAttribute('aria-pressed', 'true')
  await expect(liked).toBeFocused()
  await tabTo(page, own, true)
  await page.keyboard.press('l')
  await tabTo(page, page.getByRole('dialog').getByRole('checkbox', { name: '履歴が1本' }))
  await page.keyboard.press(' ')
  await expect(page.getByRole('dialog').getByRole('checkbox')).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(own).toBeFocused()
  await expect(own.getByRole('button', { name: /^つながりを見る/ })).toBeVisible()

  // picked up, carried out of its cluster, laid down: the keys for it work without letters
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: keys.keys.title })).toContainText(
    `Shift + ${keys.keys.space}`,
  )
  await page.keyboard.press('Escape')
  await expect(own).toBeFocused()
  await page.keyboard.press('Shift+ ')
  await expect(page.locator('.lifted')).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  // it is drawn anew in its lane, and the focus goes with it; before that it had the focus where it lay
  await expect(page.locator('[data-lane="loose"]').locator(own)).toBeVisible()
  await expect(own).toBeFocused()
  await page.keyboard.press(' ')
  await expect(page.locator('.lifted')).toHaveCount(0)
  await expect(page.locator('[data-lane="loose"] [data-card]:focus')).toHaveCount(1)

  const summary = page.getByRole('textbox', { name: board.summary.label })
  await tabTo(page, summary)
  await page.keyboard.insertText('通知より窓口')
  await expect(summary).toContainText('通知より窓口')
  await tabTo(page, page.getByRole('button', { name: room.hand.raise }), true)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: room.hand.lower })).toBeFocused()
  expect((await stage.state()).calls).toHaveLength(1)
})

test('K-02 a facilitator’s part without a mouse: announce, move a person, open, add a minute, pause, go on', async ({
  browser,
}) => {
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 2 })
  const page = await open(browser, stage.opened.facilitatorUrl)
  await tabTo(page, page.getByRole('link', { name: desk.tabs.skip }))
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()

  await tabTo(page, page.getByRole('textbox', { name: desk.announce.label }))
  await page.keyboard.insertText('まもなく始めます')
  await tabTo(page, page.getByRole('button', { name: desk.announce.send, exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: desk.announce.label })).toBeFocused()
  expect((await stage.state()).announcements).toHaveLength(1)

  const { participants, teams } = await stage.state()
  const one = participants[0]!
  const to = teams.find(({ id }) => id !== one.teamId)
  const menu = page.getByRole('button', { name: desk.person.menu(one.name ?? ''), exact: true })
  if (!(await menu.isVisible())) {
    await tabTo(page, page.getByRole('button', { name: desk.teams.arrange }), true)
    await page.keyboard.press('Enter')
  }
  await tabTo(page, menu, true)
  if (to) {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: desk.person.moveTo(to.name) })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await stage.state()).participants[0]?.teamId).toBe(to.id)
    await expect(menu, 'the keyboard goes with who was moved').toBeFocused()
  }

  const press = async (name: string, after = name) => {
    await tabTo(page, page.getByRole('button', { name, exact: true }), true)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: after, exact: true })).toBeFocused()
    await expectRing(page)
  }
  await tabTo(page, page.getByRole('button', { name: desk.move.open, exact: true }), true)
  await page.keyboard.press('Enter')
  const go = page.locator('.move button').first()
  await expect(go).toContainText(/^次へ/)
  await expect(go, 'what was pressed keeps the focus').toBeFocused()
  await press(desk.deck.plusOne)
  await press(desk.deck.pause, desk.deck.resume)
  await press(desk.deck.resume, desk.deck.pause)
  const { current } = (await stage.state()).agenda
  await tabTo(page, go)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stage.state()).agenda.current?.phaseId).not.toBe(current?.phaseId)
  await expect(go).toBeFocused()
})
