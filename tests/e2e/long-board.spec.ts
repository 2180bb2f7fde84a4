import { expect, test, type Browser, type Page } from '@playwright/test'
import type { CardId } from '#shared/ids.ts'
import { expectAccessible } from './support/looks.ts'
import { words } from './support/people.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

/** A board many screens long, whose cards far off the screen are no more than their words: nobody is to notice. */
const CARDS = 160
let stage: Stage

teamForEachTest(4, async (set) => {
  stage = set
  await stage.moveTo('deepen-ideals')
  for (let index = 0; index < CARDS; index++) {
    const cardId = `card-${index}` as CardId
    const text = `${index}枚目。${'安心して話せる集まりを、みんなで続けていく。'.slice(0, 4 + ((index * 7) % 19))}`
    await stage.as(index % 4, { type: 'card.add', cardId, board: 'ideals', text })
  }
})

async function sit(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(stage.seats[0]?.seatUrl ?? '')
  await expect(page.locator('.wall [data-card]')).toHaveCount(CARDS)
  await settled(page)
  return page
}

/** Until no card becomes full or light any more. */
async function settled(page: Page): Promise<void> {
  let before = -1
  await expect(async () => {
    const now = await page.locator('.wall article button').count()
    const same = now === before
    before = now
    expect(same).toBe(true)
  }).toPass({ intervals: [300] })
}

const light = (page: Page) => page.locator('.wall article.light')

/** Where each card stands in the wall's own paper, and how long that is. */
const layout = (page: Page) =>
  page.locator('.wall').evaluate((wall) => ({
    height: wall.scrollHeight,
    tops: [...wall.querySelectorAll('[data-card]')].map((card) =>
      Math.round(card.getBoundingClientRect().top + wall.scrollTop),
    ),
  }))

test('scrolling through it moves nothing, and every card there is whole', async ({ browser }) => {
  const page = await sit(browser)
  expect(await light(page).count()).toBeGreaterThan(CARDS / 2)
  const before = await layout(page)
  const wall = page.locator('.wall')
  for (let top = 0; top < before.height; top += 800) {
    await wall.evaluate((element, to) => (element.scrollTop = to), top)
    await settled(page)
    const seen = await wall.evaluate((element) =>
      [...element.querySelectorAll('article')].filter((card) => {
        const box = card.getBoundingClientRect()
        return box.bottom > 120 && box.top < 760 && card.classList.contains('light')
      }),
    )
    expect(seen).toHaveLength(0)
    expect(await layout(page)).toEqual(before)
  }
  expect(await light(page).count()).toBeGreaterThan(CARDS / 2)
  await expectAccessible(page, 'the end of a long board')
})

