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
  clusterTitle: 80,
  summary: 2_000,
  announcement: 300,
  reason: 200,
  teamName: 40,
  /** minutes */
  phaseMinutes: 180,
  phases: 30,
  /** how many people and cards one workshop holds */
  participants: 500,
  cardsPerBoard: 400,
  /** bytes on the wire */
  message: 64 * 1024,
  boardFrame: 256 * 1024,
} as const

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

export function graphemeCount(text: string): number {
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

/** The first `count` graphemes of `text`. */
export function firstGraphemes(text: string, count: number): string {
  let end = 0
  let seen = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (seen++ === count) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** Bidirectional overrides and invisible marks that make a name look like another one. Joiners inside emoji stay. */
const DECEPTIVE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/** One line of text: NFC, no control or direction marks, runs of white space as one space, trimmed. */
export function normaliseLine(typed: string): string {
  return typed.normalize('NFC').replace(DECEPTIVE, '').replace(/\s+/g, ' ').trim()
}

/** Several lines: NFC, line ends as `\n`, no control or direction marks, no blank edges. Tabs stay. */
export function normaliseText(typed: string): string {
  return typed.normalize('NFC').replace(/\r\n?/g, '\n').replace(DECEPTIVE, '').trim()
}
