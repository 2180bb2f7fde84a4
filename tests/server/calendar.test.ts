import { describe, expect, it } from 'vitest'
import { calendarFile } from '../../server/http/pages/calendar.ts'

const event = {
  uid: 'w1@yoriai',
  title: '引っ越し; 段取り, と「荷造り」\\',
  description: 'ゴール\n' + '長い説明と絵文字👨‍👩‍👧 '.repeat(12),
  url: 'https://yoriai.example/w/w1#s=abc',
  startsAt: Date.UTC(2026, 10, 26, 10),
  minutes: 90,
}
const file = calendarFile(event, Date.UTC(2026, 0, 2, 3, 4, 5))
const lines = file.split('\r\n')
const unfolded = file.replaceAll('\r\n ', '').split('\r\n')

describe('the calendar file', () => {
  it('RFC 5545 every line ends in CRLF and has 75 octets at most, with no character cut', () => {
    expect(file.endsWith('\r\n')).toBe(true)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n\ufffd]/)
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
    expect(lines.some((line) => line.startsWith(' '))).toBe(true)
  })

  it('RFC 5545 signs that mean something are escaped, and times are UTC', () => {
    expect(unfolded).toContain('SUMMARY:引っ越し\\; 段取り\\, と「荷造り」\\\\')
    expect(unfolded.find((line) => line.startsWith('DESCRIPTION:'))).toContain('ゴール\\n長い説明')
    expect(unfolded).toContain('DTSTAMP:20260102T030405Z')
    expect(unfolded).toContain('DTSTART:20261126T100000Z')
    expect(unfolded).toContain('DTEND:20261126T113000Z')
    expect(unfolded).toContain('UID:w1@yoriai')
    expect(unfolded[0]).toBe('BEGIN:VCALENDAR')
  })

  it('RFC 5545 the last moment there is does not break it', () => {
    expect(calendarFile({ ...event, startsAt: 8.64e15 }, 0)).toContain('DTEND:')
  })
})
