import { folded, typedSpan } from './search-key.ts'
import { WIDE_WORDS } from './wide-words.ts'

/** What makes a theme narrow (needs 7): what it is for, who uses it, and whether it is of what passes by or what is kept. */
export const THEME_AXES = ['purpose', 'users', 'flow'] as const
export type ThemeAxis = (typeof THEME_AXES)[number]

/** Why a theme may send every team somewhere else. Advice; nothing is ever refused for it. */
export interface ThemeHint {
  /** the wide word, as it was typed */
  readonly word: string
  /** the axes that nothing in it names */
  readonly missing: readonly ThemeAxis[]
  /** narrower themes with that word */
  readonly rewrites: readonly [string, string, string]
}

/** Words that name an axis, as texts read when folded. */
const NAMED: Readonly<Record<ThemeAxis, RegExp>> = {
  purpose:
    /ため|たい|(?:す|る|く|ぐ|つ|む|ぶ|う|ない|れる)(?:には|ように|こつ|方法|仕組み)|を(?:減ら|無く|なく|防|増や|残|短く|早く|早め|見つけ|探|引き継|始め|続け|決め|選)|(?:ず|なく)に|やすく|られる|迷わ|選び方|\bto (?!the\b|a\b|an\b|our\b|my\b)[a-z]+|\bso that\b|\bwithout\b|\bfor [a-z]+ing\b/u,
  users:
    /顧客|お?客(?:さま|様|先)|取引先|社内|社外|部署|部門|本部|ちーむ|新人|新しい(?:人|めんばー)|めんばー|現場|営業|開発|経理|人事|情しす|店舗|参加者|運営|上司|先輩|同僚|すたっふ|従業員|社員|初参加|常連|ぱーとなー|b(?:to|2)[bc]|中小企業|学生|保護者|住民|りもーと|在宅|[0-9]+ ?[人名]|\b(?:customers?|clients?|teams?|departments?|newcomers?|beginners?|members?|staff|sales|developers?|engineers?|volunteers?|organi[sz]ers?|participants?|parents?|students?|neighbou?rs?|remote|employees|colleagues|partners?|small (?:companies|businesses))\b/u,
  flow: /ちゃっと|会話|やりとり|やり取り|連絡|通知|会議|朝会|議事録|文書|どきゅめんと|まにゅある|手順書|うぃき|wiki|蓄積|保管|記録|履歴|検索|探せ|faq|ふろー|すとっく|掲示板|めーる|日報|残(?:す|し)|\b(?:chats?|messages?|messaging|mails?|emails?|meetings?|minutes|docs?|documents?|documentation|manuals?|wikis?|records?|archives?|search|faqs?|notices?|flow|stock)\b/u,
}

/**
 * With one axis open a team still knows whom or what it is about; with two it guesses. So 「ツールについて」 is wide, and
 * 「BtoB既存顧客とのチャットツール」, which does not say what for, is not.
 */
const OPEN_AXES = 2

/** Whether a theme holds a wide word that neither it nor `scope` (what is in scope, if written) narrows; `null` when not. */
export function findWideTheme(theme: string, scope = ''): ThemeHint | null {
  const source = folded(theme)
  const said = `${source.key}\n${folded(scope).key}`
  const missing = THEME_AXES.filter((axis) => !NAMED[axis].test(said))
  if (missing.length < OPEN_AXES) return null
  for (const { pattern, rewrites } of WIDE_WORDS) {
    const found = pattern.exec(source.key)
    if (found === null) continue
    const { from, to } = typedSpan(source, found.index, found.index + found[0].length)
    return { word: theme.slice(from, to), missing, rewrites }
  }
  return null
}
