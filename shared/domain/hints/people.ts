import { folded, typedSpan } from './search-key.ts'

/** Where a text talks of people; offsets are UTF-16 units of the text as typed. */
export interface PeopleFound {
  readonly from: number
  readonly to: number
}

/*
 * Person or role, then a refusal or a fault, within one clause (facilitation.md, 4.4). Written as texts read when folded: what
 * is usually katakana stands in hiragana.
 */
const WHO =
  '(?:上司|部長|課長|係長|社長|役員|経営層|経営陣|上層部|上の人|管理職|まねーじゃー|りーだー|あの人|あいつ|先輩|後輩|同僚|新人|若手|年配|べてらん|現場|情しす|営業|担当者|社員|めんばー|(?<!お)(?!皆)[一-龠]{1,4}さん)'
const DOES =
  '(?:使わない|使ってくれない|使おうとしない|やらない|やってくれない|動かない|動いてくれない|(?:わか|分か)って(?:い)?ない|無能|やる気が(?:ない|無い)|反対(?!側|方向|意見を聞)|怠け|怠惰|さぼ|協力しない|協力的(?:で|じゃ)ない|協力してくれない|聞かない|聞いてくれない|返事をしない|返信しない|読まない|読んでくれない|守らない|覚えない|理解がない|理解しない|意識が低い|頭が(?:かた|固|硬)い)'
const JAPANESE = new RegExp(`${WHO}(?:たち|達|側)?(?:が|は|も)[^、。,.!?\\n]{0,12}?${DOES}`)

const ROLE =
  '(?:boss|bosses|manager|managers|director|directors|ceo|executives?|leadership|management|team ?leads?|coworkers?|colleagues?|developers?|engineers?|juniors?|seniors?|newcomers?|sales people|salespeople|sales|he|she|that guy)'
const REFUSES =
  "(?:(?:doesn't|don't|won't|does not|do not|will not|refuses? to|never|never ever) (?:\\w+ ){0,1}?(?:use|uses|do|care|cares|listen|listens|read|reads|understand|understands|reply|replies|help|helps|follow|follows|cooperate|cooperates|try|tries)\\b|(?:is|are) (?:\\w+ ){0,1}?(?:lazy|incompetent|useless|stupid|against|unmotivated|stubborn|clueless)\\b)"
const ENGLISH = new RegExp(`\\b${ROLE}\\b (?:\\w+ ){0,3}?${REFUSES}`)

/** Whether a text makes a problem of somebody, and where; `null` when it does not. */
export function findPeopleProblem(text: string): PeopleFound | null {
  const source = folded(text.replace(/’/g, "'"))
  const found = JAPANESE.exec(source.key) ?? ENGLISH.exec(source.key)
  return found && typedSpan(source, found.index, found.index + found[0].length)
}
