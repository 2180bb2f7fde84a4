import type { Millis } from '#shared/time.ts'

/** What others write, and where, is drawn this often at most: often enough to see it being written. */
export const OTHERS_BEAT: Millis = 100

/** Hidden pages get no animation frames but must not fall behind. */
const HIDDEN: Millis = 100

/**
 * When something is drawn anew: what oneself did at the next frame, and so what others do, but of many of them only so
 * often. Five people who type are thirty changes a second, and each would be in the way of one's own keys.
 */
export class Pace {
  readonly #draw: () => void
  readonly #beat: Millis
  #last = -Infinity
  #coming: { readonly atFrame: boolean; cancel(): void } | null = null

  constructor(draw: () => void, beat: Millis) {
    this.#draw = draw
    this.#beat = beat
  }

  /** Something is another; `own` waits for nobody. */
  changed(own: boolean): void {
    const rest = own ? 0 : this.#nextBeat() - performance.now()
    if (this.#coming !== null && (this.#coming.atFrame || rest > 0)) return
    this.stop()
    this.#coming = rest > 0 ? afterwards(() => this.#atFrame(), rest, false) : this.#frame()
  }

  /** Draws now. */
  now(): void {
    this.stop()
    this.#last = performance.now()
    this.#draw()
  }

  stop(): void {
    this.#coming?.cancel()
    this.#coming = null
  }

  /** Beats fall on the same moments for all: what is drawn at two paces is laid out and painted in one frame. */
  #nextBeat(): Millis {
    return (Math.floor(this.#last / this.#beat) + 1) * this.#beat
  }

  #atFrame(): void {
    this.#coming = this.#frame()
  }

  #frame() {
    if (document.hidden) return afterwards(() => this.now(), HIDDEN, true)
    const handle = requestAnimationFrame(() => this.now())
    return { atFrame: true, cancel: () => cancelAnimationFrame(handle) }
  }
}

function afterwards(run: () => void, ms: Millis, atFrame: boolean) {
  const timer = setTimeout(run, ms)
  return { atFrame, cancel: () => clearTimeout(timer) }
}
