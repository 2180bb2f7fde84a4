/**
 * Scrolls no more than needed to show an element. What lies behind another tab of a phone stays there: scrolling to it
 * would swipe the tab from under the person's hands.
 */
export function bringIntoView(element: HTMLElement, behavior: ScrollBehavior = 'auto'): void {
  if (isBehind(element)) return
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior })
}

/** Whether an element is kept from being seen, and so from having the focus, by where it lies. */
export function isBehind(element: HTMLElement): boolean {
  return getComputedStyle(element).visibility === 'hidden'
}
