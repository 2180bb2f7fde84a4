import type { CardId } from '../ids.ts'
import {
  OUTCOME_BOARDS,
  type BoardSnapshot,
  type Chain,
  type OutcomeTeam,
  type SnapshotCard,
} from './outcome.ts'

/**
 * How many links of one card are followed. People draw one or two; the bound keeps a board on which everything is
 * linked with everything (400 × 400 × 400) from filling the outcome.
 */
const FOLLOWED_LINKS = 8

/**
 * Every way from an ideal over a challenge to a solution, in the order of the solutions, then the challenges no solution
 * answers, then the ideals nothing stands against. What is missing is `null`. Each card of the three boards is in at
 * least one chain; a solution linked straight to an ideal has a hole where the challenge would be.
 */
export function chainsOf(team: Pick<OutcomeTeam, 'id' | 'boards'>): readonly Chain[] {
  const { ideals, challenges, solutions } = team.boards
  const ideal = lookup(ideals)
  const challenge = lookup(challenges)
  const chains: Chain[] = []
  const met = new Set<CardId>()
  const add = (idealId: CardId | null, challengeId: CardId | null, solutionId: CardId | null) => {
    chains.push({ teamId: team.id, idealId, challengeId, solutionId })
    if (idealId !== null) met.add(idealId)
    if (challengeId !== null) met.add(challengeId)
  }
  const fromChallenge = (card: SnapshotCard, solutionId: CardId | null): readonly CardId[] => {
    const found = followed(card, ideal)
    if (found.length === 0) add(null, card.id, solutionId)
    for (const { id } of found) add(id, card.id, solutionId)
    return found.map(({ id }) => id)
  }

  for (const card of solutions?.cards ?? []) {
    const answered = followed(card, challenge)
    const reached = new Set(answered.flatMap((each) => fromChallenge(each, card.id)))
    const straight = followed(card, ideal).filter(({ id }) => !reached.has(id))
    for (const { id } of straight) add(id, null, card.id)
    if (answered.length + straight.length === 0) add(null, null, card.id)
  }
  for (const card of challenges?.cards ?? []) if (!met.has(card.id)) fromChallenge(card, null)
  for (const card of ideals?.cards ?? []) if (!met.has(card.id)) add(card.id, null, null)
  return chains
}

/**
 * The boards with only the links that lead to a card of an earlier one of them. A link may outlive its target: a card taken
 * off, a document that lost it, a board that is not given.
 */
export function withoutDangling(boards: OutcomeTeam['boards']): OutcomeTeam['boards'] {
  const earlier = new Set<CardId>()
  const kept = OUTCOME_BOARDS.flatMap((name) => {
    const board = boards[name]
    if (board === undefined) return []
    const cards = board.cards.map((card) => ({ ...card, links: card.links.filter((to) => earlier.has(to)) }))
    for (const { id } of cards) earlier.add(id)
    return [[name, { ...board, cards }] as const]
  })
  return Object.fromEntries(kept)
}

type Lookup = ReadonlyMap<CardId, SnapshotCard>

function lookup(board: BoardSnapshot | undefined): Lookup {
  return new Map(board?.cards.map((card) => [card.id, card]))
}

function followed(card: SnapshotCard, among: Lookup): readonly SnapshotCard[] {
  return card.links.flatMap((id) => among.get(id) ?? []).slice(0, FOLLOWED_LINKS)
}
