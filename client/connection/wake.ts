import type { Millis } from '#shared/time.ts'

const LOOK: Millis = 1_000
/** A visible page's clock that jumps by more than this has slept with its device, which no event tells. */
const JUMP: Millis = 5_000

/**
 * Runs `wake` whenever the page may have slept, or the network came or went: whatever was open must be asked whether it
 * still is. Returns the way to stop.
 */
export function onWake(wake: () => void): () => void {
  let looked = Date.now()
  const visible = () => {
    if (document.visibilityState === 'visible') wake()
  }
  // the first showing of a page is no waking up
  const shown = (event: PageTransitionEvent) => {
    if (event.persisted) wake()
  }
  const looking = setInterval(() => {
    const before = looked
    looked = Date.now()
    // hidden pages' timers are late by rule; they are asked when they are seen again
    if (looked - before > LOOK + JUMP && !document.hidden) wake()
  }, LOOK)
  document.addEventListener('visibilitychange', visible)
  document.addEventListener('resume', wake)
  window.addEventListener('pageshow', shown)
  window.addEventListener('online', wake)
  window.addEventListener('offline', wake)
  return () => {
    clearInterval(looking)
    document.removeEventListener('visibilitychange', visible)
    document.removeEventListener('resume', wake)
    window.removeEventListener('pageshow', shown)
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
  }
}

/**
 * Runs `leave` when the page is hidden or goes: it may never run again. `back` when it is in use again after all.
 * Returns the way to stop.
 */
export function onLeave(leave: () => void, back: () => void): () => void {
  const seen = () => (document.hidden ? leave() : back())
  document.addEventListener('visibilitychange', seen)
  document.addEventListener('freeze', leave)
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', back)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('freeze', leave)
    window.removeEventListener('pagehide', leave)
    window.removeEventListener('pageshow', back)
  }
}

/**
 * Has the browser ask before the page is closed, while `loses` says that something would be lost. Asking otherwise
 * only teaches people to click it away. Returns the way to stop.
 */
export function guardLeaving(loses: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (loses()) event.preventDefault()
  }
  window.addEventListener('beforeunload', ask)
  return () => window.removeEventListener('beforeunload', ask)
}
