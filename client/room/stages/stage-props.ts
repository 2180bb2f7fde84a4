import type { Phase } from '#shared/domain/state.ts'

/** What every stage is given. */
export interface StageProps {
  /** the phase on screen; `null` before the start, and after the end */
  readonly phase: Phase | null
  /** looked at privately, while everyone is elsewhere */
  readonly peeking: boolean
}
