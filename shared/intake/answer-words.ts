import type { Locale } from '../domain/state.ts'

/** What a cell says: an answer, nothing, or something we cannot read. */
export type Read<T> = T | null | 'unreadable'

/** The largest company of each band but the last, in people (ARCHITECTURE.md, `answers.size`). */
const BANDS = [10, 50, 300, 1_000, 5_000] as const

export const SIZE_WORDS: Readonly<Record<Locale, readonly string[]>> = {
  ja: ['1〜10名', '11〜50名', '51〜300名', '301〜1,000名', '1,001〜5,000名', '5,001名以上'],
  en: [
    '1–10 people',
    '11–50 people',
    '51–300 people',
    '301–1,000 people',
    '1,001–5,000 people',
    '5,001 or more',
  ],
}

export const YES_NO: Readonly<Record<Locale, { readonly yes: string; readonly no: string }>> = {
  ja: { yes: 'はい', no: 'いいえ' },
  en: { yes: 'yes', no: 'no' },
}

const ALONE = /フリーランス|個人事業|個人$|一人|ひとり|freelance|self-?employed/
const NOTHING = /^[-–—―ー*]+$|^なし$|^無し$|^未回答$|^n\/?a$|^none$/
/** After a number: open upwards. */
const OR_MORE = /以上|超|より多|[〜~]$|\+$|ormore|andabove|^(morethan|over)/
const OR_LESS = /以下|未満|以内|まで|orless|orfewer|^[〜~]|^(upto|lessthan|under)/

/**
 * The band of a company size, 0 to 5, out of 「51〜300名」, `301-1000`, 「5,001名以上」, 「約120人」, 「1万人」 or
 * 「フリーランス」. A range of somebody else's form goes where its geometric middle lies.
 */
export function readSize(cell: string): Read<number> {
  const text = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\d),(?=\d{3})/g, '$1')
    .replace(/\s/g, '')
    .replace(/[~〜∼‐‑‒–—―−-]/g, '〜')
  if (text === '' || NOTHING.test(cell.normalize('NFKC').toLowerCase().trim())) return null
  const [low, high] = numbersIn(text)
  if (low === undefined) return ALONE.test(text) ? 0 : 'unreadable'
  if (high !== undefined) return bandOf(Math.sqrt(low * high))
  if (OR_LESS.test(text)) return bandOf(low)
  // 「5,000名以上」 is everybody's word for the band above
  return bandOf(OR_MORE.test(text) ? low + 1 : low)
}

function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/(\d+(?:\.\d+)?)([千万k])?/g)].map(
    ([, digits, unit]) => Number(digits) * (unit === '万' ? 10_000 : unit === undefined ? 1 : 1_000),
  )
}

function bandOf(people: number): number {
  const band = BANDS.findIndex((largest) => people <= largest)
  return band === -1 ? BANDS.length : band
}

/** A question answered with yes or no, and the words it is answered with beside those. */
export type YesNoField = 'mentor' | 'firstTime' | 'onSite'

const YES = /^(はい|yes|y|true|1|ok|可|可能|[○◯〇✓✔☑]|あり|有り?|する|できます?|yesです)$/
const NO = /^(いいえ|no|n|false|0|ng|不可|[×✕✗x]|なし|無し?)$/
const NEGATED = /ない|ません|しない|不可|むずかし|難し|遠慮|でき(ない|ません)|not/
const WORDS: Readonly<Record<YesNoField, { readonly yes: RegExp; readonly no: RegExp }>> = {
  mentor: {
    yes: /引き受け|できる|できます|してもよい|してもいい|希望する|希望します|^はい|^yes/,
    no: /^いいえ|希望しない|^no\b/,
  },
  firstTime: {
    yes: /初参加|初めて|はじめて|初回|first/,
    no: /[2-9]回|[2-9]\d+回|二回|三回|何度|常連|リピーター|参加したことがあ|参加経験あり|returning|regular|again/,
  },
  onSite: {
    yes: /会場|現地|オフライン|対面|リアル|onsite|on-site|inperson|in-person|offline|venue/,
    no: /オンライン|リモート|自宅|zoom|online|remote|virtual/,
  },
}

/** Yes or no, however the form words it for this question. */
export function readYesNo(cell: string, field: YesNoField): Read<boolean> {
  const text = cell.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  if (text === '' || /^[-–—―ー]+$|^未回答$/.test(text)) return null
  if (YES.test(text)) return true
  if (NO.test(text)) return false
  const { yes, no } = WORDS[field]
  // 「初めてではありません」 has the word for yes in it
  if (no.test(text)) return !NEGATED.test(text) ? false : 'unreadable'
  if (yes.test(text)) return !NEGATED.test(text)
  return NEGATED.test(text) ? false : 'unreadable'
}
