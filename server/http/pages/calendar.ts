import { endOf, utcTime, type CalendarEntry } from '#shared/calendar-link.ts'
import type { Millis } from '#shared/time.ts'

/** What goes into somebody's calendar. */
export interface CalendarEvent extends CalendarEntry {
  /** the same at every download, so that a calendar replaces it */
  readonly uid: string
  readonly url: string
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
    `DTSTAMP:${utcTime(now)}`,
    `DTSTART:${utcTime(startsAt)}`,
    `DTEND:${utcTime(endOf(startsAt, minutes))}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
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
