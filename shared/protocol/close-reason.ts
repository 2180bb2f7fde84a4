import type { Random } from '../random.ts'
import { SECOND, type Millis } from '../time.ts'

/** Everybody who was sent away at once comes back within this time, not at its first millisecond (F-28, F-52). */
export const RETURN_WITHIN: Millis = 3 * SECOND

/** Why a socket is closed when the server goes, and when to come back: `restarting;retry=1234`. For close code 1012. */
export function restartingReason(random: Random): string {
  return `restarting;retry=${Math.floor(random() * RETURN_WITHIN)}`
}

/** In how many ms from now the server asks to come back; `null` when the reason does not say. Never more than asked for. */
export function retryIn(reason: string): Millis | null {
  const ms = /(?:^|;)retry=(\d{1,6})(?:;|$)/.exec(reason)?.[1]
  return ms === undefined ? null : Math.min(Number(ms), RETURN_WITHIN)
}
