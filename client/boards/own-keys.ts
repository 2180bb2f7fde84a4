let waiting = false

/** Whether something was typed on this page that has not been painted yet. */
export function isKeyWaiting(): boolean {
  return waiting
}

function onInput(): void {
  if (waiting) return
  waiting = true
  // a task that is asked for in a frame comes after all that is done in it
  requestAnimationFrame(() => setTimeout(() => (waiting = false)))
}

document.addEventListener('input', onInput, { capture: true, passive: true })
