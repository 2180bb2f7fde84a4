import { LOCALES, type Locale } from '#shared/domain/state.ts'
import type { Catalogue } from './catalogue.ts'
import { readLocal, writeLocal } from '../connection/local-store.ts'

const KEY = 'yoriai.language'

/** The language of this browser's person: chosen once, kept, and Japanese unless the browser speaks English. */
class Language {
  #current = $state<Locale>(remembered() ?? preferred())

  constructor() {
    this.#mark()
  }

  get current(): Locale {
    return this.#current
  }

  set(locale: Locale): void {
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
