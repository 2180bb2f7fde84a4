import type { Attachment } from 'svelte/attachments'

/** Below this part of the height seen without it a keyboard is open; browser bars never take that much. */
const KEYBOARD_SHARE = 0.78

/** ms after the keyboard came: the page lays itself out anew in steps, and a field that was in sight slips under it again. */
const SETTLING = 600

const FIELDS = 'textarea, input, [contenteditable=true]'

/**
 * Makes room for a keyboard that lies over the page instead of shrinking it, as Safari's does. Keeps on the document
 * `--visible-height` and `--visible-top`, what of the page can be seen, and `--under-keyboard`, how much of its foot
 * cannot; while a keyboard is open the element has `data-keyboard`, and the field with the focus stays in sight.
 * To be called while the page is made: it measures at once, and what stands there by then is laid out for it.
 */
export function fitKeyboard(): Attachment<HTMLElement> {
  const viewport = window.visualViewport
  if (!viewport) return () => {}
  const root = document.documentElement
  /** the most that was seen at each width: a screen's own height says nothing in split screen or turned sideways */
  const tallest = new Map<number, number>()
  let height = 0
  let frame = 0

  /** Answers the most that was seen at this width. */
  const measure = (): number => {
    const width = Math.round(viewport.width)
    const whole = Math.max(tallest.get(width) ?? 0, viewport.height)
    tallest.set(width, whole)
    const below = root.clientHeight - viewport.height - viewport.offsetTop
    root.style.setProperty('--visible-height', `${viewport.height}px`)
    root.style.setProperty('--visible-top', `${viewport.offsetTop}px`)
    root.style.setProperty('--under-keyboard', `${Math.max(0, below)}px`)
    return whole
  }

  /** Keeps the field in sight until the page has settled, or a finger scrolls it elsewhere. */
  const hold = (field: Element) => {
    const until = performance.now() + SETTLING
    cancelAnimationFrame(frame)
    const look = () => {
      if (document.activeElement !== field) return
      field.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      if (performance.now() < until) frame = requestAnimationFrame(look)
    }
    look()
  }

  // a pinch zooms the viewport, too; then the page keeps its height
  const zoomed = () => viewport.scale > 1.01
  if (!zoomed()) measure()
  height = viewport.height
  return (element) => {
    const fit = () => {
      if (zoomed()) return
      // Safari scrolls the page to bring the field into view; with the fitted height there is nothing to scroll to
      if (viewport.offsetTop > 0) window.scrollTo(0, 0)
      const whole = measure()
      const field = writingIn(element)
      const open = field !== null && isTouch() && viewport.height < whole * KEYBOARD_SHARE
      element.toggleAttribute('data-keyboard', open)
      if (open && viewport.height !== height) hold(field)
      height = viewport.height
    }
    const listening = new AbortController()
    const { signal } = listening
    viewport.addEventListener('resize', fit, { signal })
    viewport.addEventListener('scroll', fit, { signal })
    element.addEventListener('focusin', fit, { signal })
    element.addEventListener('focusout', ({ relatedTarget }) => relatedTarget === null && fit(), { signal })
    element.addEventListener('touchmove', () => cancelAnimationFrame(frame), { signal, passive: true })
    return () => {
      cancelAnimationFrame(frame)
      listening.abort()
      for (const name of ['--visible-height', '--visible-top', '--under-keyboard'])
        root.style.removeProperty(name)
    }
  }
}

/** The field with the focus, in `element` or in a dialog over it. */
function writingIn(element: HTMLElement): Element | null {
  const { activeElement } = document
  if (!activeElement?.matches(FIELDS)) return null
  return element.contains(activeElement) || activeElement.closest('[role=dialog]') ? activeElement : null
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
