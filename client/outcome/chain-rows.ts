import type { CardId, TeamId } from '#shared/ids.ts'
import type { Outcome, OutcomeBoard, OutcomeTeam, SnapshotCard } from '#shared/outcome/outcome.ts'

/** One line of boxes: an ideal, the challenge that stands against it, and all solutions to it. */
export interface ChainRow {
  readonly key: string
  readonly ideal: SnapshotCard | null
  readonly challenge: SnapshotCard | null
  readonly solutions: readonly SnapshotCard[]
}

/**
 * A team's chains of at least two cards, those of one ideal and challenge as one row. Whole rows come first, then the
 * ones people cared about most (dots count double, they are scarce).
 */
export function chainRows(outcome: Outcome, team: OutcomeTeam): readonly ChainRow[] {
  const cards = cardsOf(team)
  const find = (id: CardId | null) => (id === null ? null : (cards.get(id) ?? null))
  const rows = new Map<string, ChainRow>()
  for (const chain of chainsOf(outcome, team.id)) {
    const [ideal, challenge, solution] = [
      find(chain.idealId),
      find(chain.challengeId),
      find(chain.solutionId),
    ]
    if ([ideal, challenge, solution].filter((card) => card !== null).length < 2) continue
    const key = `${ideal?.id ?? ''}>${challenge?.id ?? ''}`
    const solutions = [...(rows.get(key)?.solutions ?? []), ...(solution ? [solution] : [])]
    rows.set(key, { key, ideal, challenge, solutions })
  }
  return [...rows.values()].sort((one, other) => holes(one) - holes(other) || warmth(other) - warmth(one))
}

function chainsOf(outcome: Outcome, teamId: TeamId): Outcome['chains'] {
  return outcome.chains.filter((chain) => chain.teamId === teamId)
}

function cardsOf({ boards }: OutcomeTeam): ReadonlyMap<CardId, SnapshotCard> {
  const all = Object.values(boards).flatMap(({ cards }) => cards)
  return new Map(all.map((card) => [card.id, card]))
}

function holes({ ideal, challenge, solutions }: ChainRow): number {
  return (ideal ? 0 : 1) + (challenge ? 0 : 1) + (solutions.length > 0 ? 0 : 1)
}

function warmth({ ideal, challenge, solutions }: ChainRow): number {
  return [ideal, challenge, ...solutions].reduce(
    (sum, card) => sum + (card ? card.votes * 2 + card.likes : 0),
    0,
  )
}

/** How many cards all teams together have on a board. */
export function cardCount(outcome: Outcome, board: OutcomeBoard): number {
  return outcome.teams.reduce((sum, { boards }) => sum + (boards[board]?.cards.length ?? 0), 0)
}
