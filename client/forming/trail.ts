/** How many steps back a facilitator can go: more than anybody remembers. */
const MOST = 60

/** A value with the ones before it and, after going back, the ones after it. */
export interface Trail<Value> {
  readonly past: readonly Value[]
  readonly now: Value
  readonly future: readonly Value[]
}

export function trailFrom<Value>(now: Value): Trail<Value> {
  return { past: [], now, future: [] }
}

/** A new step; what was taken back before it is forgotten. The same trail where nothing changed. */
export function stepped<Value>(trail: Trail<Value>, now: Value): Trail<Value> {
  if (now === trail.now) return trail
  return { past: [...trail.past, trail.now].slice(-MOST), now, future: [] }
}

export function undone<Value>({ past, now, future }: Trail<Value>): Trail<Value> | null {
  const last = past.at(-1)
  return last === undefined ? null : { past: past.slice(0, -1), now: last, future: [now, ...future] }
}

export function redone<Value>({ past, now, future }: Trail<Value>): Trail<Value> | null {
  const [next, ...rest] = future
  return next === undefined ? null : { past: [...past, now], now: next, future: rest }
}
