import type { ParticipantId } from '../ids.ts'
import { isKnown } from './application.ts'
import type { WorkshopState } from './state.ts'

/**
 * What stands in the link by which somebody brings a friend: random, so that it is nobody's name, and it opens nothing.
 * Everybody's own.
 */
export type FriendLinks = Readonly<Record<ParticipantId, string>>

/** Who was brought by whom; for facilitators. */
export type BroughtBy = Readonly<Record<ParticipantId, ParticipantId>>

type Friends = Pick<WorkshopState, 'participants' | 'waiting' | 'friendLinks' | 'broughtBy'>

/** Who brings by this reference; `null` when it is nobody's, or its friend has come. */
export function bringerBy(state: Friends, reference: string): ParticipantId | null {
  if (reference === '') return null
  const ids = Object.keys(state.friendLinks) as ParticipantId[]
  const bringer = ids.find((id) => state.friendLinks[id] === reference)
  return bringer === undefined || !isKnown(state, bringer) || hasBrought(state, bringer) ? null : bringer
}

/** Whether somebody's friend has applied and not gone again. */
export function hasBrought(state: Friends, bringer: ParticipantId): boolean {
  const brought = Object.keys(state.broughtBy) as ParticipantId[]
  return brought.some((id) => state.broughtBy[id] === bringer && isKnown(state, id))
}

/** What is left of both when somebody is forgotten. */
export function withoutFriend(
  { friendLinks, broughtBy }: Pick<Friends, 'friendLinks' | 'broughtBy'>,
  id: ParticipantId,
): Pick<Friends, 'friendLinks' | 'broughtBy'> {
  const without = <T>(kept: Readonly<Record<ParticipantId, T>>, stays: (key: string, value: T) => boolean) =>
    Object.fromEntries(Object.entries(kept).filter(([key, value]) => stays(key, value)))
  return {
    friendLinks: without(friendLinks, (key) => key !== id),
    broughtBy: without(broughtBy, (key, bringer) => key !== id && bringer !== id),
  }
}
