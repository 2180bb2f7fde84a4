import { expect, type Locator, type Page } from '@playwright/test'

/**
 * For `addInitScript`: a visual viewport that a test can shrink while the page keeps its height, as Safari's is under a
 * keyboard. Runs in the page.
 */
export function overlaidKeyboard(): void {
  let covered = 0
  const seen = Object.assign(new EventTarget(), {
    scale: 1,
    offsetLeft: 0,
    offsetTop: 0,
    pageLeft: 0,
    pageTop: 0,
  })
  Object.defineProperties(seen, {
    width: { get: () => window.innerWidth },
    height: { get: () => window.innerHeight - covered },
  })
  Object.defineProperty(window, 'visualViewport', { value: seen })
  window.addEventListener('test:keyboard', (event) => {
    covered = (event as CustomEvent<number>).detail
    seen.dispatchEvent(new Event('resize'))
  })
}

/** A keyboard of that height comes up, or goes away: over the page, or by shrinking it. */
export async function coverByKeyboard(page: Page, height: number, overlaid: boolean): Promise<void> {
  if (overlaid) {
    await page.evaluate((covered) => {
      window.dispatchEvent(new CustomEvent('test:keyboard', { detail: covered }))
    }, height)
    return
  }
  const { width } = page.viewportSize() ?? { width: 360 }
  const whole = await page.evaluate(() => Number(document.documentElement.dataset['whole'] ?? innerHeight))
  await page.evaluate((was) => (document.documentElement.dataset['whole'] = String(was)), whole)
  await page.setViewportSize({ width, height: whole - height })
}

/** Each lies wholly within what can be seen, and nothing lies over its middle. */
export async function expectInSight(page: Page, things: readonly Locator[]): Promise<void> {
  for (const thing of things) {
    await expect(async () => {
      const hidden = await thing.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect()
        const seen = window.visualViewport ?? { height: innerHeight, offsetTop: 0 }
        const foot = seen.offsetTop + seen.height
        if (top < seen.offsetTop - 1 || bottom > foot + 1 || left < -1 || right > innerWidth + 1)
          return `from ${top} to ${bottom} of ${seen.offsetTop} to ${foot}`
        const at = [(left + right) / 2, (top + bottom) / 2] as const
        const over = document.elementFromPoint(...at)
        const own = over !== null && (element.contains(over) || over.contains(element))
        return own ? null : `under ${over?.outerHTML.slice(0, 120)}`
      })
      expect(hidden, `${String(thing)} in sight`).toBeNull()
    }).toPass()
  }
}

/** By keyboard: the menu is opened on its button and the entry found by its first words. */
export async function chooseByKeyboard(page: Page, trigger: Locator, entry: string | RegExp): Promise<void> {
  await trigger.focus()
  await page.keyboard.press('Enter')
  const item = page.getByRole('menu').getByText(entry).first()
  await item.focus().catch(() => undefined)
  await item.locator('xpath=ancestor-or-self::*[@role][1]').focus()
  await page.keyboard.press('Enter')
}
