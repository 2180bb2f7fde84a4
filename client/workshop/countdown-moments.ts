import type { Timer } from '#shared/domain/state.ts'
import { MINUTE, type Millis, type Minutes } from '#shared/time.ts'

/** When the time left is spoken: a region that speaks every second cannot be listened to. */
export type Moment = 'half' | 'oneMinute' | 'zero'

/** In shorter phases half time would fall on top of the last minute. */
const SHORTEST_WITH_HALF: Minutes = 4

export function timeLeft(timer: Timer, now: Millis): Millis {
  return timer.kind === 'running' ? timer.endsAt - now : timer.timeLeft
}

/** The moment passed between two looks at the clock, the last one if several. Total length in minutes, if known. */
export function momentBetween(before: Millis, after: Millis, minutes: Minutes | null): Moment | null {
  const passed = (mark: Millis) => before > mark && after <= mark
  if (passed(0)) return 'zero'
  if (passed(MINUTE)) return 'oneMinute'
  if (minutes !== null && minutes >= SHORTEST_WITH_HALF && passed((minutes * MINUTE) / 2)) return 'half'
  return null
}
