import type { EventType, WorkshopEvent } from './events.ts'
import { fold } from './evolve.ts'
import type { WorkshopState } from './state.ts'

/** What changes who sits where, or where a team talks. */
const MOVING: ReadonlySet<EventType> = new Set(['links.given', 'teams.formed', 'team.moved'])

/**
 * Tells everybody whose team talks somewhere else now, or who came into another team, where that is, and nobody anything
 * else (PLN-5). Here and not in each slice: forming, moving, late arrivals and a waiting list that moves up all seat people.
 */
export function toldLinks(before: WorkshopState, events: readonly WorkshopEvent[]): readonly WorkshopEvent[] {
  if (!events.some(({ type }) => MOVING.has(type))) return []
  const { participants, plan, ownLinks } = fold(events, before)
  return participants.flatMap(({ id: participantId, teamId }): readonly WorkshopEvent[] => {
    const link = (teamId === null ? undefined : plan.teamLinks[teamId]) ?? null
    return link === (ownLinks[participantId] ?? null) ? [] : [{ type: 'link.told', participantId, link }]
  })
}
