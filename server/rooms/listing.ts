import type { WorkshopState } from '#shared/domain/state.ts'
import type { Listing } from '../storage/ports.ts'

/** What lists say of a workshop that is in this state. */
export function listingOf({ title, goal, status, form, plan, agenda }: WorkshopState): Listing {
  return {
    title,
    goal,
    status,
    form: form.status,
    startsAt: plan.startsAt,
    openedAt: agenda.openedAt,
    minutes: agenda.phases.reduce((sum, { minutes }) => sum + minutes, 0),
  }
}
