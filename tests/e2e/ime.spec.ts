import { expect, test, type Browser, type CDPSession, type Locator, type Page } from '@playwright/test'
import { roomMenuText } from '../../client/i18n/room-menu.ts'
import { closePages } from './support/looks.ts'
import { words } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

/** The rules of writing Japanese together, with the browser's own composition events. */
let server: TestServer
test.beforeAll(async () => (server = await startServer()))
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

const CARD = 'together'

async function summing(): Promise<Stage> {
  const stage = await setStage(server.url, { people: 2 })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 2, seed: 7 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('deepen-ideals')
  await stage.as(0, { type: 'card.add', cardId: CARD as never, board: 'ideals', text: 'はじめ', part: null })
  return stage
}

/** Somebody at a keyboard with an input method. */
class Typist {
  readonly page: Page
  readonly #cdp: CDPSession

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page
    this.#cdp = cdp
  }

  static async sit(browser: Browser, stage: Stage, seat: number): Promise<Typist> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const { pathname, hash } = new URL(stage.seats[seat]?.seatUrl ?? '')
    await page.goto(server.url + pathname + hash)
    await page.locator('[data-phase="deepen-ideals"]').first().waitFor()
    await expect(page.getByRole('article').filter({ hasText: 'はじめ' })).toBeVisible()
    return new Typist(page, await context.newCDPSession(page))
  }

  /** underlined, not confirmed */
  async compose(text: string): Promise<void> {
    const at = text.length
    await this.#cdp.send('Input.imeSetComposition', { text, selectionStart: at, selectionEnd: at })
  }

  async confirm(text: string): Promise<void> {
    await this.#cdp.send('Input.insertText', { text })
  }

  /** What Safari says of the key that confirms: it comes after the composition's end, and only its code tells. */
  async safariKey(key: string, ctrlKey = false): Promise<void> {
    await this.page.evaluate(
      (init) =>
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', {
            ...init,
            isComposing: false,
            keyCode: 229,
            bubbles: true,
            cancelable: true,
          }),
        ),
      { key, ctrlKey },
    )
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: words.board.composer.label.ideals })
  }

  get summary(): Locator {
    return this.page.getByRole('textbox', { name: words.board.summary.label })
  }

  get cardField(): Locator {
    return this.page.getByRole('textbox', { name: words.board.card.editing })
  }

  async openCard(): Promise<void> {
    await this.page.getByRole('article').locator('p.text').first().dblclick()
    await expect(this.cardField).toBeFocused()
    await this.page.keyboard.press('End')
  }

  /** The summary without the names at the others' carets. */
  summaryWords(): Promise<string> {
    return this.summary.evaluate((editor) => {
      const copy = editor.cloneNode(true) as HTMLElement
      for (const caret of copy.querySelectorAll('.summary-caret')) caret.remove()
      return [...copy.children]
        .map((block) => (block.textContent ?? '').replace(/[\u2060\u200b\ufeff]/g, ''))
        .join('\n')
    })
  }
}

async function stored(stage: Stage): Promise<{ summary: string; cards: { id: string; text: string }[] }> {
  const teamId = (await stage.state()).teams[0]?.id
  const answer = await fetch(
    `${server.url}/api/workshops/${stage.opened.workshopId}/boards/${teamId}/ideals`,
    {
      headers: { authorization: `Bearer ${stage.opened.facilitatorToken}` },
    },
  )
  return (await answer.json()) as { summary: string; cards: { id: string; text: string }[] }
}
const cardText = async (stage: Stage) => (await stored(stage)).cards.find(({ id }) => id === CARD)?.text ?? ''
const count = (text: string, part: string) => text.split(part).length - 1

test('IME-1 IME-11 the key that confirms a conversion does nothing else, in any field of the room', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  const { page } = one

  await one.composer.click()
  await one.compose('にほん')
  await one.safariKey('Enter', true)
  await one.confirm('日本')
  await one.safariKey('Enter', true)
  await expect(one.composer).toHaveValue('日本')
  await expect(page.getByRole('article')).toHaveCount(1)

  await one.openCard()
  await one.compose('ぶん')
  for (const key of ['Enter', 'Escape']) await one.safariKey(key, key === 'Enter')
  await one.confirm('文')
  for (const key of ['Enter', 'Escape']) await one.safariKey(key, key === 'Enter')
  await expect(one.cardField).toBeFocused()
  await expect(one.cardField).toHaveValue('はじめ文')
  await page.keyboard.press('Escape')
  await expect(one.cardField).toHaveCount(0)

  await one.summary.click()
  await one.compose('まとめ')
  await one.safariKey('Enter')
  await one.confirm('纏め')
  await one.safariKey('Enter')
  await expect.poll(() => one.summaryWords()).toBe('纏め')
  await page.keyboard.press('Enter')
  await expect.poll(() => one.summaryWords()).toBe('纏め\n')

  await page.getByRole('button', { name: roomMenuText.ja.label, exact: true }).click()
  await page.getByRole('menuitem', { name: roomMenuText.ja.rename }).click()
  const name = page.getByRole('textbox', { name: roomMenuText.ja.renameLabel })
  await name.fill('')
  await one.compose('はるか')
  await one.safariKey('Enter')
  await one.confirm('遥')
  await one.safariKey('Enter')
  await expect(name).toHaveValue('遥')
  stage.close()
})

