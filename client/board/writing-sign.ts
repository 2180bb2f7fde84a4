import type { WritingKind } from '#shared/protocol/socket.ts'

/** Said again this often while it lasts; the server forgets after nine seconds. */
const REPEAT = 4_000
/** Who has not typed for this long is thinking, not writing. */
const IDLE = 5_000

/** Tells the others that something is being written, not what: at most when it begins, every four seconds, and when it ends. */
export class WritingSign {
  readonly #say: (kind: WritingKind | null) => void
  #said: WritingKind | null = null
  #saidAt = 0
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(say: (kind: WritingKind | null) => void) {
    this.#say = say
  }

  /** To be called at every change; `null` when writing has stopped. */
  wrote(kind: WritingKind | null): void {
    clearTimeout(this.#idle)
    if (kind !== null) this.#idle = setTimeout(() => this.wrote(null), IDLE)
    const now = performance.now()
    if (kind === this.#said && (kind === null || now - this.#saidAt < REPEAT)) return
    this.#said = kind
    this.#saidAt = now
    this.#say(kind)
  }

  close(): void {
    this.wrote(null)
  }
}
