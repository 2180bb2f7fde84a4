/** What jsdom lacks because it neither lays out nor paints. Import it before any component. */
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), { matches: false, media, onchange: null }) as unknown as MediaQueryList
Element.prototype.animate ??= () =>
  ({ finished: Promise.resolve(), cancel: () => {}, onfinish: null }) as unknown as Animation
Element.prototype.getAnimations ??= () => []
Element.prototype.scrollIntoView ??= () => {}
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
