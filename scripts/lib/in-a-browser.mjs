/** Stands in for `lib0/environment` where the client is built (light-parts.ts): a browser, and no variables. */
export const isBrowser = true
export const isNode = false
export const production = true

/** @returns {null} */
export function getVariable() {
  return null
}
