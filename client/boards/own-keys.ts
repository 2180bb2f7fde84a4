import type { Millis } from '#shared/time.ts'

/** Whoever has typed nothing for so long looks up. */
const LOOKS_UP: Millis = 1_000

let waiting = false
let last: Millis = -Infinity

/** Whether something was typed on this page that has not been painted yet. */
export function isKeyWaiting(): boolean {
  return waiting
}

/** Whether somebody is typing on this page, with their eyes on their own words. */
export function isTyping(): boolean {
  return performance.now() - last < LOOKS_UP
}

function onInput(): void {
  last = performance.now()
  if (waiting) return
  waiting = true
  // a task that is asked for in a frame comes after all that is done in it
  requestAnimationFrame(() => setTimeout(() => (waiting = false)))
}

document.addEventListener('input', onInput, { capture: true, passive: true })
