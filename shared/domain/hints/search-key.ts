/** A text as it is compared, with the way back to what was typed. */
export interface Folded {
  /** NFKC, lower case, katakana as hiragana, one kind of hyphen */
  readonly key: string
  /** NFKC alone, unit for unit beside `key`: how it was written */
  readonly plain: string
  /** for each unit of `key` the UTF-16 offset of its grapheme in the text; one more for the end */
  readonly at: readonly number[]
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })
const HYPHENS = /[‐‑‒–—―−]/g
/** Katakana lies this far above hiragana. */
const KANA_GAP = 0x60

/**
 * Folds grapheme by grapheme, because NFKC changes lengths (`ｶﾞ` is one, `㈱` is three) and a hint must point into what
 * was typed.
 */
export function folded(text: string): Folded {
  let key = ''
  let plain = ''
  const at: number[] = []
  for (const { segment, index } of graphemes.segment(text)) {
    const written = segment.normalize('NFKC').replace(HYPHENS, '-')
    const compared = toHiragana(written.toLowerCase())
    key += compared
    plain += compared.length === written.length ? written : compared
    for (let unit = 0; unit < compared.length; unit++) at.push(index)
  }
  at.push(text.length)
  return { key, plain, at }
}

/**
 * What was typed for the units `start` to `end` (exclusive, not empty) of `key`: whole graphemes, also where the end lies
 * inside what one of them folds to (㏂ reads am).
 */
export function typedSpan(
  { at }: Pick<Folded, 'at'>,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  const last = at[end - 1] ?? 0
  return { from: at[start] ?? 0, to: at.slice(end).find((place) => place > last) ?? last }
}

/** The form in which two spellings of one name are the same. */
export function searchKey(text: string): string {
  return folded(text).key.replace(/\s+/g, '')
}

function toHiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - KANA_GAP))
}
