import type { BoardContent } from '../boards/board-content.ts'
import type { WorkshopState } from '../domain/state.ts'
import { ALL_TEAMS, type BoardName, type TeamId } from '../ids.ts'
import { boardSnapshot } from './board-snapshot.ts'
import { chainsOf, withoutDangling } from './chains.ts'
import {
  OUTCOME_BOARDS,
  votesOf,
  type BoardSnapshot,
  type Outcome,
  type OutcomeTeam,
  type SnapshotCard,
} from './outcome.ts'

/** What one board of the workshop reads. */
export interface BoardReading {
  readonly teamId: TeamId
  readonly board: BoardName
  readonly content: BoardContent
}

/**
 * What the workshop brought, ready to leave the room. `state` has names filled in (`withNames`); only the names of those
 * who consented go on. Boards that are not given are left out; boards of teams the state does not know are ignored.
 */
export function buildOutcome(state: WorkshopState, boards: readonly BoardReading[]): Outcome {
  const teams = state.teams.map((team): OutcomeTeam => {
    const seated = new Set(team.members.map(({ participantId }) => participantId))
    return {
      id: team.id,
      name: team.name,
      members: state.participants
        .filter(({ id, consent }) => consent && seated.has(id))
        .flatMap(({ name }) => (name === null ? [] : [name])),
      boards: withoutDangling(
        Object.fromEntries(
          OUTCOME_BOARDS.flatMap((board) => {
            const snapshot = snapshotOf(state, boards, team.id, board)
            return snapshot === null ? [] : [[board, snapshot]]
          }),
        ),
      ),
    }
  })
  return {
    version: 1,
    workshop: {
      id: state.id,
      title: state.title,
      goal: state.goal,
      locale: state.locale,
      openedAt: state.agenda.openedAt,
      endedAt: state.agenda.endedAt,
      minutes: state.agenda.phases.reduce((sum, phase) => sum + phase.minutes, 0),
      participants: state.participants.length,
    },
    teams,
    chains: teams.flatMap(chainsOf),
    topics: topicsOf(snapshotOf(state, boards, ALL_TEAMS, 'topics')),
    licence: 'CC BY 4.0',
  }
}

function snapshotOf(
  state: WorkshopState,
  boards: readonly BoardReading[],
  teamId: TeamId,
  board: BoardName,
): BoardSnapshot | null {
  const reading = boards.find((each) => each.teamId === teamId && each.board === board)
  return reading ? boardSnapshot(state, teamId, board, reading.content, { authorNames: 'consented' }) : null
}

/**
 * Most votes first; equal ones in the order of the board. A cluster ranks as one, by the votes of all its cards, which stay
 * together in their own order of votes: five who mean the same would otherwise lose to one who stands alone.
 */
function topicsOf(board: BoardSnapshot | null): Outcome['topics'] {
  if (board === null) return []
  const titles = new Map(board.clusters.map(({ id, title }) => [id, title]))
  const ranks = new Map<string, SnapshotCard[]>()
  for (const card of board.cards) {
    const key = card.clusterId === null ? `card ${card.id}` : `cluster ${card.clusterId}`
    ranks.set(key, [...(ranks.get(key) ?? []), card])
  }
  return [...ranks.values()].toSorted(byVotes(votesOf)).flatMap((together) =>
    together.toSorted(byVotes(({ votes }) => votes)).map(({ id, text, votes, clusterId }) => ({
      ...{ id, text, votes },
      ...(clusterId === null || together.length === 1
        ? {}
        : { cluster: { title: titles.get(clusterId) ?? '', votes: votesOf(together) } }),
    })),
  )
}

function byVotes<Ranked>(votes: (one: Ranked) => number): (one: Ranked, other: Ranked) => number {
  return (one, other) => votes(other) - votes(one)
}
