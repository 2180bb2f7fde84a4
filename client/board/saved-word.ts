import type { BoardStatus } from '../boards/board-client.svelte.ts'
import type { Connection } from '../workshop/live-workshop.svelte.ts'

/** What a person is told about what they wrote. */
export type SavedWord = 'connecting' | 'saved' | 'saving' | 'offline'

/**
 * One word for everything: the live board's text (`null`: no board now), the commands that wait, the connection.
 * "Saved" is said only when the server has all of it on disk.
 */
export function savedWord(board: BoardStatus | null, pending: number, connection: Connection): SavedWord {
  if (connection === 'offline' || board === 'offline') return 'offline'
  if (connection === 'connecting' || board === 'connecting') return 'connecting'
  return pending > 0 || board === 'saving' ? 'saving' : 'saved'
}
