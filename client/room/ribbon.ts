import { phaseTitle } from '#shared/domain/phases/registry.ts'
import { timeLeft } from '#shared/domain/progress.ts'
import type { Locale, Phase, WorkshopState } from '#shared/domain/state.ts'
import { MINUTE, type Millis } from '#shared/time.ts'

/** One stretch of the agenda ribbon. Its width is its minutes. */
export interface Segment {
  readonly phase: Phase
  readonly title: string
  readonly when: 'done' | 'now' | 'next'
  /** how much of it has passed, 0 to 1; 1 in overtime */
  readonly passed: number
}

/** The whole agenda at workshop time `now`. */
export function segmentsOf(state: WorkshopState, locale: Locale, now: Millis): readonly Segment[] {
  const { phases, current } = state.agenda
  const on = current === null ? -1 : phases.findIndex((phase) => phase.id === current.phaseId)
  return phases.map((phase, index): Segment => {
    const title = phaseTitle(phase, locale)
    if (state.status === 'ended' || index < on) return { phase, title, when: 'done', passed: 1 }
    if (index > on || current === null) return { phase, title, when: 'next', passed: 0 }
    return { phase, title, when: 'now', passed: passedOf(phase, timeLeft(current.timer, now)) }
  })
}

/** Minutes added by the facilitator make the stretch longer, never the passed part negative. */
function passedOf(phase: Phase, left: Millis): number {
  const whole = Math.max(phase.minutes * MINUTE, left, 1)
  return Math.min(1, Math.max(0, 1 - left / whole))
}
