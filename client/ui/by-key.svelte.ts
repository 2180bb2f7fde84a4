import { untrack } from 'svelte'

/** What one part of many sees. */
export interface Seen<Value> {
  readonly value: Value
}

class Box<Value> implements Seen<Value> {
  value: Value = $state.raw() as Value

  constructor(value: Value) {
    this.value = value
  }
}

/**
 * One value for each of hundreds of parts that are on screen at once. Where each derived its own from what they have in
 * common, every change of that would go through all of them; here only those whose own value is another are told.
 */
export class ByKey<Key, Value> {
  readonly #boxes = new Map<Key, Box<Value>>()
  readonly #read: () => (key: Key) => Value
  readonly #same: (before: Value, now: Value) => boolean

  /** `read` answers, at every change of what it reads, what each key has now. */
  constructor(read: () => (key: Key) => Value, same: (before: Value, now: Value) => boolean = Object.is) {
    this.#read = read
    this.#same = same
  }

  /**
   * What `key` has, now and later: reactive wherever its value is read, except in the very derivation that asks for it first,
   * since Svelte tells a derivation nothing of state it made itself. Ask once, and read elsewhere.
   */
  at(key: Key): Seen<Value> {
    const known = this.#boxes.get(key)
    if (known) return known
    // whoever asks for it in something derived is to depend on the box alone
    const made = new Box(untrack(this.#read)(key))
    this.#boxes.set(key, made)
    return made
  }

  /** To be called in an effect of whoever shows the parts: tells those whose value is another. */
  tell(): void {
    const valueOf = this.#read()
    for (const [key, box] of this.#boxes) {
      const now = valueOf(key)
      if (!this.#same(box.value, now)) box.value = now
    }
  }
}
