import { describe, expect, it } from 'vitest'
import { ANSWER_LIMITS, NO_ANSWERS } from '#shared/domain/answers.ts'
import { readSize, readYesNo, SIZE_WORDS, YES_NO, type YesNoField } from '#shared/intake/answer-words.ts'
import { COMMA_SPACE, COMMAS, LINE_END, SEMICOLON, severalIn } from '#shared/intake/several.ts'
import { connpassFile, formsFile, formulaFile, peatixFile } from '../fixtures/intake-files.ts'
import { shiftJis, utf16 } from '../support/intake-bytes.ts'
import { intakeOf } from '../support/intake-reading.ts'

describe('the people in a file', () => {
  it('IMP-7 cancelled, refunded and expired rows of Peatix are dropped and counted', () => {
    const intake = intakeOf(utf16(peatixFile))
    expect(intake.people.map(({ line, name }) => [line, name])).toEqual([
      [2, '見本 はなこ'],
      [3, '髙橋 れい'],
      [6, '架空 じろう'],
    ])
    expect(intake.cancelled).toBe(2)
    expect(intake.people[0]?.answers).toEqual({
      ...NO_ANSWERS,
      challenge: '人が集まらない',
      mentor: true,
      size: 2,
    })
    expect(intake.people[2]?.answers).toMatchObject({ mentor: null, size: 5 })
  })

  it('IMP-7 the waiting list of connpass stays, and says so; who left connpass has no name', () => {
    for (const bytes of [connpassFile, shiftJis(connpassFile)]) {
      const intake = intakeOf(bytes)
      expect(intake.people.map(({ name, waiting }) => [name, waiting])).toEqual([
        ['見本花子', false],
        ['髙橋零', true],
      ])
      expect(intake.people[0]?.answers).toMatchObject({
        size: 2,
        alsoChallenges: ['続かない', '役割がない'],
        freeText: '楽しみです',
      })
      expect(intake.people[1]?.answers).toMatchObject({ size: 0, alsoChallenges: ['続かない', '集客'] })
      expect(intake.cancelled).toBe(1)
      expect(intake.troubles).toEqual([
        {
          line: 5,
          code: 'name_missing',
          remedy: 'fill_in',
          leftOut: true,
          field: 'name',
          found: '(退会ユーザー)',
        },
      ])
    }
  })

  it('IMP-7 waiting for a cancellation is no cancellation', () => {
    const intake = intakeOf('名前,状態\nア,キャンセル待ち\nイ,Refunded\nウ,参加取消\nエ,確定\n')
    expect(intake.people.map(({ name, waiting }) => [name, waiting])).toEqual([
      ['ア', true],
      ['エ', false],
    ])
    expect(intake.cancelled).toBe(2)
  })

  it('IMP-8 every trouble has its line, its remedy, and whether the row is left out', () => {
    const long = 'あ'.repeat(41)
    const { people, troubles } = intakeOf(
      [
        '名前,規模,先生役,枚数,ひとこと',
        '見本,おおきい,たぶん,1,',
        '"二行\nの名前",11名,はい,3,',
        ',1名,はい,1,"名前\nなし"',
        '足りない,1名',
        '余る,1名,はい,1,ひとこと,余り',
        '空の余り,1名,はい,1,ひとこと,,',
        `${long},1名,はい,1,`,
        `化け\ufffd,1名,はい,1,${'長'.repeat(ANSWER_LIMITS.freeText + 1)}`,
      ].join('\n'),
    )
    expect(people.map(({ line, name }) => [line, name])).toEqual([
      [2, '見本'],
      [3, '二行 の名前'],
      [9, '空の余り'],
      [11, '化け\ufffd'],
    ])
    expect(troubles.map(({ line, code, field, leftOut }) => [line, code, field, leftOut])).toEqual([
      [2, 'yes_no_unreadable', 'mentor', false],
      [2, 'size_unreadable', 'size', false],
      [3, 'several_tickets', 'tickets', false],
      [5, 'name_missing', 'name', true],
      [7, 'row_ragged', null, true],
      [8, 'row_ragged', null, true],
      [10, 'name_too_long', 'name', true],
      [11, 'letters_lost', null, false],
      [11, 'answer_shortened', 'freeText', false],
    ])
    expect(troubles[1]).toMatchObject({ remedy: 'check_answer', found: 'おおきい' })
    expect(troubles[4]).toMatchObject({ remedy: 'check_quotes', found: '2 / 5' })
    expect(troubles[6]?.found).toBe('あ'.repeat(40))
    expect(people[0]?.answers).toMatchObject({ mentor: null, size: null })
    expect(people[3]?.answers.freeText).toBe('長'.repeat(ANSWER_LIMITS.freeText))
  })

  it.each([
    ['1〜10名', 0],
    ['51〜300名', 2],
    ['11-50', 1],
    ['\uff13\uff10\uff11\uff5e\uff11\uff10\uff10\uff10人', 3],
    ['1,001 – 5,000 people', 4],
    ['5,000名以上', 5],
    ['5001+', 5],
    ['300人以下', 2],
    ['〜10名', 0],
    ['1000名〜', 4],
    ['約120名', 2],
    ['1万人', 5],
    ['100〜500名', 2],
    ['フリーランス', 0],
    ['1人', 0],
    ['more than 1,000', 4],
    ['', null],
    ['なし', null],
    ['-', null],
    ['大企業', 'unreadable'],
  ] as const)('IMP-9 a company of %j', (cell, band) => {
    expect(readSize(cell)).toBe(band)
  })

  it('IMP-9 the words we write for sizes and yes and no are read as what they were', () => {
    for (const locale of ['ja', 'en'] as const) {
      expect(SIZE_WORDS[locale].map(readSize)).toEqual([0, 1, 2, 3, 4, 5])
      for (const field of ['mentor', 'firstTime', 'onSite'] as const) {
        expect(readYesNo(YES_NO[locale].yes, field)).toBe(true)
        expect(readYesNo(YES_NO[locale].no, field)).toBe(false)
      }
    }
  })

  it.each<[YesNoField, string, boolean | null | 'unreadable']>([
    ['mentor', 'はい', true],
    ['mentor', '引き受けてもよい', true],
    ['mentor', 'できます', true],
    ['mentor', 'できません', false],
    ['mentor', '今回は遠慮します', false],
    ['mentor', '○', true],
    ['mentor', '×', false],
    ['mentor', 'YES', true],
    ['mentor', 'たぶん', 'unreadable'],
    ['mentor', '', null],
    ['firstTime', '初めて', true],
    ['firstTime', '初めてではない', false],
    ['firstTime', '2回目以上', false],
    ['firstTime', '参加したことがある', false],
    ['firstTime', '常連です', false],
    ['onSite', '会場', true],
    ['onSite', 'オンライン(Zoom)', false],
    ['onSite', 'オフライン', true],
    ['onSite', '現地で参加', true],
    ['onSite', '未定', 'unreadable'],
  ])('IMP-9 %s answered with %j', (field, cell, answer) => {
    expect(readYesNo(cell, field)).toBe(answer)
  })

  it('IMP-10 the first joiner that is there separates', () => {
    const all = [LINE_END, SEMICOLON, COMMA_SPACE, COMMAS]
    expect(severalIn('a、b;c、d', all)).toEqual(['a、b', 'c、d'])
    expect(severalIn('a、b, c', all)).toEqual(['a、b', 'c'])
    expect(severalIn('a,b、c\uff0cd', all)).toEqual(['a', 'b', 'c', 'd'])
    expect(severalIn('a;b\nc', all)).toEqual(['a;b', 'c'])
    expect(severalIn(' ; a;;', all)).toEqual(['a'])
    expect(severalIn('', all)).toEqual([])
  })

  it('IMP-10 a known choice stays whole, the longest there is', () => {
    const known = new Set(['集客告知', '集客告知運営', 'ab'])
    const read = (cell: string) => severalIn(cell, [COMMAS], known)
    expect(read('続かない、集客、告知、運営、場所')).toEqual(['続かない', '集客、告知、運営', '場所'])
    expect(read('集客、告知')).toEqual(['集客、告知'])
    expect(read('集客、続かない')).toEqual(['集客', '続かない'])
  })

  it('IMP-10 both joiners of Google Forms, with quoted line ends in heading and cells', () => {
    for (const file of [formsFile.download, formsFile.sheet]) {
      const { people, troubles } = intakeOf(file)
      expect(troubles).toEqual([])
      expect(people.map(({ line, name }) => [line, name])).toEqual([
        [2, '見本 花子'],
        [4, '架空 次郎'],
        [6, '見本 花子'],
      ])
      expect(people[0]?.answers).toEqual({
        ...NO_ANSWERS,
        challenge: '集客、告知',
        solved: ['続かない', '集客、告知'],
        company: '株式会社みほん',
        firstTime: true,
        freeText: 'よろしく、"お願い"します\nたのしみです',
      })
      expect(people.map(({ answers }) => answers.firstTime)).toEqual([true, false, false])
    }
  })

  it('IMP-11 what reads the same is spelled in one way', () => {
    const { people } = intakeOf(
      '名前,会社,課題,ほかの課題,業界\nア,株式会社みほん,DX 推進,集客,IT\nイ,㈱ミホン,ＤＸ推進,dx推進;集 客,it\nウ,みほん,集客,集客;DX,ＩＴ\n',
      { challenges: ['DX推進', '集客!'] },
    )
    expect(people.map(({ answers }) => [answers.challenge, answers.alsoChallenges])).toEqual([
      ['DX推進', ['集客!']],
      ['DX推進', ['集客!']],
      ['集客!', ['DX']],
    ])
    expect(people.map(({ answers }) => answers.company)).toEqual([
      '株式会社みほん',
      '㈱ミホン',
      '株式会社みほん',
    ])
    expect(new Set(people.map(({ answers }) => answers.industry))).toEqual(new Set(['IT']))
  })

  it('IMP-11 a challenge the form does not offer is told with its line, and stays as it is', () => {
    const csv = '名前,課題,ほかの課題\nア,ｄｘ 推進,\nイ,採用,集客;会議\nウ,,\n'
    const { people, troubles } = intakeOf(csv, { challenges: ['DX推進', '集客'] })
    expect(people.map(({ answers }) => answers.challenge)).toEqual(['DX推進', '採用', null])
    expect(people[1]?.answers.alsoChallenges).toEqual(['集客', '会議'])
    expect(troubles).toMatchObject([
      { line: 3, code: 'challenge_not_offered', field: 'challenge', found: '採用', leftOut: false },
      { line: 3, code: 'challenge_not_offered', field: 'alsoChallenges', found: '会議', leftOut: false },
    ])
    // a form that lets people write their own offers nothing to compare with
    expect(intakeOf(csv).troubles).toEqual([])
  })

  it('IMP-12 who stands there twice is marked and merged with nobody', () => {
    const { people } = intakeOf(
      [
        '名前,会社,メール',
        '見本 花子,株式会社みほん,',
        '見本花子,みほん,hana@mihon.invalid',
        '見本 花子,株式会社みほん,',
        '見本 花子,架空商事,',
        '別の名前,,HANA@mihon.invalid',
        '架空,,',
      ].join('\n'),
    )
    expect(people.map(({ line, sameAs }) => [line, sameAs])).toEqual([
      [2, null],
      [3, { line: 2, how: 'person' }],
      [4, { line: 2, how: 'row' }],
      [5, null],
      [6, { line: 3, how: 'person' }],
      [7, null],
    ])
    const forms = intakeOf(formsFile.sheet).people.map(({ sameAs }) => sameAs)
    expect(forms).toEqual([null, null, { line: 2, how: 'person' }])
  })

  it('IMP-14 of what guards a formula one sign is taken off, and an apostrophe elsewhere stays', () => {
    expect(
      intakeOf(formulaFile).people.map(({ name, answers }) => [name, answers.company, answers.freeText]),
    ).toEqual([
      ['=HYPERLINK("http://example.invalid","x")', 'みほん社', '@だれか'],
      ["''たろう", '-社', "'そのまま"],
    ])
  })
})
