import { LAST_MOMENT, MINUTE, type Millis } from './time.ts'

export interface CalendarEntry {
  readonly title: string
  readonly description: string
  readonly startsAt: Millis
  readonly minutes: number
}

/** A page of Google's on which the event is added; it gets no secret, since it leaves this server. */
export function googleCalendarUrl({ title, description, startsAt, minutes }: CalendarEntry): string {
  const query = {
    action: 'TEMPLATE',
    text: title,
    dates: `${utcTime(startsAt)}/${utcTime(endOf(startsAt, minutes))}`,
    details: description,
  }
  const pairs = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  return `https://calendar.google.com/calendar/render?${pairs.join('&')}`
}

/** When it ends, at the latest the last moment there is. */
export const endOf = (startsAt: Millis, minutes: number): Millis =>
  Math.min(LAST_MOMENT, startsAt + minutes * MINUTE)

/** `20261126T100000Z` */
export function utcTime(at: Millis): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
