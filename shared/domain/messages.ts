import type { ParticipantId, PhaseId, TeamId } from '../ids.ts'
import type { Millis } from '../time.ts'

export interface Call {
  readonly participantId: ParticipantId
  readonly teamId: TeamId | null
  readonly at: Millis
}

export interface Announcement {
  readonly id: string
  readonly text: string
  readonly at: Millis
}

export interface Nudge {
  readonly participantId: ParticipantId
  readonly phaseId: PhaseId
  readonly at: Millis
}

/** Why a closed gate was opened; facilitators alone see it. */
export interface ForcedGate {
  readonly phaseId: PhaseId
  readonly reason: string
  readonly at: Millis
}
