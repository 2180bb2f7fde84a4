import * as Y from 'yjs'
import { replacementBetween } from './text-diff.ts'
import { UnitTrack, type Delta } from './unit-track.ts'

export type TextField = HTMLTextAreaElement | HTMLInputElement

/** Where a person's selection is, as offsets into the shared text. Told anew whenever others' edits move it. */
export interface CaretPosition {
  readonly anchor: number
  readonly head: number
}

export interface TextBindingOptions {
  readonly text: Y.Text
  readonly field: TextField
  /** called whenever the selection moves, never during a composition */
  readonly onCaret?: (caret: CaretPosition) => void
}

/**
 * Keeps a field and a shared text the same, for as long as the field is there. The field is never written to while
 * an input method composes in it: others' edits wait, and what was composed is rebased on them at its end.
 */
export class TextBinding {
  readonly #text: Y.Text
  readonly #field: TextField
  readonly #onCaret: ((caret: CaretPosition) => void) | undefined
  readonly #undo: Y.UndoManager
  readonly #listening = new AbortController()
  /** the text the field's value was based on */
  #base: string
  /** where the units of `#base` are in the shared text now */
  #track: UnitTrack
  #composing = false

  constructor({ text, field, onCaret }: TextBindingOptions) {
    this.#text = text
    this.#field = field
    this.#onCaret = onCaret
    this.#base = text.toJSON()
    this.#track = new UnitTrack(this.#base.length)
    this.#undo = new Y.UndoManager(text, { trackedOrigins: new Set([this]) })
    field.value = this.#base
    text.observe(this.#onShared)
    const { signal } = this.#listening
    field.addEventListener('input', this.#onInput, { signal })
    field.addEventListener('keydown', this.#onKey as EventListener, { signal })
    field.addEventListener('compositionstart', this.#onComposition, { signal })
    field.addEventListener('compositionend', this.#onComposed, { signal })
    // An end may never come when the field, the tab or the phone's screen is left.
    field.addEventListener('blur', this.#onBlur, { signal })
    window.addEventListener('pagehide', this.#commit, { signal })
    document.addEventListener('visibilitychange', this.#commit, { signal })
    field.addEventListener('focus', this.#onFocus, { signal })
    if (document.activeElement === field) this.#followCaret()
  }

  close(): void {
    if (this.#listening.signal.aborted) return
    this.#commit()
    this.#listening.abort()
    this.#text.unobserve(this.#onShared)
    this.#undo.destroy()
  }

  readonly #onInput = (event: Event): void => {
    // a composition that outlived a blur goes on without a second start
    this.#composing = event instanceof InputEvent && event.isComposing
    if (!this.#composing) this.#commit()
  }

  readonly #onComposition = (): void => {
    this.#commit()
    this.#composing = true
  }

  readonly #onComposed = (): void => {
    this.#composing = false
    this.#commit()
  }

  /** The caret may stand where it stood. */
  readonly #onFocus = (): void => {
    this.#followCaret()
    this.#tellCaret()
  }

  /** Until the focus leaves: of the fields of a board, dozens, only one has a caret. */
  #followCaret(): void {
    const { signal } = this.#listening
    document.addEventListener('selectionchange', this.#tellCaret, { signal })
  }

  /** Another window may have come forward while the input method goes on here; another field ends it. */
  readonly #onBlur = (): void => {
    if (document.activeElement !== this.#field) {
      this.#composing = false
      document.removeEventListener('selectionchange', this.#tellCaret)
    }
    this.#commit()
  }

  /** The browser's own undo forgets everything when `value` is set, so the shared text brings one of its own. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.#composing || event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && key !== 'y') return
    event.preventDefault()
    this.#undo.stopCapturing()
    if (key === 'y' || event.shiftKey) this.#undo.redo()
    else this.#undo.undo()
  }

  readonly #onShared = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this) return
    this.#track.apply(event.delta as Delta)
    this.#show()
  }

  /** Makes what changed in the field since `#base` to the shared text, whatever that has become meanwhile. */
  readonly #commit = (): void => {
    const { value } = this.#field
    const change = replacementBetween(this.#base, value, this.#selection()[1])
    if (change !== null) {
      const { at, removed, inserted } = change
      const { runs, place } = this.#track.replace(at, removed, inserted.length)
      this.#base = value
      this.#text.doc?.transact(() => {
        for (const run of runs) this.#text.delete(run.at, run.length)
        if (inserted !== '') this.#text.insert(place, inserted)
      }, this)
    }
    this.#show()
  }

  /** Brings the field up to the shared text with the selection where it belongs; not while something composes in it. */
  #show(): void {
    if (this.#composing) return
    const field = this.#field
    const [start, end] = this.#selection()
    const shared = this.#text.toJSON()
    if (field.value !== shared) {
      const { scrollTop } = field
      field.value = shared
      // Safari moves the focus to any field whose selection is set.
      if (document.activeElement === field) {
        field.setSelectionRange(this.#track.behind(start), this.#track.behind(end))
      }
      field.scrollTop = scrollTop
    }
    this.#base = shared
    this.#track = new UnitTrack(shared.length)
    this.#tellCaret()
  }

  #selection(): readonly [number, number] {
    const end = this.#field.value.length
    return [this.#field.selectionStart ?? end, this.#field.selectionEnd ?? end]
  }

  readonly #tellCaret = (): void => {
    if (this.#onCaret === undefined || this.#composing || document.activeElement !== this.#field) return
    const [start, end] = this.#selection()
    const backward = this.#field.selectionDirection === 'backward'
    this.#onCaret({ anchor: backward ? end : start, head: backward ? start : end })
  }
}
