import { placesLeft, type Waiting } from '../application.ts'
import type { WorkshopEvent } from '../events.ts'
import type { Context } from '../slice.ts'
import type { WorkshopState } from '../state.ts'
import { placeNewcomer } from './newcomer.ts'

/**
 * Who has waited longest takes the places that are free. Before the opening alone: later nobody is at home waiting for a
 * mail that never comes, and a team should not get members who are not there; facilitators may still let somebody in.
 */
export function movedUp(
  state: WorkshopState,
  ctx: Pick<Context, 'now' | 'answersOf' | 'past'>,
): readonly WorkshopEvent[] {
  if (state.status !== 'planning') return []
  const events: WorkshopEvent[] = []
  let next = state
  for (const waiting of state.waiting.slice(0, placesLeft(state))) {
    const seated = letIn(next, waiting, ctx)
    events.push(...seated)
    next = withMembers(next, seated)
  }
  return events
}

/** A seat for somebody who waited, and a team where there are teams. Facilitators are told the answers again, now that they count. */
export function letIn(
  state: WorkshopState,
  { participantId, consent }: Waiting,
  ctx: Pick<Context, 'now' | 'answersOf' | 'past'>,
): readonly WorkshopEvent[] {
  return [
    { type: 'seat.taken', participantId, consent, at: ctx.now },
    ...(ctx.answersOf(participantId) === null ? [] : [{ type: 'answers.given', participantId } as const]),
    ...placeNewcomer(state, participantId, ctx),
  ]
}

/** The teams as the next newcomer finds them. */
function withMembers(state: WorkshopState, events: readonly WorkshopEvent[]): WorkshopState {
  const dealt = events.find((event) => event.type === 'team.dealt')
  if (dealt === undefined) return state
  const { teamId, members } = dealt
  return { ...state, teams: state.teams.map((team) => (team.id === teamId ? { ...team, members } : team)) }
}
