import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commonText } from '../../client/i18n/common.ts'
import { homeText, joinText, openText } from '../../client/i18n/home.ts'
import { language, pick } from '../../client/i18n/language.svelte.ts'
import { wayInText } from '../../client/i18n/way-in.ts'

/** The module as a browser of that language would load it. */
async function freshIn(browser: string) {
  vi.resetModules()
  vi.spyOn(navigator, 'language', 'get').mockReturnValue(browser)
  return (await import('../../client/i18n/language.svelte.ts')).language
}

beforeEach(() => localStorage.clear())
afterEach(() => vi.restoreAllMocks())

describe('the language', () => {
  it('is English for an English browser and Japanese for every other', async () => {
    expect((await freshIn('en-GB')).current).toBe('en')
    expect((await freshIn('ja')).current).toBe('ja')
    expect((await freshIn('fr')).current).toBe('ja')
  })

  it('is kept once chosen, and marks the document', async () => {
    const first = await freshIn('ja-JP')
    first.set('en')
    expect(document.documentElement.lang).toBe('en')
    expect((await freshIn('ja-JP')).current).toBe('en')
  })

  it('reaches texts that are already shown', () => {
    language.set('ja')
    let shown = ''
    const stop = $effect.root(() => {
      $effect(() => {
        shown = pick(commonText).cancel
      })
    })
    flushSync()
    expect(shown).toBe('やめる')
    flushSync(() => language.set('en'))
    expect(shown).toBe('Cancel')
    stop()
  })
})

describe('the texts', () => {
  const catalogues = { commonText, homeText, openText, joinText, wayInText }

  it.each(Object.entries(catalogues))(
    '%s says everything in both languages, and nothing emptily',
    (_, texts) => {
      expect(keysOf(texts.en)).toEqual(keysOf(texts.ja))
      for (const text of [...wordsOf(texts.ja), ...wordsOf(texts.en)]) expect(text.trim()).not.toBe('')
    },
  )

  function keysOf(part: object, path = ''): string[] {
    return Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'object' ? keysOf(value as object, `${path}${key}.`) : [`${path}${key}`],
    )
  }

  function wordsOf(part: object): string[] {
    return Object.values(part).flatMap((value: unknown) => {
      if (typeof value === 'string') return [value]
      if (typeof value === 'function') return [String((value as (n: number) => string)(3))]
      return wordsOf(value as object)
    })
  }
})
