import type { WorkshopEvent } from '#shared/domain/events.ts'
import { currentPhase } from '#shared/domain/lookup.ts'
import { ALL_TEAMS, type PhaseId, type TeamId } from '#shared/ids.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { Log, Runtime } from '../../runtime.ts'
import type { BoardAddress, Boards, History } from '../ports.ts'
import type { Commit, Room, RoomListener } from '../room.ts'
import { BoardWriter } from './board-writer.ts'

interface Deps {
  readonly boards: Boards
  readonly history: History
  readonly runtime: Runtime
  readonly log: Log
}

/**
 * What a room does to its boards: cards come and go first; then, once they have, a board is kept as it reads at the end of
 * its phase, or brought back to an earlier moment. Both stand apart from the writing, which never waits for them.
 */
export function boardsFollow(room: Room, deps: Deps): RoomListener {
  const { history, log } = deps
  const { workshopId } = room
  const writer = new BoardWriter(room, deps)
  let work: Promise<void> = Promise.resolve()

  async function perform(commit: Commit): Promise<void> {
    await writer.settled()
    for (const { event } of commit.entries) {
      for (const { at, phaseId } of endedBy(event, commit.before, workshopId)) await history.keep(at, phaseId)
      if (event.type !== 'board.restored') continue
      const { teamId, board, moment } = event
      const found = await history.bringBack({ workshopId, teamId, board }, moment)
      if (!found) log.warn({ workshopId, teamId, board, moment }, 'no such moment of a board')
    }
  }

  return {
    committed(commit) {
      writer.committed(commit)
      if (!commit.entries.some(({ event }) => concerns(event))) return
      const begun = perform(commit)
      work = Promise.all([work, begun]).then(
        () => undefined,
        (error: unknown) => log.error({ workshopId, err: error }, 'a board was not brought back'),
      )
    },
    async settled() {
      await writer.settled()
      await work
    },
    close: () => writer.close(),
  }
}

function concerns({ type }: WorkshopEvent): boolean {
  return (
    type === 'board.restored' ||
    type === 'agenda.ended' ||
    type === 'agenda.moved' ||
    type === 'agenda.undone'
  )
}

/** The boards whose phase ends with this event, if there are cards on them. */
function endedBy(
  { type }: WorkshopEvent,
  before: WorkshopState,
  workshopId: BoardAddress['workshopId'],
): readonly { readonly at: BoardAddress; readonly phaseId: PhaseId }[] {
  if (type !== 'agenda.ended' && type !== 'agenda.moved' && type !== 'agenda.undone') return []
  const phase = currentPhase(before)
  const board = phase?.board ?? null
  if (phase === null || board === null) return []
  const teamIds: readonly TeamId[] =
    phase.scope === 'everyone' ? [ALL_TEAMS] : before.teams.map(({ id }) => id)
  const written = new Set(before.cards.filter((card) => card.board === board).map(({ teamId }) => teamId))
  return teamIds
    .filter((teamId) => written.has(teamId))
    .map((teamId) => ({ at: { workshopId, teamId, board }, phaseId: phase.id }))
}
