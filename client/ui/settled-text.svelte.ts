/**
 * What a field reads while nothing composes in it. Counts, checks and hints look at this: half a conversion is no word
 * yet, and whatever they show or say in the midst of one disturbs it (IME-7).
 */
export class SettledText {
  #text = $state('')

  get text(): string {
    return this.#text
  }

  /** To be called at every input of the field, and at the end of a composition. */
  see(text: string, event?: Event): void {
    if (event instanceof InputEvent && event.isComposing) return
    this.#text = text
  }
}
