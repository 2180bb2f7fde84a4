/**
 * Stands in for `lib0/logging` where the client is built (light-parts.ts): what Yjs says to a developer goes to the console
 * without colours.
 */
export const BOLD = ''
export const UNBOLD = ''
export const RED = ''
export const ORANGE = ''

/** @param {...unknown} words */
export function print(...words) {
  console.log(...words.filter((word) => word !== ''))
}

/** @param {...unknown} words */
export function warn(...words) {
  console.warn(...words)
}
