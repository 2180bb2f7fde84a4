/** A source of numbers in [0, 1). Injected wherever chance decides, so that a run can be repeated. */
export type Random = () => number

/** Mulberry32: a small seeded generator, good enough to deal teams and to drive tests. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items]
  for (let last = copy.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1))
    const kept = copy[last] as T
    copy[last] = copy[pick] as T
    copy[pick] = kept
  }
  return copy
}
