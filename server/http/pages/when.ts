import type { Locale } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import type { Millis, Minutes } from '#shared/time.ts'
import { endOf } from '#shared/calendar-link.ts'

/** The zone workshops are held in: pages are written before anybody knows where they are read. A script adds the reader's own. */
export const ZONE = 'Asia/Tokyo'
const TAGS = { ja: 'ja-JP', en: 'en-GB' } as const satisfies Record<Locale, string>

/** `11月26日(木) 19:00〜20:30`, and whose time that is. */
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
  const until = end.format(endOf(startsAt, minutes))
  return applyText[locale].whenFrom(format.format(startsAt), until)
}
