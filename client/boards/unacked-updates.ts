import * as Y from 'yjs'

interface Entry {
  readonly update: Uint8Array
  /** the frame it went out in, counted by connection; `null` while it has not */
  readonly frame: number | null
}

/**
 * Half of what the server takes in one frame (`LIMITS.boardFrame`): the other half is room for what a merge adds. Also
 * what small updates are gathered up to, so that an hour offline is some entries and not thousands.
 */
const LARGEST = 128 * 1024
const MOST_ENTRIES = 64

/** Edits of this page that are not known to be on the server's disk, oldest first. */
export class UnackedUpdates {
  #entries: readonly Entry[] = []

  get any(): boolean {
    return this.#entries.length > 0
  }

  /** Whether something has not gone out on this connection. */
  get waiting(): boolean {
    return this.#entries.some(({ frame }) => frame === null)
  }

  add(update: Uint8Array): void {
    this.#entries = [...this.#entries, { update, frame: null }]
    if (this.#entries.length > MOST_ENTRIES && this.#entries.every(({ frame }) => frame === null)) {
      this.#entries = inPortions(this.#entries).map((portion) => ({ update: merged(portion), frame: null }))
    }
  }

  /** What has not gone out yet, merged, each small enough for a frame; the caller sends them with `count` and on. */
  takeFrom(count: number): Uint8Array[] {
    const sent = this.#entries.filter(({ frame }) => frame !== null)
    const portions = inPortions(this.#entries.filter(({ frame }) => frame === null))
    const taken = portions.map((portion, index) => ({ update: merged(portion), frame: count + index }))
    this.#entries = [...sent, ...taken]
    return taken.map(({ update }) => update)
  }

  /** A frame that holds everything there is goes out as number `count`. */
  wentOut(count: number): void {
    this.#entries = this.#entries.map(({ update }) => ({ update, frame: count }))
  }

  /** The server has all frames up to `count` on disk. */
  acknowledged(count: number): void {
    this.#entries = this.#entries.filter(({ frame }) => frame === null || frame > count)
  }

  /** A new connection counts anew; what was under way may not have arrived. */
  connectionLost(): void {
    this.#entries = this.#entries.map(({ update }) => ({ update, frame: null }))
  }

  /** All of it as one update; `null` when there is nothing. */
  all(): Uint8Array | null {
    return this.any ? merged(this.#entries) : null
  }
}

function merged(entries: readonly Entry[]): Uint8Array {
  const updates = entries.map(({ update }) => update)
  return updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates(updates)
}

function inPortions(entries: readonly Entry[]): Entry[][] {
  const portions: Entry[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const entry of entries) {
    size += entry.update.byteLength
    if (size > LARGEST) {
      portions.push([])
      size = entry.update.byteLength
    }
    portions.at(-1)?.push(entry)
  }
  return portions
}
