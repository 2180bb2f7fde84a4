import type { Attachment } from 'svelte/attachments'

/** Below this part of the screen's height a keyboard is open; browser bars never take that much. */
const KEYBOARD_SHARE = 0.78

/**
 * Makes an element as high as what can be seen of the page: Safari lays its keyboard over the page instead of
 * shrinking it. Sets `--visible-height` and, while a keyboard is open, `data-keyboard`.
 */
export const fitKeyboard: Attachment<HTMLElement> = (element) => {
  const viewport = window.visualViewport
  if (!viewport) return
  const fit = () => {
    // a pinch zooms the viewport, too; then the page keeps its height
    if (viewport.scale > 1.01) return
    element.style.setProperty('--visible-height', `${viewport.height}px`)
    element.toggleAttribute(
      'data-keyboard',
      viewport.height < window.screen.height * KEYBOARD_SHARE && isTouch(),
    )
    // Safari scrolls the page to bring the field into view; with the fitted height there is nothing to scroll to
    if (viewport.offsetTop > 0) window.scrollTo(0, 0)
  }
  fit()
  viewport.addEventListener('resize', fit)
  viewport.addEventListener('scroll', fit)
  return () => {
    viewport.removeEventListener('resize', fit)
    viewport.removeEventListener('scroll', fit)
  }
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
