import type { Millis } from '#shared/time.ts'
import { isKeyWaiting, isTyping } from './own-keys.ts'

/** What others write, and where, is drawn this often at most: often enough to see it being written. */
export const OTHERS_BEAT: Millis = 100

/**
 * Frames of theirs take at most one part in so many of the time, and a smaller one while oneself types: a key that comes
 * during such a frame waits for its end.
 */
const SHARE = { looking: 8, typing: 30 }
/** However slow the device is: what others write is still seen being written. */
const SLOWEST: Millis = 500

/** Hidden pages get no animation frames but must not fall behind. */
const HIDDEN: Millis = 100

/**
 * When something is drawn anew: what oneself did at the next frame, and so what others do, but of many of them only so
 * often. Five people who type are thirty changes a second, and each would be in the way of one's own keys. A frame that
 * shows such a key is not for the others: theirs is the next one.
 */
export class Pace {
  readonly #draw: () => void
  readonly #beat: Millis
  #last = -Infinity
  #coming: { readonly atFrame: boolean; cancel(): void } | null = null
  /** how long the frame took in which others were last drawn, with its layout and paint */
  #took: Millis = 0
  /** what is drawn next is not one's own */
  #isOthers = false
  /** it has given way to a key */
  #gaveWay = false

  constructor(draw: () => void, beat: Millis) {
    this.#draw = draw
    this.#beat = beat
  }

  /** Something is another; `own` waits for nobody. */
  changed(own: boolean): void {
    if (this.#coming === null) [this.#isOthers, this.#gaveWay] = [true, false]
    if (own) this.#isOthers = false
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
    const rest = Math.min(this.#took * SHARE[isTyping() ? 'typing' : 'looking'], SLOWEST)
    return (Math.floor(this.#last / this.#beat) + Math.max(1, Math.ceil(rest / this.#beat))) * this.#beat
  }

  #drawOthers(): void {
    this.now()
    const begun = this.#last
    // a task that is asked for in a frame comes after its paint
    setTimeout(() => (this.#took = performance.now() - begun))
  }

  #atFrame(): void {
    this.#coming = this.#frame()
  }

  #frame() {
    if (document.hidden) return afterwards(() => this.now(), HIDDEN, true)
    const handle = requestAnimationFrame(() => {
      if (!this.#isOthers) return this.now()
      if (this.#gaveWay || !isKeyWaiting()) return this.#drawOthers()
      this.#gaveWay = true
      this.#atFrame()
    })
    return { atFrame: true, cancel: () => cancelAnimationFrame(handle) }
  }
}

function afterwards(run: () => void, ms: Millis, atFrame: boolean) {
  const timer = setTimeout(run, ms)
  return { atFrame, cancel: () => clearTimeout(timer) }
}
