import { folded, type Folded } from './search-key.ts'

/** One name of the list, ready to be looked for. */
export interface NamePattern {
  readonly name: string
  readonly key: string
  /** how the list writes it, NFKC */
  readonly plain: string
  readonly search: RegExp
}

/** Names that are words of every day too; `true`: at the beginning of an English sentence they mostly are the name. */
const EVERYDAY: Readonly<Record<string, boolean>> = {
  line: false,
  teams: false,
  box: false,
  word: false,
  meet: false,
  excel: false,
  backlog: false,
  drive: false,
  access: false,
  forms: false,
  sheets: false,
  messenger: false,
  confluence: true,
  slack: true,
  discord: true,
  notion: true,
  zoom: true,
  copilot: true,
}

/** A line of people or machines, and not the messenger. */
const OTHER_LINE = {
  before: /(?:生産|製造|組立|組み立て|検査|搬送|ガイド|デッド|オン|オフ)\s*$/,
  after: /^\s*(?:作業|工程|長|上|引|生産|稼働|ナップ|アップ|-?up|of\b)/i,
}

/** What may follow a name that is written in hiragana, where nothing else ends a word. */
const PARTICLE = /^(?:$|[^ぁ-ヿ]|[でにをはがのともだやかへじ])/
/** Kana names up to this length are parts of too many words. */
const SHORT = 3

const known = new WeakMap<readonly string[], readonly NamePattern[]>()

/** The patterns of a list, longest first, so that `LINE WORKS` comes before `LINE`. Kept for as long as the list is. */
export function patternsOf(names: readonly string[]): readonly NamePattern[] {
  const ready = known.get(names)
  if (ready) return ready
  const patterns = names.flatMap((name): readonly NamePattern[] => {
    const { key, plain } = folded(name.trim())
    if (key === '') return []
    const words = key.replace(/ー$/, '').split(/\s+/).map(escaped)
    return [{ name, key, plain, search: new RegExp(`${words.join('\\s*')}ー?`, 'g') }]
  })
  patterns.sort((one, other) => other.key.length - one.key.length)
  known.set(names, patterns)
  return patterns
}

/** Where a name stands as a word of its own; offsets into the folded text. */
export function nameRuns(
  source: Folded,
  pattern: NamePattern,
): readonly { readonly start: number; readonly end: number }[] {
  return [...source.key.matchAll(pattern.search)]
    .map(({ index, 0: match }) => ({ start: index, end: index + match.length }))
    .filter((run) => isWord(source.plain, run, pattern))
}

interface Run {
  readonly start: number
  readonly end: number
}

function isWord(plain: string, { start, end }: Run, pattern: NamePattern): boolean {
  const before = plain.slice(0, start)
  const after = plain.slice(end)
  const written = plain.slice(start, end)
  if (isLetter(written[0]) && isLetter(before.at(-1))) return false
  if (isLetter(written.at(-1)) && isLetter(after[0])) return false
  if (/^[ぁ-ゖー]+$/.test(pattern.key)) return isKanaWord(before, written, after)
  if (isKatakana(written[0]) && isKatakana(before.at(-1))) return false
  if (isKatakana(written.at(-1)) && isKatakana(after[0])) return false
  return !/^[\x20-\x7e]+$/.test(pattern.key) || isName(before, written, after, pattern)
}

/** Kana have no word boundaries but a change of script, so short names are believed only where a particle follows. */
function isKanaWord(before: string, written: string, after: string): boolean {
  const last = before.at(-1)
  if (isKatakana(last)) return false
  if (/[ぁ-ゖ]/.test(written)) {
    return written.length > SHORT && !(last !== undefined && /[ぁ-ゖ]/.test(last)) && PARTICLE.test(after)
  }
  if (isKatakana(after[0])) return false
  return written.length > SHORT || (!isKanji(last) && PARTICLE.test(after) && !isKanji(after[0]))
}

/** Letters alone: whether the name is meant, and not a word that is spelled like it. */
function isName(before: string, written: string, after: string, { key, plain }: NamePattern): boolean {
  if (key === 'line' && (OTHER_LINE.before.test(before) || OTHER_LINE.after.test(after))) return false
  if (isJapanese(before.trimEnd().at(-1)) || isJapanese(after.trimStart()[0])) return true
  const leads = EVERYDAY[key]
  if (leads === undefined) return key.length > SHORT || written === plain
  if (written !== plain) return false
  const begins = /(?:^|[.!?:\n])[\s"'(]*$/.test(before)
  return leads || !begins || written === written.toUpperCase()
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{Script=Latin}\p{N}_]/u.test(char)
}

function isKatakana(char: string | undefined): boolean {
  return char !== undefined && /[ァ-ヺー]/.test(char)
}

function isKanji(char: string | undefined): boolean {
  return char !== undefined && /[一-龠々]/.test(char)
}

function isJapanese(char: string | undefined): boolean {
  return char !== undefined && /[ぁ-ヿ一-龠々、。「」]/.test(char)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
