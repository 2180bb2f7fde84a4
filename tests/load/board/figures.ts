import type { Browser, Page } from '@playwright/test'
import {
  drag,
  gzipped,
  heapOf,
  openBare,
  openBoard,
  scroll,
  typeKeys,
  type Frames,
  type Keys,
} from './measure.ts'
import type { BoardStage } from './stage.ts'

/** What may be asked for by name. `bundle` needs no browser. */
export const PARTS = ['bundle', 'join', 'bare', 'card', 'composer', 'drag', 'scroll', 'heap'] as const
export type Part = (typeof PARTS)[number]

/** One column of the report; what was not asked for is not in it. */
export interface BoardFigures {
  readonly slowdown: number
  /** in a page that is nothing but a field: what the browser takes by itself */
  readonly bare?: Keys
  readonly card?: Keys
  readonly composer?: Keys
  /** ms */
  readonly join?: number
  readonly drag?: Frames
  readonly scroll?: Frames
  /** MB */
  readonly heap?: number
  /** KB that had come when the board was painted, and that came within seconds after it */
  readonly scripts?: { readonly before: number; readonly after: number }
}

export interface Measuring {
  readonly browser: Browser
  readonly stage: BoardStage
  readonly slowdown: number
  readonly parts: ReadonlySet<Part>
  /** told at once of each thing begun and found, so that a run that is cut short has not been for nothing */
  readonly say: (what: string) => void
}

const KEYS = 150
/** how long cards are dragged, and the wall scrolled */
const MOVING_MS = 4_000
const JOINS = 3

export async function measureBoard(measuring: Measuring): Promise<BoardFigures> {
  const { browser, stage, slowdown, parts, say } = measuring
  const begin = (what: string) => say(`${slowdown}×: ${what}`)
  const joins: number[] = []
  for (let round = 0; parts.has('join') && round < JOINS; round++) {
    begin('joining')
    const { page, joinMs } = await openBoard(browser, stage, slowdown)
    joins.push(joinMs)
    await page.context().close()
  }
  const join = joins.toSorted((a, b) => a - b)[Math.floor(JOINS / 2)]
  if (join !== undefined) say(`  ${join.toFixed(0)} ms`)
  const others = await measureAtBoard(measuring, begin)
  return {
    slowdown,
    ...(await measureBare(measuring, begin)),
    ...(join === undefined ? {} : { join }),
    ...others,
  }
}

async function measureBare(
  { browser, slowdown, parts, say }: Measuring,
  begin: (what: string) => void,
): Promise<Pick<BoardFigures, 'bare'>> {
  if (!parts.has('bare')) return {}
  begin('bare')
  const page = await openBare(browser, slowdown)
  const bare = await typeKeys(page, KEYS)
  await page.context().close()
  say(`  ${JSON.stringify(bare)}`)
  return { bare }
}

/** What one page shows after another of the same board, with the others typing. */
async function measureAtBoard(
  { browser, stage, slowdown, parts, say }: Measuring,
  begin: (what: string) => void,
): Promise<Omit<BoardFigures, 'slowdown' | 'join'>> {
  if (!['card', 'composer', 'drag', 'scroll', 'heap'].some((part) => parts.has(part as Part))) return {}
  const stop = stage.typing()
  try {
    const { page, cdp, scripts } = await openBoard(browser, stage, slowdown)
    const measure = async <Found>(part: Part, find: () => Promise<Found>): Promise<Found | undefined> => {
      if (!parts.has(part)) return undefined
      begin(part)
      const found = await find()
      say(`  ${JSON.stringify(found)}`)
      return found
    }
    const found = {
      card: await measure('card', async () => {
        await openCard(page)
        const keys = await typeKeys(page, KEYS)
        await page.keyboard.press('Escape')
        return keys
      }),
      composer: await measure('composer', async () => {
        await page.locator('.composer textarea').focus()
        return await typeKeys(page, KEYS)
      }),
      drag: await measure('drag', () => drag(page, MOVING_MS)),
      scroll: await measure('scroll', () => scroll(page, MOVING_MS)),
      heap: await measure('heap', () => heapOf(cdp)),
      scripts: { before: gzipped(scripts.before), after: gzipped(scripts.after) },
    }
    await page.context().close()
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  } finally {
    stop()
  }
}

/** A press that a busy page answers late may meet a board that has moved meanwhile: then once more. */
async function openCard(page: Page): Promise<void> {
  const field = page.locator('.board article textarea')
  for (let tries = 0; tries < 6 && (await field.count()) === 0; tries++) {
    const box = await page.locator('.board article p.text').nth(3).boundingBox()
    if (!box) throw new Error('no card in view')
    // by the pointer alone: waiting until nothing moves would take its time from what is measured
    await page.mouse.dblclick(box.x + 20, box.y + 10)
    await field.waitFor({ timeout: 15_000 }).catch(() => {})
  }
  await field.waitFor()
}
