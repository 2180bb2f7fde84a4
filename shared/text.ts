/**
 * Text as people write it. What was typed is stored (NFC at most); lengths are counted in graphemes, because a
 * family emoji is one character to the person who typed it.
 */
export const LIMITS = {
  /** graphemes */
  name: 40,
  title: 80,
  goal: 200,
  card: 500,
  reply: 140,
  clusterTitle: 80,
  summary: 2_000,
  announcement: 300,
  reason: 200,
  /** what a facilitator says of one phase: two lines on a phone, and what the kinds' own guidance takes */
  phaseGoal: 40,
  phaseGuidance: 160,
  teamName: 40,
  toolName: 40,
  /** minutes */
  phaseMinutes: 180,
  phases: 30,
  /** how many people and cards one workshop holds */
  /** what one team keeps for later, and the tool names of a workshop */
  parkedPerTeam: 60,
  toolNames: 100,
  participants: 500,
  cardsPerBoard: 600,
  /** bytes on the wire */
  message: 64 * 1024,
  boardFrame: 256 * 1024,
} as const

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** UTF-16 units looked at in one go; longer than any grapheme that people type. */
const PIECE = 256

/**
 * How many characters people see. In pieces, because the segmenter takes a time per step that grows with the whole text:
 * 64 KB at once cost seconds. A grapheme longer than a piece counts more than once.
 */
export function graphemeCount(text: string): number {
  let count = 0
  let from = 0
  while (from < text.length) {
    let last = 0
    let found = 0
    for (const { index } of graphemes.segment(text.slice(from, from + PIECE))) {
      last = index
      found++
    }
    if (from + PIECE >= text.length) return count + found
    // the last one may go on in the next piece
    count += last === 0 ? 1 : found - 1
    from += last === 0 ? PIECE : last
  }
  return count
}

/** The first `count` graphemes of `text`. */
export function firstGraphemes(text: string, count: number): string {
  // none is shorter than one unit
  if (text.length <= count) return text
  let end = 0
  let seen = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (seen++ === count) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * A grapheme may be made of any number of marks, so a length in graphemes alone bounds nothing. The longest that people
 * type, a family of four with skin tones, has 19 units.
 */
const UNITS_PER_GRAPHEME = 24

/** Whether `text` has at most `limit` graphemes, and no more UTF-16 units than so many can need. */
export function hasAtMost(text: string, limit: number): boolean {
  return text.length <= limit * UNITS_PER_GRAPHEME && graphemeCount(text) <= limit
}

/**
 * Bidirectional overrides, fillers and invisible marks that make one text look like another. Joiners stay where they join:
 * inside emoji, and in scripts that need them.
 */
const DECEPTIVE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g
/** Joiners after a letter that never joins: `青‍木` is not another name than `青木`. */
const IDLE_JOINERS =
  /(^|[\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\u200c\u200d]+/gu
/** No script stacks more marks than this on one letter; more of them draw over other people's lines. */
const STACKED_MARKS = /(\p{M}{6})\p{M}+/gu

function withoutTricks(text: string): string {
  return text.replace(DECEPTIVE, '').replace(IDLE_JOINERS, '$1').replace(STACKED_MARKS, '$1')
}

/** One line of text: NFC, no control or direction marks, runs of white space as one space, trimmed. */
export function normaliseLine(typed: string): string {
  return withoutTricks(typed.normalize('NFC')).replace(/\s+/g, ' ').trim()
}

/** Several lines: NFC, line ends as `\n`, no control or direction marks, no blank edges. Tabs stay. */
export function normaliseText(typed: string): string {
  return withoutTricks(typed.normalize('NFC').replace(/\r\n?/g, '\n')).trim()
}
