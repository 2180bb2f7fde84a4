import type { BoardName, CardId, PhaseId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { CardSeed } from '#shared/boards/edit-board.ts'
import type { Moment, MomentBody } from '#shared/boards/moments.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import type { BoardAccess } from '#shared/protocol/board-frames.ts'
import type { Viewer } from '#shared/domain/slice.ts'

/** What a room needs of the boards; `server/boards/board-registry.ts` is the adapter. */
export interface Boards {
  /** Puts cards on a board that are not there yet, in this order; resolves when they are on disk. Idempotent. */
  addCards(at: BoardAddress, cards: readonly CardSeed[]): Promise<void>
  /** Takes cards off a board with the links that touch them. Idempotent. */
  removeCards(at: BoardAddress, cardIds: readonly CardId[]): Promise<void>
  /** What the board reads now. */
  read(at: BoardAddress): Promise<BoardContent>
  /** Tells live connections of a workshop that rights may have changed (a phase moved, a person changed teams). */
  rightsChanged(workshopId: WorkshopId): void
  /** how many edits each team's boards have taken since the board was opened; for the pulse */
  editCounts(workshopId: WorkshopId): ReadonlyMap<TeamId, number>
  /** the teams whose board is open, because somebody is at it, and has no summary; at once, from memory */
  unsummed(workshopId: WorkshopId, board: BoardName): ReadonlySet<TeamId>
}

/** What a room and its facilitators need of the boards' past; `server/boards/history/board-history.ts` is the adapter. */
export interface History {
  /** Keeps the board as it reads now, because a phase ends. Never rejects: a moment that was not kept is only logged. */
  keep(at: BoardAddress, phaseId: PhaseId): Promise<void>
  /** Makes the board read again as it did (see `restoreBoard`), on disk when this resolves. `false`: no such moment. */
  bringBack(at: BoardAddress, moment: number): Promise<boolean>
  /** every moment that is kept, oldest first */
  list(at: BoardAddress): Promise<readonly Moment[]>
  /** the board as it read then; `null`: no such moment */
  look(at: BoardAddress, moment: number): Promise<MomentBody | null>
}

export interface BoardAddress {
  readonly workshopId: WorkshopId
  readonly teamId: TeamId
  readonly board: BoardName
}

/** What the boards need of the rooms: rights, asked afresh at every message. Wired in `app.ts`. */
export interface BoardRights {
  /** who holds this secret in this workshop; `null` when nobody does */
  viewerFor(workshopId: WorkshopId, token: string): Promise<Viewer | null>
  /** synchronous and cheap: looks at the live state; `none` while the room is not open */
  access(at: BoardAddress, viewer: Viewer): BoardAccess
  /** whether the secret this viewer came with was taken back: another one may open what is closed now */
  lapsed(viewer: Viewer): boolean
}
