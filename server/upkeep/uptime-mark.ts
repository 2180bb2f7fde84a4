import type { WorkshopId } from '#shared/ids.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import type { Storage, Uptime } from '../storage/ports.ts'

export type Outage = Uptime['outages'][number]

/** Real time between two marks; an outage is known to this much (G-13: half a second). */
const MARK_EVERY: Millis = SECOND / 2
/** Real time. A shorter silence nobody notices, and a busy machine has such by itself (F-38). */
const WORTH_TELLING: Millis = 3 * SECOND
/** A server that cannot stay up for a second leaves more; then the earliest is forgotten. */
const REMEMBERED = 20
/** What the mark has room for; far more than live at once (G-22). */
const MOST_MOVING = 500

interface MarkDeps {
  readonly storage: Pick<Storage, 'uptime'>
  readonly runtime: Runtime
  readonly log: Log
  /** live rooms in a phase that ends by itself */
  readonly moving?: () => readonly WorkshopId[]
}

/**
 * Says twice a second that the server is there, and so knows for how long it was not: after a restart, and after the machine
 * slept or stood still. A mark is a file that is overwritten without syncing: it survives a kill, and a power cut makes the
 * outage look longer by some seconds, which gives people time and takes none. Own it: `close` ends the marking.
 */
export class UptimeMark {
  readonly #deps: MarkDeps
  readonly #listeners = new Set<(outage: Outage) => void>()
  readonly #toWake: Set<WorkshopId>
  #outages: readonly Outage[]
  #aliveAt: Millis
  #cancel: () => void = () => undefined

  /** Reads the mark of the server before this one; a mark that does not read is none. */
  static async start(deps: MarkDeps): Promise<UptimeMark> {
    const before = await deps.storage.uptime.read().catch(() => null)
    // A fast clock stands still while nobody turns it: it goes on where it stood, and knows no outages.
    if (before) deps.runtime.clock.catchUp?.(before.aliveAt)
    const mark = new UptimeMark(deps, before)
    await mark.#mark()
    return mark
  }

  private constructor(deps: MarkDeps, before: Uptime | null) {
    this.#deps = deps
    this.#toWake = new Set(before?.moving)
    this.#outages = before?.outages ?? []
    this.#aliveAt = before?.aliveAt ?? deps.runtime.clock.now()
  }

  /** What is remembered, oldest first; a room that opens asks for them, and counts each once. */
  get outages(): readonly Outage[] {
    return this.#outages
  }

  /** Rooms in a phase that ends by itself which the server before this one left, and that are not open again. */
  get toWake(): readonly WorkshopId[] {
    return [...this.#toWake]
  }

  woke(workshopId: WorkshopId): void {
    this.#toWake.delete(workshopId)
  }

  /** Calls `hear` with every outage from now on, until the returned function is called. */
  listen(hear: (outage: Outage) => void): () => void {
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  close(): void {
    this.#cancel()
    this.#cancel = () => undefined
  }

  async #mark(): Promise<void> {
    const { storage, runtime, log } = this.#deps
    const { clock, timers } = runtime
    this.#notice(clock.now())
    // Armed first: writing may take as long as the disk likes, and that is no outage.
    this.#cancel = timers.after(realTime(clock, MARK_EVERY), () => void this.#mark())
    const moving = [...new Set([...this.#toWake, ...(this.#deps.moving?.() ?? [])])].slice(0, MOST_MOVING)
    await storage.uptime
      .write({ aliveAt: this.#aliveAt, outages: this.#outages, ...(moving.length > 0 ? { moving } : {}) })
      .catch((error: unknown) => log.debug({ err: error }, 'the mark of being alive was not written'))
  }

  #notice(now: Millis): void {
    const outage = { from: this.#aliveAt, until: now }
    this.#aliveAt = now
    const { clock } = this.#deps.runtime
    if (clock.catchUp !== undefined) return
    if (outage.until - outage.from <= realTime(clock, WORTH_TELLING)) return
    this.#outages = [...this.#outages, outage].slice(-REMEMBERED)
    this.#deps.log.warn({ ...outage, ms: outage.until - outage.from }, 'the server was away')
    for (const hear of this.#listeners) hear(outage)
  }
}
