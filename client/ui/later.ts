/**
 * A part of the page that is not needed for its first picture: fetched when nothing else is to be done, or when
 * somebody first asks for it, and once. One that could not be fetched is tried again by whoever asks next.
 */
export type Later<Part> = () => Promise<Part>

/** What every part needs before it can be shown, beyond itself: the kit does not know. */
let needs: () => Promise<unknown> | null = () => null

/** `wait` is called when a part has come; `null` when it lacks nothing. */
export function partsNeed(wait: () => Promise<unknown> | null): void {
  needs = wait
}

export function later<Part>(fetchPart: () => Promise<Part>): Later<Part> {
  let coming: Promise<Part> | undefined
  const fetchWhole = async (): Promise<Part> => {
    const part = await fetchPart()
    await needs()
    return part
  }
  return () => {
    coming ??= fetchWhole().catch((error: unknown) => {
      coming = undefined
      throw error
    })
    return coming
  }
}

/** ms between tries. */
const TRY_AGAIN = 2_000

/** For what nobody asks for but everybody misses: tries until it is here. */
export async function insist<Part>(part: Later<Part>): Promise<Part> {
  for (;;) {
    try {
      return await part()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN))
    }
  }
}

/** ms. Browsers that do not tell when they are idle (Safari) have painted by then. */
const SURELY_PAINTED = 400

/** Fetches the parts when the browser has nothing better to do; returns what calls it off. */
export function whenIdle(parts: readonly Later<unknown>[]): () => void {
  // what could not be fetched now is said to whoever asks for it
  return whenAtRest(() => parts.forEach((part) => void part().catch(() => {})))
}

/** Does some work when the browser has nothing better to do, `atLast` ms from now even if it has; returns what calls it off. */
export function whenAtRest(work: () => void, atLast?: number): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(work, atLast ?? SURELY_PAINTED)
    return () => clearTimeout(timer)
  }
  const wish = window.requestIdleCallback(work, atLast === undefined ? {} : { timeout: atLast })
  return () => window.cancelIdleCallback(wish)
}
