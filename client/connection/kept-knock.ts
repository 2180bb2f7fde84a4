import type { WorkshopId } from '#shared/ids.ts'
import type { KnockBody } from '#shared/protocol/knocks.ts'

/** Kept for this tab alone: a reload asks on, another day begins anew. */
const keyOf = (workshopId: WorkshopId) => `yoriai.knock.${workshopId}`

/** What this tab asked to come in with; `null` when it did not, or the browser keeps nothing. */
export function keptKnock(workshopId: WorkshopId): KnockBody | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(workshopId)) ?? 'null')
    return typeof kept === 'object' && kept !== null && 'name' in kept && typeof kept.name === 'string'
      ? { name: kept.name, consent: 'consent' in kept && kept.consent === true }
      : null
  } catch {
    return null
  }
}

/** `null` forgets it. */
export function keepKnock(workshopId: WorkshopId, body: KnockBody | null): void {
  try {
    if (body === null) sessionStorage.removeItem(keyOf(workshopId))
    else sessionStorage.setItem(keyOf(workshopId), JSON.stringify(body))
  } catch {
    // then a reload shows the form again, with the name filled in
  }
}
