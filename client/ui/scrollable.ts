/**
 * Makes an area that scrolls reachable by keyboard while it has more than it shows, so that arrow keys can scroll it
 * even when nothing inside can be focused (WCAG 2.1.1).
 */
export function scrollable(area: HTMLElement): () => void {
  const look = () => {
    if (area.scrollHeight > area.clientHeight) area.tabIndex = 0
    else area.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  sizes.observe(area)
  const contents = new MutationObserver(look)
  contents.observe(area, { childList: true, subtree: true, characterData: true })
  return () => {
    sizes.disconnect()
    contents.disconnect()
  }
}
