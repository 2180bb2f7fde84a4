/** What jsdom lacks because it neither lays out nor paints; set up before each file of the suite. */
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), { matches: false, media, onchange: null }) as unknown as MediaQueryList
Element.prototype.animate ??= () =>
  ({ finished: Promise.resolve(), cancel: () => {}, onfinish: null }) as unknown as Animation
Element.prototype.getAnimations ??= () => []
Element.prototype.scrollIntoView ??= () => {}
// the ids of tests hold nothing that a selector would have to escape
globalThis.CSS ??= { escape: (id: string) => id } as typeof CSS
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
