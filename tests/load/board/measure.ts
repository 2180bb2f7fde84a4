import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import type { BoardStage } from './stage.ts'
import { watchForBoard, watchFrames, watchKeys } from './in-page.ts'

export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly count: number
}

/** ms: of the whole way, and of it the page at work. */
export interface Keys {
  readonly total: Spread
  readonly work: Spread
}

export interface Frames {
  /** of those a 60 Hz screen would have shown, in percent */
  readonly droppedPct: number
  readonly perSecond: number
  /** ms */
  readonly longest: number
}

/** Paths of the scripts that had come when the board was painted, and of those that came after. */
interface Scripts {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** A busy machine is slow, not broken. */
const PATIENCE_MS = 60_000
const LATER_MS = 3_000

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ja-JP' })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}

async function newPage(context: BrowserContext, slowdown: number): Promise<{ page: Page; cdp: CDPSession }> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  // a new window runs some hundred scripts of the browser's own for its address bar, half a second of a core
  await page.waitForTimeout(LATER_MS)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  // tsx names functions by a helper of its own, which pages do not have
  await page.addInitScript('globalThis.__name = (named) => named')
  return { page, cdp }
}

/** A page with an empty field and nothing else, which has the focus. */
export async function openBare(browser: Browser, slowdown: number): Promise<Page> {
  const { page } = await newPage(await newContext(browser), slowdown)
  await page.goto('data:text/html,<!doctype html><textarea cols="80" rows="4" autofocus></textarea>')
  await page.locator('textarea').focus()
  return page
}

/** A fresh page in a browser that already has the seat and the files; the board is on screen when it resolves. */
export async function openBoard(
  browser: Browser,
  stage: BoardStage,
  slowdown: number,
): Promise<{ page: Page; cdp: CDPSession; joinMs: number; scripts: Scripts }> {
  const context = await newContext(browser)
  const room = `${stage.url}/w/${stage.workshopId}`
  const first = await context.newPage()
  await first.goto(`${room}#s=${stage.token}`)
  await first.locator('.board article').first().waitFor()
  await first.close()
  const { page, cdp } = await newPage(context, slowdown)
  await page.addInitScript(watchForBoard)
  await page.goto(room)
  await page.waitForFunction(() => 'boardPaintedAt' in window)
  const joinMs = await page.evaluate(() => (window as unknown as { boardPaintedAt: number }).boardPaintedAt)
  // what is fetched when nothing else is to be done has come by then too
  await page.waitForTimeout(LATER_MS)
  return { page, cdp, joinMs, scripts: await scriptsOf(page, joinMs) }
}

async function scriptsOf(page: Page, joinMs: number): Promise<Scripts> {
  const fetched = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
      ({ name, responseEnd }) => ({
        path: new URL(name).pathname,
        responseEnd,
      }),
    ),
  )
  const scripts = fetched.filter(({ path }) => path.endsWith('.js'))
  const paths = (wanted: typeof scripts) => [...new Set(wanted.map(({ path }) => path))]
  const before = paths(scripts.filter(({ responseEnd }) => responseEnd <= joinMs))
  return { before, after: paths(scripts).filter((path) => !before.includes(path)) }
}

/** Types into whatever has the focus, at a person's pace, so that keys fall anywhere between others' edits. */
export async function typeKeys(page: Page, count: number): Promise<Keys> {
  await page.evaluate(watchKeys)
  for (let index = 0; index < count; index++) {
    await page.keyboard.press('abcdefghijklmnop '[index % 17] ?? 'a')
    await page.waitForTimeout(70 + ((index * 37) % 61))
  }
  await page.waitForTimeout(500)
  const keys = await page.evaluate(
    () => (window as unknown as { keys: { total: number; work: number }[] }).keys,
  )
  return { total: spreadOf(keys.map(({ total }) => total)), work: spreadOf(keys.map(({ work }) => work)) }
}

/** Drags the first card in view up and down across the wall for `ms`. */
export async function drag(page: Page, ms: number): Promise<Frames> {
  const card = page.locator('.wall [data-card]').nth(4)
  const box = await card.boundingBox()
  if (!box) throw new Error('no card in view')
  const { mouse } = page
  await mouse.move(box.x + 40, box.y + 20)
  await mouse.down()
  await mouse.move(box.x + 60, box.y + 40, { steps: 6 })
  await page.evaluate(watchFrames)
  const until = Date.now() + ms
  for (let step = 0; Date.now() < until; step++) {
    await mouse.move(500 + 380 * Math.sin(step / 25), 430 + 220 * Math.cos(step / 17))
  }
  const frames = await framesOf(page)
  await page.keyboard.press('Escape')
  await mouse.up()
  await page.waitForTimeout(400)
  return frames
}

export async function scroll(page: Page, ms: number): Promise<Frames> {
  await page.mouse.move(700, 450)
  await page.evaluate(watchFrames)
  const until = Date.now() + ms
  for (let step = 0; Date.now() < until; step++) {
    await page.mouse.wheel(0, step % 120 < 60 ? 120 : -120)
    await page.waitForTimeout(10)
  }
  return framesOf(page)
}

/** MB, after a collection. */
export async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('Performance.enable')
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 1024 / 1024
}

/** KB, each file by itself as it travels. */
export function gzipped(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(`dist/client${path}`)).byteLength, 0) / 1024
}

async function framesOf(page: Page): Promise<Frames> {
  const frames = await page.evaluate(() => {
    const found = window as unknown as { frames: number[]; stopFrames: () => void }
    found.stopFrames()
    return found.frames
  })
  const total = frames.reduce((sum, frame) => sum + frame, 0)
  const shown = frames.length
  const due = Math.max(shown, Math.round(total / (1000 / 60)))
  return {
    droppedPct: (100 * (due - shown)) / due,
    perSecond: (shown * 1000) / total,
    longest: Math.max(...frames),
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  return { p50: at(0.5), p95: at(0.95), count: sorted.length }
}
