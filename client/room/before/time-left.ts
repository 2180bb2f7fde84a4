import { MINUTE, type Millis } from '#shared/time.ts'

const HOUR: Millis = 60 * MINUTE
const DAY: Millis = 24 * HOUR

/** How much time is left, in the two largest units that mean something to a reader. */
export type TimeLeft =
  | { readonly kind: 'days'; readonly days: number; readonly hours: number }
  | { readonly kind: 'hours'; readonly hours: number; readonly minutes: number }
  | { readonly kind: 'digits'; readonly left: Millis }
  | { readonly kind: 'soon' }

/** Whole units, rounded down: who comes when it says so is not late. Below an hour it is told by the second. */
export function timeLeft(left: Millis): TimeLeft {
  if (left <= 0) return { kind: 'soon' }
  if (left >= DAY)
    return { kind: 'days', days: Math.floor(left / DAY), hours: Math.floor((left % DAY) / HOUR) }
  if (left >= HOUR)
    return { kind: 'hours', hours: Math.floor(left / HOUR), minutes: Math.floor((left % HOUR) / MINUTE) }
  return { kind: 'digits', left }
}
