import type { ParticipantId } from '../ids.ts'
import type { WorkshopState } from './state.ts'

/** Names by participant: the erasable part of a workshop (D11). A missing or `null` name means erased. */
export type People = Readonly<Record<ParticipantId, string | null>>

/** The state with names filled in, as it leaves the server and as the client shows it. */
export function withNames(state: WorkshopState, people: People): WorkshopState {
  return {
    ...state,
    participants: state.participants.map((participant) => ({
      ...participant,
      name: people[participant.id] ?? null,
    })),
  }
}
