import type { Phase } from '#shared/domain/state.ts'
import type { BoardName } from '#shared/ids.ts'

/** The word of the palette for a board; `plain` where no board gives a colour. */
export type BoardTone = 'ideal' | 'challenge' | 'solution' | 'topic' | 'plain'

const TONES = {
  ideals: 'ideal',
  challenges: 'challenge',
  solutions: 'solution',
  topics: 'topic',
  lookback: 'plain',
} as const satisfies Record<BoardName, BoardTone>

export function boardTone(board: BoardName | null): BoardTone {
  return board === null ? 'plain' : TONES[board]
}

/** Custom properties that colour a part of the page by the phase's board. */
export function hueStyle(phase: Pick<Phase, 'board'> | null): string {
  const tone = boardTone(phase?.board ?? null)
  if (tone === 'plain') return '--hue: var(--ink-3); --hue-soft: var(--sunken); --hue-ink: var(--ink)'
  return `--hue: var(--${tone}); --hue-soft: var(--${tone}-soft); --hue-ink: var(--${tone}-ink)`
}
