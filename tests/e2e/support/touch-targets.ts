import { expect, type Page } from '@playwright/test'

/** What a thumb hits without looking twice, in CSS pixels (Apple's 44 pt; WCAG 2.5.5). */
const TOUCH = 44
/** Phones zoom into fields whose text is smaller. */
const NO_ZOOM = 16
/** Borders and zoomed layouts end on fractions of a pixel. */
const ROUNDING = 1

interface Target {
  readonly what: string
  readonly wide: number
  readonly high: number
  /** of what is written in; smaller text makes a phone zoom in */
  readonly font: number | null
}

/** Every control on the page has room for a thumb: measured by where touches land, not by what is drawn. */
export async function expectTouchTargets(page: Page, where: string, within = 'body'): Promise<void> {
  // what is shown for a moment, as a notice is, may lie over a control
  await expect
    .poll(
      async () => {
        const targets = await page.evaluate(measureTargets, within)
        const small = targets.filter(({ wide, high }) => Math.min(wide, high) < TOUCH - ROUNDING)
        const zooming = targets.filter(({ font }) => font !== null && font < NO_ZOOM)
        return [
          ...(targets.length === 0 ? ['nothing to touch'] : []),
          ...small.map(({ what, wide, high }) => `${wide}×${high} ${what}`),
          ...zooming.map(({ what, font }) => `${font} px text in ${what}`),
        ]
      },
      { message: `too small for a thumb on ${where}` },
    )
    .toEqual([])
}

/** Runs in the page. */
function measureTargets(within: string): Target[] {
  const CONTROLS =
    'button, a[href], input, textarea, select, summary, [role=button], [role=menuitem], [contenteditable=true]'
  /** no target need be measured further than this */
  const ENOUGH = 48

  const labelOf = (control: Element) =>
    control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)
      ? (control.labels?.[0] ?? null)
      : null
  const isShown = (control: Element) => {
    const shown = labelOf(control) ?? control
    if (control.closest('[inert], .visually-hidden, [aria-hidden=true], :disabled')) return false
    if (!shown.checkVisibility({ visibilityProperty: true })) return false
    return getComputedStyle(shown).pointerEvents !== 'none'
  }
  // WCAG excepts links within a sentence: their line's height is the text's
  const inSentence = (control: Element) => {
    if (!(control instanceof HTMLAnchorElement) || getComputedStyle(control).display !== 'inline')
      return false
    const around = control.parentElement?.textContent.trim() ?? ''
    return around.length > (control.textContent.trim().length ?? 0)
  }

  const before = window.scrollY
  const targets = [...document.querySelectorAll(`:is(${within}) :is(${CONTROLS})`)]
    .filter((control) => isShown(control) && !inSentence(control))
    .map((control) => {
      const label = labelOf(control)
      const face = label ?? control
      face.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
      const box = face.getBoundingClientRect()
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      const hits = (atX: number, atY: number) => {
        const hit = document.elementFromPoint(atX, atY)
        return hit !== null && (control.contains(hit) || label?.contains(hit) === true)
      }
      const reach = (stepX: number, stepY: number) => {
        let far = 0
        while (far < ENOUGH && hits(x + stepX * (far + 1), y + stepY * (far + 1))) far++
        return far
      }
      const there = hits(x, y)
      const name = control.getAttribute('aria-label') ?? control.textContent.trim()
      return {
        what: `${control.tagName.toLowerCase()}.${control.className} “${name.slice(0, 30)}”${there ? '' : ` (under ${document.elementFromPoint(x, y)?.outerHTML.slice(0, 80)})`}`,
        font: control.matches('textarea, input:not([type=checkbox], [type=radio]), select, [contenteditable]')
          ? parseFloat(getComputedStyle(control).fontSize)
          : null,
        wide: there ? reach(-1, 0) + reach(1, 0) + 1 : 0,
        high: there ? reach(0, -1) + reach(0, 1) + 1 : 0,
      }
    })
  window.scrollTo(0, before)
  return targets
}
