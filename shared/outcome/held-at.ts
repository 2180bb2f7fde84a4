import type { Locale } from '../domain/state.ts'
import type { Millis } from '../time.ts'

/** Workshops are held on Japanese time; what travels to other zones says so where it matters. */
const ZONE = 'Asia/Tokyo'

/** `2026年11月26日(木) 19:00〜20:30`, or `Thu, 26 Nov 2026, 19:00–20:30 (Japan time)`. The end is left out while open. */
export function heldAt(from: Millis, to: Millis | null, locale: Locale): string {
  const start = partsOf(from, locale)
  const end = to === null ? null : partsOf(to, locale)
  switch (locale) {
    case 'ja': {
      const day = `${start.year}年${start.month}月${start.day}日(${start.weekday})`
      return `${day} ${start.hour}:${start.minute}${end === null ? '' : `〜${end.hour}:${end.minute}`}`
    }
    case 'en': {
      const day = `${start.weekday}, ${start.day} ${start.month} ${start.year}`
      const until = end === null ? '' : `–${end.hour}:${end.minute}`
      return `${day}, ${start.hour}:${start.minute}${until} (Japan time)`
    }
  }
}

/** Put together by hand: the ready-made formats differ between versions of the locale data. */
function partsOf(at: Millis, locale: Locale): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat(locale === 'ja' ? 'ja' : 'en-GB', {
    timeZone: ZONE,
    year: 'numeric',
    month: locale === 'ja' ? 'numeric' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  // Some versions write the unit into the part (「22日」); a weekday is a word of its own, and Sunday's is 日.
  const bare = ({ type, value }: Intl.DateTimeFormatPart) =>
    type === 'weekday' ? value : value.replace(/[年月日]$/, '')
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, bare(part)]))
}
