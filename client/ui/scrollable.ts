/**
 * Makes an area that scrolls reachable by keyboard while it has more than it shows, so that arrow keys can scroll it
 * even when nothing inside can be focused (WCAG 2.1.1). Looks when the area or one of its children has another size:
 * the browser tells after it has laid the page out, so that nobody's key waits for a layout made only to look.
 */
export function scrollable(area: HTMLElement): () => void {
  const sizes = new ResizeObserver(() => {
    if (area.scrollHeight > area.clientHeight) area.tabIndex = 0
    else area.removeAttribute('tabindex')
  })
  const watch = () => {
    sizes.disconnect()
    for (const one of [area, ...area.children]) sizes.observe(one)
  }
  const children = new MutationObserver(watch)
  children.observe(area, { childList: true })
  watch()
  return () => {
    sizes.disconnect()
    children.disconnect()
  }
}
