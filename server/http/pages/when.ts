import type { Locale } from '#shared/domain/state.ts'
import { MINUTE, type Millis, type Minutes } from '#shared/time.ts'

/** Pages are written before anybody knows where they are read; the zone is said beside the time where it is not the reader's own. */
const ZONE = 'Asia/Tokyo'
const TAGS = { ja: 'ja-JP', en: 'en-GB' } as const satisfies Record<Locale, string>

/** `11月26日(木) 19:00〜20:30`, in Japanese time. */
export function whenText(startsAt: Millis, minutes: Minutes, locale: Locale): string {
  const format = new Intl.DateTimeFormat(TAGS[locale], {
    timeZone: ZONE,
    year: 'numeric',
    month: locale === 'ja' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  const end = new Intl.DateTimeFormat(TAGS[locale], { timeZone: ZONE, hour: '2-digit', minute: '2-digit' })
  const until = end.format(Math.min(8.64e15, startsAt + minutes * MINUTE))
  return locale === 'ja'
    ? `${format.format(startsAt)}〜${until}`
    : `${format.format(startsAt)}–${until} (Japan time)`
}
