import { PERSON_FIELDS, type PersonField } from '../fields.ts'
import { LINE_END, SEMICOLON, COMMA_SPACE, COMMAS } from '../several.ts'
import type { Locale } from '../../domain/state.ts'
import type { Headings, Importer } from './importer.ts'

/** The headings of our own template; what we write, we read. */
export const ownHeadings: Readonly<Record<PersonField, Readonly<Record<Locale, string>>>> = {
  name: { ja: '表示名', en: 'Display name' },
  reading: { ja: 'ふりがな', en: 'Reading' },
  company: { ja: '会社', en: 'Company' },
  industry: { ja: '業界', en: 'Industry' },
  size: { ja: '規模', en: 'Company size' },
  job: { ja: '職種', en: 'Job' },
  challenge: { ja: '課題(主)', en: 'Main challenge' },
  alsoChallenges: { ja: '課題(他)', en: 'Other challenges' },
  solved: { ja: '解決済みの課題', en: 'Solved challenges' },
  mentor: { ja: '先生OK', en: 'Can be a mentor' },
  firstTime: { ja: '初参加', en: 'First time' },
  email: { ja: 'メール(任意)', en: 'Email (optional)' },
  companyGroup: { ja: '企業グループ', en: 'Company group' },
  onSite: { ja: '会場参加', en: 'On site' },
  wish: { ja: '持ち帰りたいこと', en: 'To take home' },
  freeText: { ja: '自由記述', en: 'Anything else' },
}

const headings = Object.fromEntries(
  PERSON_FIELDS.map((field): [PersonField, Headings] => [
    field,
    { is: [ownHeadings[field].ja, ownHeadings[field].en] },
  ]),
)

/** Our own template, filled in by hand or written by `rosterFile`. */
export const own: Importer = {
  source: 'own',
  signs: (['ja', 'en'] as const).map((locale) =>
    (['name', 'challenge', 'mentor'] as const).map((field) => ownHeadings[field][locale]),
  ),
  headings,
  ignores: [],
  joiners: [LINE_END, SEMICOLON, COMMA_SPACE, COMMAS],
}
