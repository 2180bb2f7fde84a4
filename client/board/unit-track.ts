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

  /**
   * Makes one more change: to the old text, and to what has become of it in the newer one. Answers what that means
   * for the newer text: runs to take out, the last one first, and then where the insertion goes.
   */
  replace(at: number, removed: number, length: number): Edit {
    const runs: { at: number; length: number }[] = []
    for (let index = this.#origins.length - 1; index >= 0; index--) {
      const origin = this.#origins[index] ?? null
      if (origin === null || origin < at || origin >= at + removed) continue
      const previous = runs.at(-1)
      if (previous?.at === index + 1) {
        previous.at = index
        previous.length++
      } else runs.push({ at: index, length: 1 })
    }
    for (const run of runs) this.#origins.splice(run.at, run.length)
    const place = this.behind(at)
    const shift = length - removed
    this.#origins = this.#origins.map((origin) => (origin !== null && origin >= at ? origin + shift : origin))
    this.#origins.splice(place, 0, ...Array.from({ length }, (_, index) => at + index))
    return { runs, place }
  }
}

export interface Edit {
  readonly runs: readonly { readonly at: number; readonly length: number }[]
  readonly place: number
}
