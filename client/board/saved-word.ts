import type { BoardStatus } from '../boards/board-options.ts'
import type { Connection } from '../workshop/live-workshop.svelte.ts'

/** What a person is told about what they wrote. */
export type SavedWord = BoardStatus | 'late'

/** What the word is told from. Nothing in it is a guess. */
export interface SavedFacts {
  /** the live board's; `null`: no board now */
  readonly board: BoardStatus | null
  readonly connection: Connection
  /** commands without an answer */
  readonly pending: number
  /** all of them lie on this device */
  readonly kept: boolean
  /** the oldest of them has waited for 12 s */
  readonly overdue: boolean
  /** text has just gone to the drawer, because its time was over */
  readonly late: boolean
}

/**
 * One word for everything. "Saved" is said only when the server has all of it on disk, and "kept on this device" only when
 * all that waits would survive the page.
 */
export function savedWord({ board, connection, pending, kept, overdue, late }: SavedFacts): SavedWord {
  if (board === 'unsaved') return 'unsaved'
  if ((connection === 'offline' || board === 'offline') && kept) return 'offline'
  if (overdue) return 'unsaved'
  if (board === 'shut') return 'shut'
  if (late) return 'late'
  if (connection === 'connecting' || board === 'connecting') return 'connecting'
  return pending > 0 || board === 'saving' ? 'saving' : 'saved'
}
