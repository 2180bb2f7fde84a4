import { LOCALES, type Locale } from '#shared/domain/state.ts'
import type { Catalogue } from './catalogue.ts'
import { fetchers, type Words } from './fetchers.ts'

/**
 * Texts of one language at a time. In the built client the areas of `i18n` are not in the pages' scripts: each says with
 * `spoken` what it would be, and scripts/lib/spoken-texts.ts makes a file of words a language of every bundle of areas. A page
 * that has come waits for `wordsHere` before it is shown, so what it picks is here. Unbuilt, areas hold both languages, and
 * there is nothing to wait for.
 */
const wanted = new Set<string>()
const here: Record<Locale, Map<string, Words>> = { ja: new Map(), en: new Map() }
const coming = new Map<string, Promise<void>>()

/** An area's texts, to be read only once `wordsHere` has resolved for the language. */
export function spoken<T>(bundle: string, name: string): Catalogue<T> {
  wanted.add(bundle)
  const read = (locale: Locale): T => {
    const words = here[locale].get(bundle)
    if (words === undefined) throw new Error(`${name} is not here in ${locale}`)
    return words[name] as T
  }
  const texts = {}
  for (const locale of LOCALES) Object.defineProperty(texts, locale, { get: () => read(locale) })
  return texts as Catalogue<T>
}

/** The words of everything that has come so far, in a language: `null` when all are here. Rejects when they cannot be fetched. */
export function wordsHere(locale: Locale): Promise<void> | null {
  const missing = [...wanted].filter((bundle) => !here[locale].has(bundle))
  if (missing.length === 0) return null
  const fetched = Promise.all(missing.map((bundle) => fetchWords(bundle, locale)))
  // what came meanwhile may want others
  return fetched.then(() => wordsHere(locale) ?? undefined)
}

/** Begins to fetch a bundle that is about to be wanted, beside the page that wants it. */
export function expectWords(bundle: string, locale: Locale): void {
  // who waits for it says what is to be said
  void fetchWords(bundle, locale).catch(() => {})
}

function fetchWords(bundle: string, locale: Locale): Promise<void> {
  const fetcher = fetchers[bundle]?.[locale]
  if (!fetcher || here[locale].has(bundle)) return Promise.resolve()
  const key = `${bundle} ${locale}`
  const before = coming.get(key)
  if (before) return before
  const fetched = fetcher()
    .then((words) => void here[locale].set(bundle, words))
    .finally(() => coming.delete(key))
  coming.set(key, fetched)
  return fetched
}
