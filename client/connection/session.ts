import type { WorkshopId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Link, LinkBody, Session, SessionBody } from '#shared/protocol/http.ts'
import type { Result } from '#shared/result.ts'
import { getJson, postJson, type As } from './api.ts'
import { readLocal, writeLocal } from './local-store.ts'

/** The fragment's key of each secret: `/w/<id>#s=<token>`, `/w/<id>/console#f=<token>`. */
const FRAGMENT_KEY = { participant: 's', facilitator: 'f' } as const satisfies Record<As, string>

/**
 * Comes into a workshop. A secret in the address becomes a cookie and leaves the address bar (and this entry of the
 * history) before anything else is shown; without one the cookie of an earlier visit is asked for.
 */
export async function enter(workshopId: WorkshopId, as: As): Promise<Result<Session, WireError>> {
  const token = secretInAddress(as)
  const entered = token
    ? await exchange(workshopId, as, token)
    : await getJson<Session>(`/api/workshops/${workshopId}/session?as=${as}`, { as })
  if (entered.ok && as === 'participant') rememberSeat(workshopId)
  return entered
}

/** Turns a secret into this browser's cookie. */
export function exchange(workshopId: WorkshopId, as: As, token: string): Promise<Result<Session, WireError>> {
  const body: SessionBody = { token }
  return postJson<Session>(`/api/workshops/${workshopId}/session`, body, { as })
}

/** A fresh personal link for the holder's own seat or facilitation; older links stay good. */
export function personalLink(workshopId: WorkshopId, as: As): Promise<Result<Link, WireError>> {
  const body: LinkBody = { as }
  return postJson<Link>(`/api/workshops/${workshopId}/links`, body, { as })
}

/** The secret that a personal link carries. */
export function tokenIn(url: string, as: As): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get(FRAGMENT_KEY[as]) ?? ''
}

function secretInAddress(as: As): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const token = fragment.get(FRAGMENT_KEY[as])
  if (token === null) return null
  history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

const seatKey = (workshopId: WorkshopId) => `yoriai.seat.${workshopId}`

/** Whether this browser has held a seat here, so that the join page asks the server only when it may be so. */
export function mayHoldSeat(workshopId: WorkshopId): boolean {
  return readLocal(seatKey(workshopId)) !== null
}

export function rememberSeat(workshopId: WorkshopId): void {
  writeLocal(seatKey(workshopId), '1')
}

export function forgetSeat(workshopId: WorkshopId): void {
  writeLocal(seatKey(workshopId), null)
}
