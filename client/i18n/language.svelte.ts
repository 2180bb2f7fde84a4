import { LOCALES, type Locale } from '#shared/domain/state.ts'
import type { Catalogue } from './catalogue.ts'
import { readLocal, writeLocal } from '../connection/local-store.ts'
import { wordsHere } from './spoken.ts'

const KEY = 'yoriai.language'

/** The language of this browser's person: chosen once, kept, and Japanese unless the browser speaks English. */
class Language {
  #current = $state<Locale>(remembered() ?? preferred())
  #chosen: Locale = this.#current

  constructor() {
    this.#mark()
  }

  get current(): Locale {
    return this.#current
  }

  /** At once, or when the words of all that is shown have come; the choice made last counts. */
  set(locale: Locale): void {
    this.#chosen = locale
    const coming = wordsHere(locale)
    if (coming === null) return this.#become(locale)
    coming.then(
      () => {
        if (this.#chosen === locale) this.set(locale)
      },
      () => this.onmissed(),
    )
  }

  /** Told when the words of the chosen language could not be fetched; the page says so. */
  onmissed = (): void => {}

  #become(locale: Locale): void {
    this.#current = locale
    writeLocal(KEY, locale)
    this.#mark()
  }

  /** line breaking, fonts and screen readers all go by the document's language */
  #mark(): void {
    document.documentElement.lang = this.#current
  }
}

function remembered(): Locale | null {
  const kept = readLocal(KEY)
  return LOCALES.find((locale) => locale === kept) ?? null
}

function preferred(): Locale {
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'ja'
}

export const language = new Language()

/** The entry in the person's language; reactive where it is read in a component. */
export function pick<T>(texts: Catalogue<T>): T {
  return texts[language.current]
}
