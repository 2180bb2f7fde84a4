import type { Browser, Page } from '@playwright/test'
import { drag, gzipped, heapOf, openBoard, scroll, typeKeys, type Frames, type Spread } from './measure.ts'
import type { BoardStage } from './stage.ts'

/** One column of the report. */
export interface BoardFigures {
  readonly slowdown: number
  readonly card: Spread
  readonly composer: Spread
  readonly cardWork: Spread
  readonly joinMs: number
  readonly drag: Frames
  readonly scroll: Frames
  readonly heapMb: number
  readonly roomKb: number
  readonly laterKb: number
}

const KEYS = 150
/** how long cards are dragged, and the wall scrolled */
const MOVING_MS = 4_000
const JOINS = 3

export async function measureBoard(
  browser: Browser,
  stage: BoardStage,
  slowdown: number,
  say: (what: string) => void,
): Promise<BoardFigures> {
  const step = async <Found>(what: string, measured: Promise<Found>): Promise<Found> => {
    say(`${slowdown}×: ${what}`)
    return await measured
  }
  const joins: number[] = []
  for (let round = 0; round < JOINS; round++) {
    const { page, joinMs } = await step('joining', openBoard(browser, stage, slowdown))
    joins.push(joinMs)
    await page.context().close()
  }
  const stop = stage.typing()
  try {
    const { page, cdp, scripts } = await openBoard(browser, stage, slowdown)
    await openCard(page)
    const card = await step('typing in a card', typeKeys(page, KEYS))
    await page.keyboard.press('Escape')
    await page.locator('.composer textarea').focus()
    const composer = await step('typing in the composer', typeKeys(page, KEYS))
    const dragged = await step('dragging', drag(page, MOVING_MS))
    const scrolled = await step('scrolling', scroll(page, MOVING_MS))
    const heapMb = await heapOf(cdp)
    await page.context().close()
    return {
      slowdown,
      card: card.total,
      composer: composer.total,
      cardWork: card.work,
      joinMs: joins.toSorted((a, b) => a - b)[Math.floor(JOINS / 2)] ?? NaN,
      drag: dragged,
      scroll: scrolled,
      heapMb,
      roomKb: gzipped(scripts.before),
      laterKb: gzipped(scripts.after),
    }
  } finally {
    stop()
  }
}

async function openCard(page: Page): Promise<void> {
  const box = await page.locator('.board article p.text').nth(3).boundingBox()
  if (!box) throw new Error('no card in view')
  // by the pointer alone: waiting until nothing moves would take its time from what is measured
  await page.mouse.dblclick(box.x + 20, box.y + 10)
  await page.locator('.board article textarea').waitFor()
}
