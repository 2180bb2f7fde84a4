import type { BoardName } from '#shared/ids.ts'

export type Tone = 'ideal' | 'challenge' | 'solution' | 'topic'

const TONES = {
  ideals: 'ideal',
  challenges: 'challenge',
  solutions: 'solution',
  topics: 'topic',
  lookback: 'topic',
} as const satisfies Record<BoardName, Tone>

/** The hue that means this kind of card everywhere. */
export function toneOf(board: BoardName): Tone {
  return TONES[board]
}

/** Custom properties for everything inside an element that shows this board: `--tone`, `--tone-soft`, `--tone-ink`. */
export function toneStyle(board: BoardName | null): string {
  if (board === null) return '--tone: var(--ai); --tone-soft: var(--ai-soft); --tone-ink: var(--ink)'
  const tone = toneOf(board)
  return `--tone: var(--${tone}); --tone-soft: var(--${tone}-soft); --tone-ink: var(--${tone}-ink)`
}
