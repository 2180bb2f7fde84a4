import { LAST_MOMENT, MINUTE, type Millis } from '#shared/time.ts'

/** What goes into somebody's calendar. */
export interface CalendarEvent {
  /** the same at every download, so that a calendar replaces it */
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly url: string
  readonly startsAt: Millis
  readonly minutes: number
}

/**
 * One event as a calendar file (RFC 5545). Times are UTC, so no time zone has to be told; lines end in CRLF and are folded at
 * 75 octets without cutting a character.
 */
export function calendarFile(event: CalendarEvent, now: Millis): string {
  const { uid, title, description, url, startsAt, minutes } = event
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Yoriai//Yoriai//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(startsAt)}`,
    `DTEND:${utc(endOf(startsAt, minutes))}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** A page of Google's on which the event is added; it gets no secret, since it leaves this server. */
export function googleCalendarUrl({ title, description, startsAt, minutes }: CalendarEvent): string {
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${utc(startsAt)}/${utc(endOf(startsAt, minutes))}`,
    details: description,
  })
  return `https://calendar.google.com/calendar/render?${query}`
}

/** When it ends, at the latest the last moment there is. */
export const endOf = (startsAt: Millis, minutes: number): Millis =>
  Math.min(LAST_MOMENT, startsAt + minutes * MINUTE)

/** `20261126T100000Z` */
function utc(at: Millis): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')
}

/** Octets a line may have, without its end. */
const LINE = 75

function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > LINE) {
      text += '\r\n '
      octets = 1
    }
    text += character
    octets += size
  }
  return text
}
