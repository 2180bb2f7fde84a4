/** One replacement in a text. Offsets are UTF-16 units, as in fields and Yjs, and never cut a surrogate pair. */
export interface Replacement {
  readonly at: number
  readonly removed: number
  readonly inserted: string
}

/**
 * The smallest replacement that turns `before` into `after`, or `null`. Where several would do (a letter typed into
 * a run of the same letter), `caret`, the position in `after` behind the edit, says which one happened.
 */
export function replacementBetween(before: string, after: string, caret = after.length): Replacement | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let suffix = commonSuffix(before, after, Math.min(shorter, after.length - caret))
  let prefix = commonPrefix(before, after, shorter - suffix)
  suffix = commonSuffix(before, after, shorter - prefix)
  if (isHighSurrogate(after.charCodeAt(prefix - 1)) || isHighSurrogate(before.charCodeAt(prefix - 1)))
    prefix--
  if (isLowSurrogate(after.charCodeAt(after.length - suffix))) suffix--
  return {
    at: prefix,
    removed: before.length - prefix - suffix,
    inserted: after.slice(prefix, after.length - suffix),
  }
}

function commonPrefix(a: string, b: string, most: number): number {
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}

function commonSuffix(a: string, b: string, most: number): number {
  let length = 0
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++
  return length
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
