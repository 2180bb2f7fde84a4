import type { WorkshopId } from '#shared/ids.ts'
import type { PublicFacts, Session } from '#shared/protocol/http.ts'
import { getJson, type As } from '../connection/api.ts'
import { enter, forgetSeat } from '../connection/session.ts'

/** What becomes of somebody who opens a workshop's room or console. */
export type WayIn =
  | { readonly kind: 'in'; readonly as: As; readonly session: Session }
  /** no seat here: the place to take one */
  | { readonly kind: 'join'; readonly code: string }
  | { readonly kind: 'not-facilitator' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly message: string }

/** Uses the secret in the address or the cookie of an earlier visit. Never rejects. */
export async function wayIn(workshopId: WorkshopId, screen: As): Promise<WayIn> {
  const entered = await enter(workshopId, screen)
  if (entered.ok) return { kind: 'in', as: screen, session: entered.value }
  const { code, message } = entered.error
  if (code === 'workshop_unknown' || code === 'not_found') return { kind: 'unknown' }
  if (code === 'unavailable') return { kind: 'unreachable' }
  if (code !== 'unauthorised' && code !== 'forbidden') return { kind: 'refused', message }
  return screen === 'facilitator' ? consoleBySeat(workshopId) : joinInstead(workshopId)
}

/** A participant who was made a facilitator has only a seat, and the console is open to it. */
async function consoleBySeat(workshopId: WorkshopId): Promise<WayIn> {
  const seat = await enter(workshopId, 'participant')
  if (!seat.ok)
    return seat.error.code === 'unavailable' ? { kind: 'unreachable' } : { kind: 'not-facilitator' }
  if (seat.value.viewer.role !== 'facilitator') return { kind: 'not-facilitator' }
  return { kind: 'in', as: 'participant', session: seat.value }
}

async function joinInstead(workshopId: WorkshopId): Promise<WayIn> {
  forgetSeat(workshopId)
  const facts = await getJson<PublicFacts>(`/api/workshops/${workshopId}`)
  if (facts.ok) return { kind: 'join', code: facts.value.code }
  return facts.error.code === 'unavailable' ? { kind: 'unreachable' } : { kind: 'unknown' }
}
