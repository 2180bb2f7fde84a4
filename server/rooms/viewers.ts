import type { Actor, Viewer } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { WorkshopGrant } from '../storage/ports.ts'

/** Whom a secret stands for now; `null` when its seat is no longer there. */
export function viewerOf(state: WorkshopState, grant: WorkshopGrant): Viewer | null {
  return grant.role === 'facilitator'
    ? { role: 'facilitator', participantId: null }
    : seated(state, grant.participantId)
}

/**
 * The same person as the state knows them now: a promotion or a removal counts from the very next command, however
 * old the connection is. `null` when their seat is gone.
 */
export function actorNow(state: WorkshopState, actor: Viewer): Viewer | null
export function actorNow(state: WorkshopState, actor: Actor): Actor | null
export function actorNow(state: WorkshopState, actor: Actor): Actor | null {
  const personal =
    actor.role === 'participant' || (actor.role === 'facilitator' && actor.participantId !== null)
  return personal ? seated(state, actor.participantId as ParticipantId) : actor
}

function seated(state: WorkshopState, participantId: ParticipantId): Viewer | null {
  const participant = state.participants.find(({ id }) => id === participantId)
  if (!participant) return null
  return { role: participant.facilitator ? 'facilitator' : 'participant', participantId }
}
