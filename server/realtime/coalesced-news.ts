import type { WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'

/** At most one message each 250 ms of real time: a class arriving together is one message, not thirty. */
const COALESCE: Millis = 250

/** Tells a workshop what is told whole, soon after it changed. */
export class CoalescedNews {
  readonly #runtime: Runtime
  readonly #send: (workshopId: WorkshopId) => void
  readonly #waiting = new Map<WorkshopId, () => void>()

  constructor(runtime: Runtime, send: (workshopId: WorkshopId) => void) {
    this.#runtime = runtime
    this.#send = send
  }

  changed(workshopId: WorkshopId): void {
    if (this.#waiting.has(workshopId)) return
    const { clock, timers } = this.#runtime
    const cancel = timers.after(realTime(clock, COALESCE), () => {
      this.#waiting.delete(workshopId)
      this.#send(workshopId)
    })
    this.#waiting.set(workshopId, cancel)
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }
}