test('IME-2 IME-3 two in one card, one composing and one typing: nothing is lost, doubled or interrupted', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  const two = await Typist.sit(browser, stage, 1)
  await one.openCard()
  await two.openCard()
  const field = await one.cardField.elementHandle()
  await one.compose('にほn')
  await two.page.keyboard.insertText('!?')
  await expect.poll(() => cardText(stage)).toBe('はじめ!?')
  await one.compose('にほんご')
  // others' words wait while something composes, and nobody sees half a conversion
  await expect(one.cardField).toHaveValue('はじめにほんご')
  await expect(two.cardField).toHaveValue('はじめ!?')
  await one.confirm('日本語')
  await expect.poll(() => one.cardField.inputValue()).toContain('!?')
  const value = await one.cardField.inputValue()
  expect(value.length).toBe('はじめ日本語!?'.length)
  expect([count(value, 'はじめ'), count(value, '日本語'), count(value, '!?')]).toEqual([1, 1, 1])
  await expect(two.cardField).toHaveValue(value)
  await expect.poll(() => cardText(stage)).toBe(value)
  expect(await field?.evaluate((element) => element === document.activeElement)).toBe(true)
  stage.close()
})

test('IME-2 IME-3 two in one paragraph of the summary, one composing and one typing: the same', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  const two = await Typist.sit(browser, stage, 1)
  await one.summary.click()
  await one.confirm('まとめ')
  await two.summary.click()
  await expect.poll(() => two.summaryWords()).toBe('まとめ')
  await two.page.keyboard.press('Home')
  await one.compose('にほn')
  await two.page.keyboard.insertText('追記。')
  await expect.poll(async () => (await stored(stage)).summary).toBe('追記。まとめ')
  await one.compose('にほんご')
  await expect.poll(() => one.summaryWords()).toBe('まとめにほんご')
  expect(await two.summaryWords()).toBe('追記。まとめ')
  await one.confirm('日本語')
  for (const typist of [one, two]) await expect.poll(() => typist.summaryWords()).toBe('追記。まとめ日本語')
  await expect.poll(async () => (await stored(stage)).summary).toBe('追記。まとめ日本語')
  // and on from where one was
  await one.confirm('で')
  await expect.poll(() => two.summaryWords()).toBe('追記。まとめ日本語で')
  stage.close()
})

test('IME-4 IME-12 what was composed without a key, and left without an end, is not lost', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  await one.summary.click()
  await one.compose('手書きのまとめ')
  await one.composer.click()
  await expect.poll(async () => (await stored(stage)).summary).toBe('手書きのまとめ')
  await one.openCard()
  await one.compose('と声')
  await one.composer.click()
  await expect.poll(() => cardText(stage)).toBe('はじめと声')
  stage.close()
})

test('IME-5 IME-6 IME-8 a draft of whole characters survives a reload, from a keyboard that names no key', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  await one.composer.click()
  for (const part of ['👨‍👩‍👧', 'が', '𠮟', 'ok']) {
    await one.safariKey('Unidentified')
    await one.compose(part)
    await one.confirm(part)
  }
  await expect(one.composer).toHaveValue('👨‍👩‍👧が𠮟ok')
  await one.page.reload()
  await expect(one.composer).toHaveValue('👨‍👩‍👧が𠮟ok')
  stage.close()
})

test('IME-9 IME-10 Enter is a new line and Ctrl + Enter or a button is the end; undo takes back one’s own words only', async ({
  browser,
}) => {
  const stage = await summing()
  const one = await Typist.sit(browser, stage, 0)
  const two = await Typist.sit(browser, stage, 1)
  await one.openCard()
  await one.compose('にほん')
  await one.confirm('日本')
  await expect(two.page.getByRole('article').filter({ hasText: 'はじめ日本' })).toBeVisible()
  await two.openCard()
  await two.page.keyboard.insertText('も')
  await expect(one.cardField).toHaveValue('はじめ日本も')
  await one.page.keyboard.press('Control+z')
  await expect(one.cardField).toHaveValue('はじめも')
  await expect(two.cardField).toHaveValue('はじめも')
  await one.page.keyboard.press('Control+Shift+z')
  await expect(two.cardField).toHaveValue('はじめ日本も')
  await one.page.keyboard.press('Control+Enter')
  await expect(one.cardField).toHaveCount(0)
  await one.composer.click()
  await one.confirm('一行目')
  await one.page.keyboard.press('Enter')
  await one.confirm('二行目')
  await expect(one.composer).toHaveValue('一行目\n二行目')
  await one.page.getByRole('button', { name: words.board.composer.add, exact: true }).click()
  await expect(one.composer).toHaveValue('')
  await expect(two.page.getByRole('article').filter({ hasText: '二行目' })).toBeVisible()
  stage.close()
})
