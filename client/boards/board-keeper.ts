import type { Millis } from '#shared/time.ts'
import { newId } from '../connection/new-id.ts'
import type { Kept } from './kept.ts'
import { keptStore, type KeptPlace } from './kept-store.ts'

interface Options {
  readonly place: KeptPlace
  /** what would be lost with the page now; `null` when nothing would */
  readonly atRisk: () => Pick<Kept, 'update' | 'texts' | 'generation'> | null
}

/** reliability.md, F-08 */
const WRITE_WITHIN: Millis = 50

/** The documents of this page that look after their own edits. */
const ownKeys = new Set<string>()

/** Keeps the unacknowledged edits of one document on the device until the server has them. */
export class BoardKeeper {
  readonly #options: Options
  readonly #id = newId()
  #version = 0
  #written = 0
  #changed = false
  #key: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Everything at risk lies on the device. */
  get safe(): boolean {
    return !this.#changed && this.#written === this.#version
  }

  /** What is at risk has changed: it is on the device within 50 ms, unless the server has it by then. */
  changed(): void {
    this.#changed = true
    this.#timer ??= setTimeout(() => void this.#write(), WRITE_WITHIN)
  }

  /** The page may end at any moment: the copy that is written before this returns, besides the other. */
  now(): void {
    const kept = this.#next()
    if (!kept) return
    if (keptStore.putNow(kept)) this.#written = kept.version
    void this.#put(kept)
  }

  /** Nothing is at risk any more; or what was is elsewhere. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#changed = false
    this.#written = this.#version
    if (this.#key === null) return
    void keptStore.remove(this.#key)
    ownKeys.delete(this.#key)
    this.#key = null
  }

  /** What is kept stays for the next page. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#key !== null) ownKeys.delete(this.#key)
  }

  async #write(): Promise<void> {
    const kept = this.#next()
    if (kept) await this.#put(kept)
  }

  async #put(kept: Kept): Promise<void> {
    const written = await keptStore.put(kept)
    if (this.#key !== kept.key) return keptStore.remove(kept.key, kept.version)
    if (written) this.#written = Math.max(this.#written, kept.version)
  }

  #next(): Kept | null {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { place, atRisk } = this.#options
    const risk = atRisk()
    if (risk === null) return null
    const { workshopId, seat, teamId, board } = place
    this.#changed = false
    this.#key = `${workshopId}/${seat}/${teamId}/${board}/${risk.generation}/${this.#id}`
    ownKeys.add(this.#key)
    return { key: this.#key, teamId, board, version: ++this.#version, at: Date.now(), ...risk }
  }
}

/** What earlier pages, and other tabs, have kept of this person's edits; not what this page looks after. */
export async function keptElsewhere(who: Pick<KeptPlace, 'workshopId' | 'seat'>): Promise<Kept[]> {
  const all = await keptStore.of(who)
  return all.filter(({ key }) => !ownKeys.has(key))
}
