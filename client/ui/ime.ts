type Defer = (run: () => void) => void

/** Whether a key belongs to an input method: it converts or confirms text and must not trigger anything else. */
export function isImeKey(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  // 229 is what Safari reports for the Enter that confirms a conversion, after `compositionend`.
  return event.isComposing || event.keyCode === 229
}

/**
 * Follows the composition of one field. A composition counts until the task after `compositionend`, because Safari
 * fires the confirming keydown only then.
 */
export class ImeGuard {
  #composing = false
  /** tells an ended composition from one that began again before the deferred end */
  #round = 0
  readonly #defer: Defer

  constructor(defer: Defer = (run) => void setTimeout(run, 0)) {
    this.#defer = defer
  }

  get composing(): boolean {
    return this.#composing
  }

  /** Whether `event` is the input method's own. Ask before acting on any key. */
  owns(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
    return this.#composing || isImeKey(event)
  }

  readonly start = (): void => {
    this.#composing = true
    this.#round++
  }

  readonly end = (): void => {
    const round = this.#round
    this.#defer(() => {
      if (round === this.#round) this.#composing = false
    })
  }
}

/** For a single-line field's `onkeydown`: Enter that ends a conversion must not submit the form. */
export function holdEnterWhileComposing(event: KeyboardEvent): void {
  if (isImeKey(event) && (event.key === 'Enter' || event.keyCode === 229)) event.preventDefault()
}

/** For a field that wraps but holds one line of text: Enter submits its form, as in the fields around it. */
export function submitOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || isImeKey(event)) return
  event.preventDefault()
  if (event.currentTarget instanceof HTMLTextAreaElement) event.currentTarget.form?.requestSubmit()
}
