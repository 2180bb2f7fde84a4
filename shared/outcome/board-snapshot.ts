import type { BoardContent, ContentCard } from '../boards/board-content.ts'
import { SOLUTION_PARTS, type Card, type SolutionPart, type WorkshopState } from '../domain/state.ts'
import type { BoardName, CardId, ClusterId, ParticipantId, TeamId } from '../ids.ts'
import { isUnderCard } from '../domain/slices/replies.ts'
import type { BoardSnapshot, SnapshotCard, SnapshotPledge, SnapshotReply } from './outcome.ts'
import { pledgesByCard } from './snapshot-pledges.ts'
import { snapshotReplies } from './snapshot-replies.ts'

/**
 * Whose names stand beside their cards. Where a name is held back the id is too: it would tell which cards one
 * person wrote. `consented` is for what leaves the room.
 */
export type AuthorNames = 'all' | 'consented' | 'none'

/**
 * What a board reads now, joined with what the state knows of its cards (D6): cards in document order, and only those
 * the state places on this very board, revealed and not withheld. Likes and votes are as last shown. Clusters
 * are kept even when empty; links lead only to cards of the same team that may be shown.
 */
export function boardSnapshot(
  state: WorkshopState,
  teamId: TeamId,
  board: BoardName,
  content: BoardContent,
  options: { readonly authorNames?: AuthorNames } = {},
): BoardSnapshot {
  const shown = new Map(state.cards.filter(isShown).map((card) => [card.id, card]))
  const links = linksByCard(content, (to) => shown.get(to)?.teamId === teamId)
  const author = authorNaming(state, options.authorNames ?? 'all')
  const pledges = pledgesByCard(state, author)
  const replies = snapshotReplies(state, { teamId, board }, content, author)
  const clusters = content.clusters.map(({ id, title }) => ({
    id: id as ClusterId,
    title,
    ...withReplies(replies(({ under }) => under.kind === 'cluster' && under.clusterId === id)),
  }))
  const clusterIds = new Set<string>(clusters.map(({ id }) => id))

  const cards = content.cards.flatMap((written): SnapshotCard[] => {
    const card = shown.get(written.id as CardId)
    if (card?.teamId !== teamId || card.board !== board) return []
    const tally = state.tallies[card.id]
    const part = solutionPart(written)
    return [
      {
        id: card.id,
        text: written.text,
        ...author(card.named ? card.authorId : null),
        clusterId:
          written.clusterId !== null && clusterIds.has(written.clusterId)
            ? (written.clusterId as ClusterId)
            : null,
        likes: tally?.likes ?? 0,
        votes: tally?.votes ?? 0,
        links: [...(links.get(written.id) ?? [])],
        ...(part === null ? {} : { part }),
        ...(card.parked ? { parked: card.parked } : {}),
        ...withReplies(replies((reply) => isUnderCard(reply, card.id))),
        ...withPledges(pledges(card.id)),
        ...(board === 'solutions' && written.estimates ? { estimates: written.estimates } : {}),
      },
    ]
  })
  const left = replies(({ under }) => under.kind === 'cluster' && !clusterIds.has(under.clusterId))
  const { summary, richSummary } = content
  return {
    teamId,
    board,
    cards,
    clusters,
    summary,
    ...(richSummary ? { richSummary } : {}),
    ...withReplies(left),
  }
}

function withReplies(replies: readonly SnapshotReply[]): { readonly replies?: readonly SnapshotReply[] } {
  return replies.length === 0 ? {} : { replies }
}

function withPledges(pledges: readonly SnapshotPledge[]): { readonly pledges?: readonly SnapshotPledge[] } {
  return pledges.length === 0 ? {} : { pledges }
}

function isShown(card: Card): boolean {
  return card.revealed && !card.withheld
}

function linksByCard(
  content: BoardContent,
  leads: (to: CardId) => boolean,
): ReadonlyMap<string, Iterable<CardId>> {
  const links = new Map<string, Set<CardId>>()
  for (const { from, to } of content.links) {
    const target = to as CardId
    if (from === to || !leads(target)) continue
    links.set(from, (links.get(from) ?? new Set()).add(target))
  }
  return links
}

/** The document says which part a solution is; a value it should not hold counts as none. */
function solutionPart(card: ContentCard): SolutionPart | null {
  return SOLUTION_PARTS.find((part) => part === card.part) ?? null
}

type Author = Pick<SnapshotCard, 'authorId' | 'authorName'>

function authorNaming(state: WorkshopState, names: AuthorNames): (authorId: ParticipantId | null) => Author {
  const people = new Map(state.participants.map((participant) => [participant.id, participant]))
  return (authorId) => {
    const person = authorId === null ? undefined : people.get(authorId)
    const named = names === 'all' || (names === 'consented' && person?.consent === true)
    return named ? { authorId, authorName: person?.name ?? null } : { authorId: null, authorName: null }
  }
}
