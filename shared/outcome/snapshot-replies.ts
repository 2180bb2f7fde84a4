import type { BoardContent } from '../boards/board-content.ts'
import type { Reply, WorkshopState } from '../domain/state.ts'
import type { BoardName, CardId, ParticipantId, TeamId } from '../ids.ts'
import type { SnapshotCard, SnapshotReply } from './outcome.ts'

type Naming = (authorId: ParticipantId | null) => Pick<SnapshotCard, 'authorId' | 'authorName'>

/** The replies of a board that its document holds, in the order in which they were written, the answers to "why?" first. */
export function snapshotReplies(
  state: WorkshopState,
  at: { readonly teamId: TeamId; readonly board: BoardName },
  content: BoardContent,
  author: Naming,
): (is: (reply: Reply) => boolean) => readonly SnapshotReply[] {
  const here = state.replies.filter(({ teamId, board }) => teamId === at.teamId && board === at.board)
  if (here.length === 0) return () => []
  const texts = new Map(content.cards.map(({ id, text }) => [id as CardId, text]))
  const shown = here.flatMap((reply) => {
    const text = texts.get(reply.id)
    const { id, why, named, authorId } = reply
    return text === undefined
      ? []
      : [{ reply, snapshot: { id, text, why, ...author(named ? authorId : null) } }]
  })
  const rank = (why: Reply['why']) => (why === 0 ? 3 : why)
  const sorted = shown.toSorted((one, other) => rank(one.reply.why) - rank(other.reply.why))
  return (is) => sorted.filter(({ reply }) => is(reply)).map(({ snapshot }) => snapshot)
}
