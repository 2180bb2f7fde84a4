/** A Yjs text delta: what an event says happened, from the start of the text. */
export type Delta = readonly {
  readonly retain?: number
  readonly insert?: unknown
  readonly delete?: number
}[]

/**
 * Where each unit of an old text is in a newer one, after any number of deltas. Lets a change that was made to the
 * old text be made to the newer one instead. Texts are cards and titles, so a plain array is fast enough.
 */
export class UnitTrack {
  /** by position in the newer text: the unit's position in the old one, or `null` for a unit that came later */
  #origins: (number | null)[]

  constructor(length: number) {
    this.#origins = Array.from({ length }, (_, index) => index)
  }

  apply(delta: Delta): void {
    let at = 0
    for (const part of delta) {
      if (part.retain !== undefined) at += part.retain
      else if (part.delete !== undefined) this.#origins.splice(at, part.delete)
      else {
        const length = typeof part.insert === 'string' ? part.insert.length : 1
        this.#origins.splice(at, 0, ...Array.from({ length }, () => null))
        at += length
      }
    }
  }

  /** The place in the newer text right behind what is left of the old text's first `index` units. */
  behind(index: number): number {
    const last = this.#origins.findLastIndex((origin) => origin !== null && origin < index)
    return last + 1
  }

  /** What is left of the old units `from` to `to` (exclusive), as runs in the newer text, last run first. */
  runsOf(from: number, to: number): readonly { readonly at: number; readonly length: number }[] {
    const runs: { at: number; length: number }[] = []
    for (let at = this.#origins.length - 1; at >= 0; at--) {
      const origin = this.#origins[at] ?? null
      if (origin === null || origin < from || origin >= to) continue
      const previous = runs.at(-1)
      if (previous?.at === at + 1) {
        previous.at = at
        previous.length++
      } else runs.push({ at, length: 1 })
    }
    return runs
  }
}
