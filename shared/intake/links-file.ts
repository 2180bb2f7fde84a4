import { stringify } from 'csv-stringify/browser/esm/sync'
import type { Locale } from '../domain/state.ts'
import { guardFormula } from './formula.ts'

/** Somebody with a link to their seat. */
export interface LinkedPerson {
  readonly name: string
  readonly email: string | null
  readonly seatUrl: string
}

const HEADINGS: Readonly<Record<Locale, readonly string[]>> = {
  ja: ['名前', 'メール', '席のリンク'],
  en: ['Name', 'Email', 'Seat link'],
}

/** Names, addresses and links, for sending mail to each: in the same format as the roster (`rosterFile`). */
export function linksFile(people: readonly LinkedPerson[], locale: Locale): string {
  const rows = [
    [...HEADINGS[locale]],
    ...people.map(({ name, email, seatUrl }) => [name, email ?? '', seatUrl].map(guardFormula)),
  ]
  return stringify(rows, { bom: true, quoted: true, quoted_empty: true, record_delimiter: '\r\n' })
}
