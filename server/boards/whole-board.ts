import * as Y from 'yjs'
import { answerFrame, updateFrame } from './frames.ts'

/** With more edits than this, encoding the board anew costs less than sending them one by one. */
const MOST_EDITS = 64

const NOTHING = new Uint8Array([0, 0])

/**
 * Everything a newcomer needs, in frames that are made once and sent to all who come: a board of 2,000 cards takes some
 * milliseconds to encode, and a class joins within two seconds.
 */
export class WholeBoard {
  /** a large one first, then small edits; `null`: to be encoded */
  #updates: Uint8Array[] | null = null
  #frames: readonly Uint8Array[] | null = null

  /** `base` and what came after it, as the disk has them: no document is needed for the first newcomers. */
  static of(base: Uint8Array | null, tail: readonly Uint8Array[]): WholeBoard {
    const whole = new WholeBoard()
    const edits = tail.length > MOST_EDITS ? [Y.mergeUpdates([...tail])] : tail
    whole.#updates = [...(base ? [base] : []), ...edits]
    return whole
  }

  /** What has been done to the board since. */
  add(edits: readonly Uint8Array[]): void {
    this.#updates?.push(...edits)
    this.#frames = null
    if ((this.#updates?.length ?? 0) > MOST_EDITS) this.forget()
  }

  /** The document was built anew, or is too far ahead. */
  forget(): void {
    this.#updates = this.#frames = null
  }

  /** The last one is the answer: a client takes itself for synced when it comes, so nothing may come after it. */
  frames(encode: () => Uint8Array): readonly Uint8Array[] {
    this.#updates ??= [encode()]
    this.#frames ??= [
      ...this.#updates.slice(0, -1).map(updateFrame),
      answerFrame(this.#updates.at(-1) ?? NOTHING),
    ]
    return this.#frames
  }
}
