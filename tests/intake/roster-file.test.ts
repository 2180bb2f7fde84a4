import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_ANSWERS, type Answers } from '#shared/domain/answers.ts'
import { columnKey } from '#shared/intake/columns.ts'
import { guardFormula, unguardFormula } from '#shared/intake/formula.ts'
import { linksFile } from '#shared/intake/links-file.ts'
import { rosterFile, type RosterPerson } from '#shared/intake/roster-file.ts'
import { companyKey } from '#shared/intake/spelling.ts'
import { openTable } from '#shared/intake/table.ts'
import { hasAtMost, LIMITS, normaliseLine, normaliseText } from '#shared/text.ts'
import { decoders, utf8 } from '../support/intake-bytes.ts'
import { intakeOf, tableOf } from '../support/intake-reading.ts'
import { times } from '../support/times.ts'

const person = (name: string, answers: Partial<Answers> = {}): RosterPerson => ({
  name,
  reading: null,
  email: null,
  answers: { ...NO_ANSWERS, ...answers },
})
const asWritten = ({ name, reading, email, answers }: RosterPerson) => ({ name, reading, email, answers })

/** What people type, and what spreadsheets, separators and quotes stumble over. */
const odd = fc.constantFrom(
  ...'=+-@\uff1d\uff0b\uff0d\uff20\'",;\uff1b、\t\n\r ',
  ...['\u3000', '〜', '髙', '①', '😀', 'か\u3099', '株式会社', 'DX', '0123', 'はい', 'キャンセル'],
)
const typed = fc
  .array(fc.oneof(odd, odd, fc.string({ unit: 'grapheme', maxLength: 4 })), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''))
/** Text as it is kept: what cleaning leaves as it is. */
const line = typed
  .map(normaliseLine)
  .filter((text) => text !== '' && text === normaliseLine(text) && hasAtMost(text, LIMITS.name))
const lines = typed.map(normaliseText).filter((text) => text !== '' && text === normaliseText(text))
const eachOnce = (keyOf: (text: string) => string) =>
  fc.uniqueArray(line, { selector: (text) => keyOf(text) || text, maxLength: 6 })
const orNone = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
const oneOf = (texts: readonly string[]) =>
  texts.length === 0 ? fc.constant(null) : orNone(fc.constantFrom(...texts))

/** People as an intake gives them: one spelling for what reads the same, no challenge named twice. */
const roster: fc.Arbitrary<readonly RosterPerson[]> = fc
  .record({ challenges: eachOnce(columnKey), words: eachOnce(columnKey), companies: eachOnce(companyKey) })
  .chain(({ challenges, words, companies }) => {
    const answers = fc
      .record<Answers>({
        challenge: oneOf(challenges),
        alsoChallenges: fc.subarray(challenges),
        solved: fc.subarray(challenges),
        mentor: orNone(fc.boolean()),
        size: orNone(fc.nat(5)),
        industry: oneOf(words),
        job: oneOf(words),
        company: oneOf(companies),
        companyGroup: oneOf(companies),
        firstTime: orNone(fc.boolean()),
        onSite: orNone(fc.boolean()),
        wish: orNone(line),
        freeText: orNone(lines),
      })
      .map((all) => ({
        ...all,
        alsoChallenges: all.alsoChallenges.filter((also) => also !== all.challenge),
      }))
    const person = fc.record({ name: line, reading: orNone(line), email: orNone(line), answers })
    return fc.array(person, { minLength: 1, maxLength: 6 })
  })

describe('the roster as a file', () => {
  it('IMP-13 a mark, CRLF between rows, LF within cells, every field quoted', () => {
    const file = rosterFile(
      [person('見本 花子', { size: 2, mentor: true, solved: ['集客', '告知'], freeText: '一\n二 "三"' })],
      'ja',
    )
    expect(file).toBe(
      '\ufeff"表示名","ふりがな","会社","業界","規模","職種","課題(主)","課題(他)","解決済みの課題","先生OK","初参加","メール(任意)","企業グループ","会場参加","持ち帰りたいこと","自由記述"\r\n' +
        '"見本 花子","","","","51〜300名","","","","集客\n告知","はい","","","","","","一\n二 ""三"""\r\n',
    )
    expect([...utf8(file).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it.each([
    '=1+1',
    '+81',
    '-1',
    '@だれか',
    ' =1',
    '"=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff20だれか',
    '\t=1',
    '\n@',
    "'=1",
  ])('IMP-13 no spreadsheet runs %j', (text) => {
    const [row] = tableOf(rosterFile([person('見本', { wish: text })], 'ja')).rows
    expect(row?.cells[14]).toBe(`'${text}`)
  })

  it('IMP-13 what is no formula stays as it is', () => {
    for (const text of ['0312345678', "It's", 'a=b', 'ー', '〜10', '']) expect(guardFormula(text)).toBe(text)
  })

  it('IMP-13 says how familiar people are where that is known of somebody', () => {
    const people = [person('見本', {}), { ...person('架空', {}), step: 'second' as const }]
    const table = tableOf(rosterFile(people, 'ja'))
    expect(table.rows.map(({ cells }) => cells[16])).toEqual(['', '2回目'])
    expect(rosterFile(people, 'en')).toContain('"Familiarity"')
    expect(rosterFile([person('見本', {})], 'ja')).not.toContain('顔なじみ')
  })

  it('IMP-13 for nobody the file is the empty template, which has nobody in it', () => {
    expect(openTable(utf8(rosterFile([], 'en')), decoders)).toEqual({ ok: false, error: { kind: 'no_rows' } })
  })

  it('IMP-14 guarding takes back exactly itself, whatever the text', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(unguardFormula(guardFormula(text))).toBe(text)
      }),
    )
    expect(unguardFormula("''=1")).toBe("'=1")
    expect(unguardFormula("'たろう")).toBe("'たろう")
  })

  it('IMP-14 a roster we wrote is read again as the same people, in both languages', () => {
    fc.assert(
      fc.property(roster, fc.constantFrom('ja' as const, 'en' as const), (people, locale) => {
        const [first, ...others] = people
        const known = first === undefined ? [] : [{ ...first, step: 'regular' as const }, ...others]
        const again = intakeOf(rosterFile(known, locale))
        expect(again.people.map(asWritten)).toEqual(people)
        expect(again.cancelled).toBe(0)
        expect(again.troubles.filter(({ code }) => code !== 'letters_lost')).toEqual([])
      }),
      times(60),
    )
  })
})

describe('the links of people who were brought in', () => {
  it('IMP-13 are written like the roster: a name that looks like a formula runs nothing', () => {
    const people = [
      { name: '=1+1', email: null, seatUrl: 'https://yoriai.example/w/w1#s=a' },
      { name: '見本 "花子"', email: '@mihon.invalid', seatUrl: 'https://yoriai.example/w/w1#s=b' },
    ]
    expect(linksFile(people, 'ja')).toBe(
      [
        '\ufeff"名前","メール","席のリンク"',
        `"'=1+1","","https://yoriai.example/w/w1#s=a"`,
        `"見本 ""花子""","'@mihon.invalid","https://yoriai.example/w/w1#s=b"`,
        '',
      ].join('\r\n'),
    )
    expect(linksFile([], 'en').split('\r\n')).toHaveLength(2)
  })
})
