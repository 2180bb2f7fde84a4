import { boardStream, eventStream, StorageError } from '../storage/ports.ts'
import type { DataCopy } from '../storage/sqlite/copy-file.ts'
import type { JournalFacts } from '../storage/sqlite/check-journal.ts'
import { buildBoard, readStoredBoard } from '../boards/stored-board.ts'
import { readRoom } from '../rooms/room-file.ts'
import type { Clock, Log } from '../runtime.ts'

/** What a check of a copy found out. */
export interface CopyFacts extends JournalFacts {
  /** what was rebuilt of the largest workshop; `null` when there is none */
  readonly rebuilt: { readonly events: number; readonly boards: number } | null
}

/**
 * Whether a copy could be served from: every page, record and snapshot reads, and its largest workshop is opened as the
 * server would, state and boards. Rejects with `StorageError` when not; damage in single records is told in the facts.
 */
export async function checkCopy(copy: DataCopy, clock: Clock): Promise<CopyFacts> {
  const facts = copy.check()
  const workshopId = copy.largestWorkshop()
  if (workshopId === null) return { ...facts, rebuilt: null }
  const room = await readRoom(workshopId, { storage: copy.storage, clock, log: QUIET })
  if (room === null) throw new StorageError(`The events of ${eventStream(workshopId)} are not there.`)
  const boards = copy.boardsOf(workshopId)
  for (const { teamId, board } of boards) {
    const stored = await readStoredBoard(copy.storage, boardStream(workshopId, teamId, board), QUIET)
    buildBoard(stored.base, stored.tail).doc.destroy()
  }
  return { ...facts, rebuilt: { events: room.seq, boards: boards.length } }
}

/** Every damaged record is in the facts already. */
const nothing = () => undefined
const QUIET: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
