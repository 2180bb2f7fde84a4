/** Points in time and durations are whole milliseconds (since 1970 for points); agenda lengths are minutes. */
export type Millis = number
export type Minutes = number

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60 * SECOND
/** The last moment a date can name (ECMAScript). */
export const LAST_MOMENT: Millis = 8.64e15

/** `272_000` → `04:32`; hours are folded into minutes (`75:00`); negative time counts as overtime, `+00:12`. */
export function formatCountdown(timeLeft: Millis): string {
  const overtime = timeLeft <= -SECOND
  const seconds = overtime ? Math.floor(-timeLeft / SECOND) : Math.max(0, Math.ceil(timeLeft / SECOND))
  const two = (part: number) => String(part).padStart(2, '0')
  return `${overtime ? '+' : ''}${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
}
