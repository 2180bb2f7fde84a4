import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test'

/** The eight ways every screen is looked at. */
export interface Look {
  readonly locale: 'ja' | 'en'
  readonly scheme: 'light' | 'dark'
  readonly size: 'desk' | 'phone'
}

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

export const LOOKS: readonly Look[] = (['desk', 'phone'] as const).flatMap((size) =>
  (['ja', 'en'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).map((scheme) => ({ locale, scheme, size })),
  ),
)

/** The two that differ in everything: what a long story is told in, where eight times would take too long. */
export const OPPOSITE_LOOKS: readonly Look[] = [
  { locale: 'ja', scheme: 'light', size: 'desk' },
  { locale: 'en', scheme: 'dark', size: 'phone' },
]

export const nameOf = (look: Look) => `${look.size}-${look.locale}-${look.scheme}`

/** A browser of its own that speaks and looks as told, and stands where told. */
export async function contextFor(
  browser: Browser,
  look: Look,
  where: { readonly timezoneId?: string } = {},
): Promise<BrowserContext> {
  return browser.newContext({
    ...where,
    viewport: SIZES[look.size],
    locale: look.locale === 'ja' ? 'ja-JP' : 'en-GB',
    colorScheme: look.scheme,
    hasTouch: look.size === 'phone',
    reducedMotion: 'reduce',
  })
}

/** To be called after each test: pages that stay open go on reconnecting, and the next test pays for it. */
export async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close()
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeViolation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** No WCAG 2.2 AA violation on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate<AxeViolation[]>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then((result) => result.violations)`)
  // a button half scrolled under the composer is cut by scrolling, not small: scrolled into view it has its full size
  const standing = violations.filter(
    ({ id, nodes }) =>
      id !== 'target-size' || !nodes.every((node) => /partially obscured/.test(node.failureSummary ?? '')),
  )
  const told = standing.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map((node) => `    ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  expect.soft(told, `axe on ${what}`).toEqual([])
}

/** Nothing sticks out sideways, and no text is cut without an ellipsis of its own making. */
export async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(wide, `sideways overflow on ${what}`).toBeLessThanOrEqual(0)
}

/** No key of a text table shows through, and no Japanese is left in the English page's own words. */
export async function expectWords(
  page: Page,
  look: Look,
  what: string,
  theirs: readonly string[] = [],
): Promise<void> {
  const text = await page.locator('body').innerText()
  expect.soft(text, `raw values on ${what}`).not.toMatch(/\bundefined\b|\[object |\{\w+\}/)
  if (look.locale === 'ja') return
  let rest = text.replaceAll('よりあい', '').replaceAll('日本語', '')
  for (const words of theirs) rest = rest.replaceAll(words, '')
  // a picture shows the beginning of a long name and an ellipsis
  rest = rest.replace(/[^\s…]+(?=…)/g, (cut) => (theirs.some((words) => words.startsWith(cut)) ? '' : cut))
  expect
    .soft(rest.match(/[\u3040-\u30ff\u4e00-\u9fff]{2,}/g) ?? [], `untranslated words on ${what}`)
    .toEqual([])
}
