import * as Y from 'yjs'
import { replacementBetween, type Replacement } from './text-diff.ts'
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
    field.addEventListener('compositionend', this.flush, { signal })
    // An end may never come when the field, the tab or the phone's screen is left.
    field.addEventListener('blur', this.flush, { signal })
    window.addEventListener('pagehide', this.flush, { signal })
    document.addEventListener('visibilitychange', this.flush, { signal })
    document.addEventListener('selectionchange', this.#tellCaret, { signal })
    field.addEventListener('focus', this.#tellCaret, { signal }) // the caret may stand where it stood
  }

  /** Takes over what stands in the field now, a composition under way included. */
  readonly flush = (): void => {
    this.#composing = false
    this.#commit()
  }

  close(): void {
    if (this.#listening.signal.aborted) return
    this.flush()
    this.#listening.abort()
    this.#text.unobserve(this.#onShared)
    this.#undo.destroy()
  }

  readonly #onInput = (event: Event): void => {
    if (this.#composing || (event instanceof InputEvent && event.isComposing)) return
    this.#commit()
  }

  readonly #onComposition = (): void => {
    this.#commit()
    this.#composing = true
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
    if (!this.#composing) this.#show(this.#selection().map((at) => this.#track.behind(at)))
  }

  #commit(): void {
    const { value } = this.#field
    const [start = 0, end = 0] = this.#selection()
    const change = replacementBetween(this.#base, value, end)
    if (change === null) {
      this.#show([this.#track.behind(start), this.#track.behind(end)])
      return
    }
    const at = this.#write(change)
    const inShared = (index: number) => {
      if (index < change.at) return this.#track.behind(index)
      const inInserted = index - change.at
      if (inInserted <= change.inserted.length) return at + inInserted
      return this.#track.behind(index - change.inserted.length + change.removed)
    }
    this.#show([inShared(start), inShared(end)])
  }

  /** Makes a change of `#base` to the shared text, whatever that has become; answers where the insertion stands. */
  #write({ at, removed, inserted }: Replacement): number {
    const place = this.#track.behind(at)
    const runs = this.#track.runsOf(at, at + removed)
    this.#text.doc?.transact(() => {
      for (const run of runs) this.#text.delete(run.at, run.length)
      if (inserted !== '') this.#text.insert(place, inserted)
    }, this)
    for (const run of runs) this.#track.apply([{ retain: run.at }, { delete: run.length }])
    if (inserted !== '') this.#track.apply([{ retain: place }, { insert: inserted }])
    return place
  }

  /** Brings the field up to the shared text and puts the selection where it belongs. */
  #show([start = 0, end = 0]: readonly number[]): void {
    this.#base = this.#text.toJSON()
    this.#track = new UnitTrack(this.#base.length)
    const field = this.#field
    if (field.value !== this.#base) {
      const { scrollTop } = field
      field.value = this.#base
      // Safari moves the focus to any field whose selection is set.
      if (document.activeElement === field) field.setSelectionRange(start, end)
      field.scrollTop = scrollTop
    }
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
