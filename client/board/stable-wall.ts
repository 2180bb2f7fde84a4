import type { Wall } from './wall.ts'

/**
 * The wall `now` with every lane, card, reply and list that reads as it did `before` replaced by what it was: what is the
 * same object is not drawn again, and of 500 cards one changes at a time.
 */
export function stableWall(before: Wall | null, now: Wall): Wall {
  return before === null ? now : kept(before, now)
}

/** `before` itself when the two read the same, all the way down; else `now`, of the old parts where they do. */
function kept<Value>(before: unknown, now: Value): Value {
  if (Object.is(before, now)) return now
  if (Array.isArray(now)) return Array.isArray(before) ? (keptList(before, now) as Value) : now
  if (!isPlain(before) || !isPlain(now)) return now
  const fields = Object.keys(now)
  let same = fields.length === Object.keys(before).length
  const next: Record<string, unknown> = {}
  for (const field of fields) {
    const value = (next[field] = kept(before[field], now[field]))
    same &&= value === before[field] && field in before
  }
  return (same ? before : next) as Value
}

/** What has a name of its own is compared with what had it, wherever in the list that stood: mostly where it was. */
function keptList(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  let named: ReadonlyMap<unknown, unknown> | undefined
  const formerly = (item: unknown, index: number): unknown => {
    const there = before[index]
    if (there === item || nameOf(there) === nameOf(item)) return there
    named ??= new Map(before.map((old, at) => [nameOf(old) ?? at, old]))
    return named.get(nameOf(item) ?? index)
  }
  const next = now.map((item, index) => kept(formerly(item, index), item))
  return next.length === before.length && next.every((item, index) => item === before[index]) ? before : next
}

function nameOf(item: unknown): unknown {
  return isPlain(item) ? (item['key'] ?? item['id']) : undefined
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
