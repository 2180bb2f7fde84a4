/** What a community says of itself: what it is for, and for whom. */
export interface CommunityAim {
  readonly name: string
  readonly purpose: string
  readonly forWhom: string
}

/** Words everybody uses of any workshop: having them in common says nothing. */
const EVERYWHERE = new Set(
  [
    '参加 人達 今日 明日 自分 課題 解決 方法 会社 仕事 目的 理想 相談 共有 運営',
    'コミュニティ ワークショップ メンバー イベント テーマ ゴール',
    'the and for with our your their from that this who how what when',
    'people member community workshop group team theme goal want learn share work',
  ].flatMap((words) => words.split(' ').map((word) => stem(word))),
)

/**
 * What stands for something in a text: two Han characters in a row or about kana (引き継), a word of katakana, a Latin word. Kana
 * alone is mostly grammar, and one Han character is in too many words.
 */
const TERM =
  /(?=(\p{Script=Han}{2}|\p{Script=Han}\p{Script=Hiragana}{1,2}\p{Script=Han}))|(?<![\p{Script=Katakana}ー])([\p{Script=Katakana}ー]{3,})|(?<![a-z])([a-z]{3,})/gu

/**
 * Whether nothing that a plan says has anything to do with what its community is for and for whom (needs 24). `false` where either
 * says too little to tell. Advice; nothing is ever refused for it.
 */
export function strays(plan: readonly string[], { name, purpose, forWhom }: CommunityAim): boolean {
  const said = termsOf(plan)
  const aims = termsOf([purpose, forWhom])
  if (said.size === 0 || aims.size === 0) return false
  const known = new Set([...aims, ...termsOf([name])])
  return ![...said].some((term) => known.has(term))
}

function termsOf(texts: readonly string[]): ReadonlySet<string> {
  const text = texts.join('\n').normalize('NFKC').toLowerCase()
  const terms = [...text.matchAll(TERM)].map(([, han, katakana, latin]) =>
    stem(han ?? katakana ?? latin ?? ''),
  )
  return new Set(terms.filter((term) => !EVERYWHERE.has(term)))
}

/** A Latin word without what English adds to it. */
function stem(word: string): string {
  return /^[a-z]/.test(word) && word.length > 4 ? word.replace(/(?:ings?|ers?|ed|es|s|e)$/, '') : word
}
