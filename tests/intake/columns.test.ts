import { describe, expect, it } from 'vitest'
import { columnKey, columnsOf, mappingFor, unusedColumns, withColumn } from '#shared/intake/columns.ts'
import { guessMapping, sourceOf } from '#shared/intake/guess.ts'
import { SOURCES } from '#shared/intake/importers/importer.ts'
import { importers } from '#shared/intake/importers/registry.ts'
import { intakeFrom } from '#shared/intake/people.ts'
import { connpassFile, formsFile, peatixFile, twiceNamedFile } from '../fixtures/intake-files.ts'
import { intakeOf, tableOf } from '../support/intake-reading.ts'

/** The guess for a file, in the words of its headings. */
function guessed(text: string): Record<string, string | undefined> {
  const { columns } = tableOf(text)
  const mapping = guessMapping(columns, sourceOf(columns))
  return Object.fromEntries(
    Object.entries(mapping).map(([field, key]) => [field, columns.find((one) => one.key === key)?.label]),
  )
}
const guessedOf = (...headings: string[]) => guessed(`${headings.join('\t')}\nx\n`)

describe('which column answers what', () => {
  it('IMP-5 headings are compared without width, case, spaces and signs', () => {
    const spellings = ['参加者名(カナ)', ' 参加者名 \uff08ｶﾅ\uff09', '参加者名・カナ']
    expect(new Set(spellings.map(columnKey)).size).toBe(1)
    expect(columnKey('E-Mail Address *')).toBe('emailaddress')
  })

  it('IMP-5 a heading that is there twice, and one without a name, are columns of their own', () => {
    expect(columnsOf(['備考', ' 備 考', '', '備考'])).toEqual([
      { index: 0, label: '備考', key: '備考' },
      { index: 1, label: '備 考 (2)', key: '備考#2' },
      { index: 2, label: '', key: '#3' },
      { index: 3, label: '備考 (3)', key: '備考#3' },
    ])
    const mapping = { name: '名前', freeText: '備考#2' }
    expect(intakeOf(twiceNamedFile).people[0]?.answers.freeText).toBe('先の備考')
    expect(intakeOf(twiceNamedFile, { mapping }).people[0]?.answers.freeText).toBe('後の備考')
  })

  it('IMP-6 every source knows its own file', () => {
    const files = [peatixFile, connpassFile, formsFile.sheet, twiceNamedFile]
    expect(files.map((file) => sourceOf(tableOf(file).columns))).toEqual([
      'peatix',
      'connpass',
      'google-forms',
      'any',
    ])
    expect(SOURCES.map((source) => importers[source].source)).toEqual([...SOURCES])
    expect(SOURCES.at(-1)).toBe('any')
  })

  it('IMP-6 the columns of Peatix, connpass and Google Forms are found', () => {
    expect(guessed(peatixFile)).toEqual({
      name: '参加者名',
      status: 'ステータス',
      tickets: '枚数',
      size: '会社規模',
      challenge: '抱えている課題',
      mentor: '先生役をお願いできますか',
    })
    expect(guessed(connpassFile)).toEqual({
      name: '表示名',
      status: '参加ステータス',
      size: '会社の規模',
      alsoChallenges: 'その他の課題',
      freeText: 'コメント',
    })
    expect(guessed(formsFile.download)).toEqual({
      name: 'お名前',
      company: '会社名',
      challenge: 'いま抱えている課題',
      solved: '解決した課題があれば教えてください',
      firstTime: '初めての参加ですか',
      freeText: 'ひとこと',
    })
  })

  it('IMP-6 narrow questions come before wide ones', () => {
    expect(guessedOf('会社規模', '所属業界', '会社', '参加者名(フリガナ)', '氏名')).toEqual({
      size: '会社規模',
      industry: '所属業界',
      company: '会社',
      reading: '参加者名(フリガナ)',
      name: '氏名',
    })
    expect(guessedOf('Full Name', 'E-mail', 'Company size', 'Your company', 'Biggest challenge')).toEqual({
      name: 'Full Name',
      email: 'E-mail',
      size: 'Company size',
      company: 'Your company',
      challenge: 'Biggest challenge',
    })
    expect(guessedOf('好きな色', 'チケット')).toEqual({})
  })

  it('IMP-6 the mapping is a value to change, and a column answers one field', () => {
    const mapping = { name: 'a', company: 'b' }
    expect(withColumn(mapping, 'industry', 'b')).toEqual({ name: 'a', industry: 'b' })
    expect(withColumn(mapping, 'name', 'c')).toEqual({ name: 'c', company: 'b' })
    expect(withColumn(mapping, 'company', null)).toEqual({ name: 'a' })
  })

  it('IMP-6 a mapping kept from one file fits the next, whatever the order of its columns', () => {
    const kept = { name: 'ハンドル', company: '会社', wish: 'もうない' }
    const { columns, ...table } = tableOf('会社\tハンドル\tほか\nみほん社\t見本\t1\n')
    const mapping = mappingFor(kept, columns)
    expect(mapping).toEqual({ name: 'ハンドル', company: '会社' })
    expect(unusedColumns(mapping, columns).map(({ label }) => label)).toEqual(['ほか'])
    const intake = intakeFrom({ columns, ...table }, { source: 'any', mapping })
    expect(intake).toMatchObject({ value: { people: [{ name: '見本', answers: { company: 'みほん社' } }] } })
  })

  it('IMP-6 without a column for names nobody can be taken in', () => {
    const table = tableOf('好きな色\n青\n')
    const way = { source: 'any', mapping: {} } as const
    expect(intakeFrom(table, way)).toEqual({ ok: false, error: 'name_column_missing' })
    const gone = { source: 'any', mapping: { name: 'もうない' } } as const
    expect(intakeFrom(table, gone)).toEqual({ ok: false, error: 'name_column_missing' })
  })
})
