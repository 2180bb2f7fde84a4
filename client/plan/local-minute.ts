import type { Millis } from '#shared/time.ts'

const two = (part: number) => String(part).padStart(2, '0')

/** A moment as a date field shows it, `2026-11-26T19:00`, on this device's clock. */
export function localMinute(at: Millis): string {
  const date = new Date(at)
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment a date field names; `null` while it names none. */
export function momentOf(typed: string): Millis | null {
  const at = new Date(typed).getTime()
  return typed === '' || !Number.isFinite(at) || at < 0 ? null : at
}
