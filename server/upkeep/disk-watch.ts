import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Log, type Runtime } from '../runtime.ts'
import { SPACE_TO_WARN, type Storage, type StorageHealth } from '../storage/ports.ts'

/** Real time between two looks, and how long one may take before the disk counts as stuck (F-05: told within 2 s). */
const LOOK_EVERY: Millis = SECOND
const STUCK_AFTER: Millis = SECOND

interface WatchDeps {
  readonly storage: Pick<Storage, 'health'>
  readonly runtime: Runtime
  readonly log: Log
}

/** Looks at the disk every second, and says once when it stops saving, when it saves again, and when room runs short. */
export class DiskWatch {
  readonly #deps: WatchDeps
  #saving = true
  #short = false
  #health: StorageHealth | null = null
  #cancel: () => void = () => undefined
  #closed = false

  constructor(deps: WatchDeps) {
    this.#deps = deps
    void this.#look()
  }

  /** Whether what people write reaches the disk, as of the last look. */
  get saving(): boolean {
    return this.#saving
  }

  /** Whether room is so short that an operator is warned: what is merely nice to have is left out then. */
  get isShort(): boolean {
    return this.#short
  }

  /** what the disk said last; `null` before it has said anything */
  get health(): StorageHealth | null {
    return this.#health
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  async #look(): Promise<void> {
    const { storage, runtime } = this.#deps
    const stuck = runtime.timers.after(realTime(runtime.clock, STUCK_AFTER), () => this.#told(false))
    try {
      const health = await storage.health()
      this.#health = health
      this.#told(health.saving)
      this.#measure(health)
    } catch {
      this.#told(false)
    }
    stuck()
    if (this.#closed) return
    this.#cancel = runtime.timers.after(realTime(runtime.clock, LOOK_EVERY), () => void this.#look())
  }

  #told(saving: boolean): void {
    if (this.#closed || saving === this.#saving) return
    this.#saving = saving
    if (saving) this.#deps.log.info({}, 'disk: saving works again')
    else this.#deps.log.error({}, 'disk: what people write does not reach it; nothing is acknowledged')
  }

  #measure({ freeBytes }: StorageHealth): void {
    const short = freeBytes !== null && freeBytes < SPACE_TO_WARN
    if (short && !this.#short) this.#deps.log.warn({ freeBytes }, 'disk: room runs short, free some space')
    this.#short = short
  }
}
