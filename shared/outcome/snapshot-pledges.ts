import { PLEDGE_KINDS } from '../domain/reactions.ts'
import { type WorkshopState } from '../domain/state.ts'
import type { CardId, ParticipantId } from '../ids.ts'
import type { SnapshotCard, SnapshotPledge } from './outcome.ts'

type Naming = (id: ParticipantId) => Pick<SnapshotCard, 'authorId' | 'authorName'>

/** The pledges on each card, named as authors are: who may not be named is counted. */
export function pledgesByCard(
  { pledges }: WorkshopState,
  naming: Naming,
): (cardId: CardId) => readonly SnapshotPledge[] {
  if (pledges.length === 0) return () => []
  return (cardId) => {
    const here = pledges.filter((pledge) => pledge.cardId === cardId)
    return PLEDGE_KINDS.flatMap((kind) => {
      const given = here.filter((pledge) => pledge.kind === kind)
      const people = given.flatMap(({ participantId }) => {
        const { authorId: id, authorName: name } = naming(participantId)
        return id === null || name === null ? [] : [{ id, name }]
      })
      return given.length === 0 ? [] : [{ kind, count: given.length, people }]
    })
  }
}
