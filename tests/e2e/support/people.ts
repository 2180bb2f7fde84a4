import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { PhaseKind } from '#shared/domain/phases/phase-kind.ts'
import { boardText } from '../../../client/i18n/board.ts'
import { consoleText } from '../../../client/i18n/console.ts'
import { teamsText } from '../../../client/i18n/console-teams.ts'
import { joinText, openText } from '../../../client/i18n/home.ts'
import { roomText } from '../../../client/i18n/room.ts'

/** The browsers of the end-to-end runs speak Japanese, as most workshops do. */
export const words = {
  board: boardText.ja,
  console: consoleText.ja,
  teams: teamsText.ja,
  join: joinText.ja,
  open: openText.ja,
  room: roomText.ja,
}

export const phaseTitleJa = (kind: PhaseKind) => phaseKind(kind).text.ja.title

/** A facilitator in a browser of their own: opens the workshop on the home page and drives it on the console. */
export class Facilitator {
  readonly page: Page
  readonly context: BrowserContext
  joinUrl = ''
  code = ''
  workshopId = ''

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
  }

  static async open(
    browser: Browser,
    baseUrl: string,
    plan: { title: string; goal: string },
  ): Promise<Facilitator> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(baseUrl)
    await page.getByRole('textbox', { name: words.open.title }).fill(plan.title)
    await page.getByRole('textbox', { name: words.open.goal }).fill(plan.goal)
    await page.getByRole('button', { name: words.open.submit }).click()
    const one = new Facilitator(context, page)
    one.joinUrl = await page.getByRole('textbox', { name: words.open.opened.joinLink }).inputValue()
    one.code = (await page.locator('.code b').innerText()).trim()
    await page.getByRole('link', { name: words.open.opened.console }).click()
    await expect(page.getByRole('button', { name: words.console.move.open })).toBeVisible()
    one.workshopId = /\/w\/([^/]+)\/console/.exec(page.url())?.[1] ?? ''
    return one
  }

  async formTeams(size: number): Promise<void> {
    await this.page
      .getByRole('radio', { name: words.teams.teams.sizeOf(size), exact: true })
      .check({ force: true })
    await this.page.getByRole('button', { name: words.teams.teams.form }).click()
  }

  async start(): Promise<void> {
    await this.page.getByRole('button', { name: words.console.move.open }).click()
  }

  /** The one button that moves everyone, once no team is seen to owe its summary; waits until the next phase is on. */
  async advanceTo(kind: PhaseKind): Promise<void> {
    const title = phaseTitleJa(kind)
    await expect(this.page.getByText(words.teams.tile.unsummed, { exact: true })).toHaveCount(0)
    await this.page.getByRole('button', { name: words.console.move.next(title) }).click()
    await this.expectPhase(kind)
  }

  /** The same while teams owe the summaries they were asked for: a dialog says so, and lets one go on. */
  async advanceUnsummedTo(kind: PhaseKind): Promise<void> {
    await this.page.getByRole('button', { name: words.console.move.next(phaseTitleJa(kind)) }).click()
    const dialog = this.page.getByRole('dialog', { name: words.console.gate.unsummedTitle })
    await dialog.getByRole('button', { name: words.console.gate.goOn }).click()
    await this.expectPhase(kind)
  }

  async expectPhase(kind: PhaseKind): Promise<void> {
    await expect(this.page.locator('[data-phase]').first()).toHaveAttribute('data-phase', kind)
  }

  async end(): Promise<void> {
    await this.page.getByRole('button', { name: words.console.move.end }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: words.console.end.confirm }).click()
  }
}

/** A participant in a browser of their own. */
export class Participant {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name
    this.context = context
    this.page = page
  }

  static async join(browser: Browser, joinUrl: string, name: string, phone = false): Promise<Participant> {
    const viewport = phone ? { width: 390, height: 844 } : { width: 1280, height: 800 }
    const context = await browser.newContext({ viewport, hasTouch: phone })
    const page = await context.newPage()
    await page.goto(joinUrl)
    await page.getByRole('textbox', { name: words.join.name }).fill(name)
    await page.getByRole('button', { name: words.join.submit }).click()
    await page.waitForURL(/\/w\/[^/]+$/)
    return new Participant(name, context, page)
  }

  async expectPhase(kind: PhaseKind): Promise<void> {
    await expect(this.page.locator('[data-phase]').first()).toHaveAttribute('data-phase', kind)
  }

  /** Posts through the composer, with the button, as somebody would who has just arrived. */
  async post(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: composerName })
    await field.fill(text)
    await this.page.getByRole('button', { name: words.board.composer.add, exact: true }).click()
    await expect(field).toHaveValue('')
    await expect(this.card(text)).toBeVisible()
  }

  /** The card that reads `text`, wherever it lies. */
  card(text: string): Locator {
    const first = text.split('\n')[0] ?? text
    return this.page.getByRole('article').filter({ hasText: first })
  }

  async openMenu(card: Locator, item: string): Promise<void> {
    await card.getByRole('button', { name: /の操作$/ }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async writeSummary(text: string): Promise<void> {
    const editor = this.page.getByRole('textbox', { name: words.board.summary.label })
    await editor.click()
    await this.page.keyboard.insertText(text)
    await expect(editor).toContainText(text)
  }
}

const composerName = new RegExp(Object.values(words.board.composer.label).join('|'))
