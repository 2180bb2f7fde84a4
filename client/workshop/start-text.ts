import type { Locale } from '#shared/domain/state.ts'
import type { Millis } from '#shared/time.ts'

/** `11月26日(木) 19:00`, in the reader's own time zone, with its name where that is not Japan's. */
export function startText(at: Millis, locale: Locale): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', {
    month: locale === 'ja' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone === 'Asia/Tokyo' ? {} : { timeZoneName: 'short' as const }),
  }).format(at)
}
