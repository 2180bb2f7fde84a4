/** The heading of a step takes the focus as the step comes, so that keyboard and screen reader go on from there. */
export function cameIn(heading: HTMLElement): void {
  heading.focus({ preventScroll: true })
  // jsdom has no layout to scroll
  if (typeof window.scrollTo === 'function') window.scrollTo(0, 0)
}
