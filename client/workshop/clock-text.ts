import { MINUTE, SECOND, type Millis, type Minutes } from '#shared/time.ts'

const wall = new Intl.DateTimeFormat('ja-JP', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `20:05` on this device's clock, the same in both languages. */
export function wallClock(at: Millis): string {
  return wall.format(at)
}

const exact = new Intl.DateTimeFormat('ja-JP', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `20:05:30`, where half a minute matters. */
export function clockWithSeconds(at: Millis): string {
  return exact.format(at)
}

/** `1:20` for 80 s, whatever the sign; hours are folded into minutes. */
export function spanClock(span: Millis): string {
  const seconds = Math.floor(Math.abs(span) / SECOND)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `0:05` for five minutes after the start: when a phase begins before anybody knows when that will be. */
export function offsetClock(minutes: Minutes): string {
  const whole = Math.round(minutes)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export function wholeMinutes(span: Millis): number {
  return Math.round(Math.abs(span) / MINUTE)
}
