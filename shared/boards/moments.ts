import { MINUTE, SECOND, type Millis } from '../time.ts'
import type { BoardContent } from './board-content.ts'

/** Real time between two moments of a board that is being changed. */
export const MOMENT_EVERY: Millis = 30 * SECOND

/** `pace`: the board was being changed. `phase`: a phase with this board ended. `before`: it was brought back then. */
export const MOMENT_REASONS = ['pace', 'phase', 'before'] as const
export type MomentReason = (typeof MOMENT_REASONS)[number]

/** A state of a board that was kept. */
export interface Moment {
  /** 1, 2, 3 … within its board; how `board.restore` names it */
  readonly number: number
  readonly at: Millis
  readonly why: MomentReason
  /** the phase that ended; `null` unless that is why */
  readonly phaseId: string | null
  readonly cards: number
  readonly clusters: number
}

/** `GET /api/workshops/:id/boards/:teamId/:board/history`, for facilitators: newest first, those worth choosing from */
export interface HistoryBody {
  readonly moments: readonly Moment[]
}

/** `GET …/history/:number`: the board as it was, with the cards that may still be seen */
export interface MomentBody {
  readonly moment: Moment
  readonly content: BoardContent
}

/** Every moment this far back is worth choosing; of older ones, one in a while. */
const CLOSE: Millis = 6 * MINUTE
const APART: Millis = 3 * MINUTE

/**
 * The moments a person chooses from, newest first: all of the last minutes, ends of phases and what was before another
 * return, and of the others one every three minutes. `close` scales the minutes for a fast clock.
 */
export function worthShowing(moments: readonly Moment[], now: Millis, rate = 1): readonly Moment[] {
  const shown: Moment[] = []
  for (const moment of [...moments].sort((a, b) => b.number - a.number)) {
    const above = shown.at(-1)
    const near = now - moment.at <= CLOSE * rate
    const apart = above === undefined || above.at - moment.at >= APART * rate
    if (near || apart || moment.why !== 'pace') shown.push(moment)
  }
  return shown
}
