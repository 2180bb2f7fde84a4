import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import { SPACE_TO_WARN, type StorageHealth } from '../storage/ports.ts'

/** Real time from one backup to the next (F-49: no more than an hour of work hangs on one disk). */
const EVERY: Millis = 60 * MINUTE
/** Real time. A server that was just started has people to let in; one that is started again and again still gets there. */
const FIRST: Millis = 10 * MINUTE
/** Real time until the next try when one could not be taken. */
const RETRY: Millis = 10 * MINUTE
/** a point in time may lie this far off between two looks at the folder */
const TOLERANCE: Millis = SECOND

/** Where backups lie and how one is taken; `server/operations/backup-process.ts` is the adapter. */
export interface BackupPlace {
  /** Takes and proves one. `damaged`: it was taken, and something in the data does not read. Rejects when there is none. */
  take(signal: AbortSignal): Promise<'sound' | 'damaged'>
  /** when the newest sound one was taken; `null` when there is none */
  newest(): Promise<Millis | null>
  /** bytes that may still be written there; `null` when the system does not say */
  freeBytes(): Promise<number | null>
}

interface Deps {
  readonly place: BackupPlace
  /** what the disk said last of the data */
  readonly health: () => StorageHealth | null
  readonly runtime: Runtime
  readonly log: Log
}

/**
 * Takes a backup every hour while the server runs. Never where it would leave the disk short of room, one at a time, and
 * what goes wrong is told each time and tried again. `close` also ends one that is being taken.
 */
export class HourlyBackup {
  readonly #deps: Deps
  readonly #closing = new AbortController()
  #cancel: () => void = () => undefined
  #newest: Millis | null = null
  #failures = 0

  constructor(deps: Deps) {
    this.#deps = deps
    this.#after(FIRST)
  }

  /** seconds since the newest sound backup was taken; `NaN` when none is known */
  get age(): number {
    return this.#newest === null ? NaN : (this.#deps.runtime.clock.now() - this.#newest) / SECOND
  }

  /** how many tries in a row gave no sound backup */
  get failures(): number {
    return this.#failures
  }

  close(): void {
    this.#cancel()
    this.#closing.abort()
  }

  #after(delay: Millis): void {
    const { clock, timers } = this.#deps.runtime
    if (this.#closing.signal.aborted) return
    this.#cancel = timers.after(realTime(clock, delay), () => {
      this.#turn().then(
        (next) => this.#after(next),
        (error: unknown) => {
          this.#failed({ err: error }, 'no backup was taken')
          this.#after(RETRY)
        },
      )
    })
  }

  /** Takes one if it is time; resolves to how long to wait. */
  async #turn(): Promise<Millis> {
    const { place, runtime, log } = this.#deps
    this.#newest = await place.newest()
    const { rate } = runtime.clock
    const left = this.#newest === null ? 0 : EVERY - (runtime.clock.now() - this.#newest) / rate
    // A clock that was set back must not put it off for longer than usual.
    if (left > TOLERANCE && left <= EVERY) return left
    if (!(await this.#hasRoom())) return RETRY
    const began = runtime.clock.now()
    const outcome = await place.take(this.#closing.signal)
    if (outcome === 'damaged') {
      this.#failed(
        {},
        'a backup was taken, but there is damage in the data; the sound ones before it are kept',
      )
      return EVERY
    }
    this.#failures = 0
    this.#newest = began
    log.info({ ms: runtime.clock.now() - began }, 'backup taken')
    return EVERY
  }

  /** A copy is as large as the data at most. A disk that is short of room is for what people write. */
  async #hasRoom(): Promise<boolean> {
    const freeBytes = await this.#deps.place.freeBytes()
    const bytes = this.#deps.health()?.bytes ?? 0
    if (freeBytes === null || freeBytes - bytes >= SPACE_TO_WARN) return true
    this.#failed({ freeBytes, bytes }, 'no backup: there is too little room for it')
    return false
  }

  #failed(fields: object, message: string): void {
    if (this.#closing.signal.aborted) return
    this.#failures++
    this.#deps.log.error({ ...fields, failures: this.#failures }, message)
  }
}