test('the keyboard goes from the first card to the last and finds all that is on it', async ({ browser }) => {
  const page = await sit(browser)
  const last = page.locator('.wall [data-card]').last()
  await expect(last.locator('article')).toHaveClass(/light/)
  await page.locator('.wall [data-card]').first().focus()
  await page.keyboard.press('End')
  await expect(last).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(last.getByRole('checkbox')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Home')
  await expect(page.locator('.wall [data-card]').first()).toBeFocused()
})

test('a field that is open in a card stays open, with what composes in it, however far one scrolls', async ({
  browser,
}) => {
  const page = await sit(browser)
  await page.locator('.wall [data-card] p.text').first().dblclick()
  const field = page.getByRole('textbox', { name: words.board.card.editing })
  await expect(field).toBeFocused()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Input.imeSetComposition', { text: 'りそう', selectionStart: 3, selectionEnd: 3 })
  await page.locator('.wall').evaluate((wall) => (wall.scrollTop = wall.scrollHeight))
  await settled(page)
  await expect(field).toBeFocused()
  await cdp.send('Input.insertText', { text: '理想' })
  await expect(field).toHaveValue(/理想$/)
})

test('a card is carried to a far place while the wall scrolls under it', async ({ browser }) => {
  const page = await sit(browser)
  const first = page.locator('.wall [data-card]').first()
  const id = await first.getAttribute('data-card')
  const from = await first.boundingBox()
  if (!from) throw new Error('no card in view')
  await page.mouse.move(from.x + 60, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 80, from.y + 60, { steps: 4 })
  const wall = await page.locator('.wall').boundingBox()
  if (!wall) throw new Error('no wall')
  await page.mouse.move(from.x + 80, wall.y + wall.height - 8, { steps: 6 })
  await expect
    .poll(() => page.locator('.wall').evaluate((element) => element.scrollTop))
    .toBeGreaterThan(2_500)
  // away from the edge the wall comes to a stand; between two cards it then lies, and is put into no group
  const middle = { x: from.x + 80, y: wall.y + wall.height / 2 }
  await page.mouse.move(middle.x, middle.y, { steps: 4 })
  await expect(async () => {
    const under = await page.evaluate(({ x, y }) => {
      const cards = document.elementsFromPoint(x, y + 60).map((one) => one.closest('.wall [data-card]'))
      const { left, top } = cards.find((card) => card !== null)?.getBoundingClientRect() ?? {
        left: 0,
        top: 0,
      }
      return { left, top }
    }, middle)
    await page.mouse.move(under.left + 60, under.top + 4, { steps: 4 })
    await expect(page.locator('.aim.between')).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await page.mouse.up()
  await expect
    .poll(() =>
      page
        .locator('.wall [data-card]')
        .evaluateAll(
          (cards, wanted) => cards.findIndex((card) => card.getAttribute('data-card') === wanted),
          id,
        ),
    )
    .toBeGreaterThan(40)
})

interface TraceEvent {
  readonly name: string
  readonly args: { readonly beginData?: { readonly totalObjects: number } }
}

/** How many boxes lay under each of the layouts that the page made meanwhile. */
async function layoutsDuring(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  const cdp = await page.context().newCDPSession(page)
  const found: number[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, args } of value as unknown as readonly TraceEvent[])
      if (name === 'Layout' && args.beginData) found.push(args.beginData.totalObjects)
  })
  await cdp.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'] } })
  await work()
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()))
  await cdp.send('Tracing.end')
  await complete
  return found
}

/** boxes; a field with its words has about ten */
const FEW = 40
const KEYS = 10
/** The clock goes on meanwhile, and what was typed is saved. */
const MORE = 8

test('a key lays out the field it goes to, and neither the wall nor what is around it', async ({
  browser,
}) => {
  const page = await sit(browser)
  const type = async () => {
    for (let key = 0; key < KEYS; key++) await page.keyboard.press('a', { delay: 60 })
  }
  const composer = page.getByRole('textbox', { name: words.board.composer.label.ideals })
  await page.locator('.wall [data-card] p.text').first().dblclick()
  for (const field of [page.getByRole('textbox', { name: words.board.card.editing }), composer]) {
    await field.focus()
    await page.keyboard.type('aa')
    const layouts = await layoutsDuring(page, type)
    expect(layouts.filter((boxes) => boxes < FEW).length).toBeGreaterThanOrEqual(KEYS)
    expect(layouts.filter((boxes) => boxes >= FEW).length).toBeLessThanOrEqual(MORE)
  }
})

test('a field is as high as its words while they are typed, and no other when the focus has left it', async ({
  browser,
}) => {
  const page = await sit(browser)
  const composer = page.getByRole('textbox', { name: words.board.composer.label.ideals })
  const height = () => composer.evaluate((field) => field.getBoundingClientRect().height)
  const before = await height()
  await composer.focus()
  expect(await height()).toBe(before)
  await composer.pressSequentially('みんなで続けていく。'.repeat(9))
  const grown = await height()
  expect(grown).toBeGreaterThan(before)
  expect(await composer.evaluate((field) => field.scrollHeight <= field.clientHeight)).toBe(true)
  await composer.blur()
  expect(await height()).toBe(grown)
  await composer.fill('')
  expect(await height()).toBe(before)
})
