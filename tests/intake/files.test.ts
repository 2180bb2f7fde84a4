import { describe, expect, it } from 'vitest'
import { INTAKE_LIMITS } from '#shared/intake/file-trouble.ts'
import { rowsIn, separatorOf } from '#shared/intake/separator.ts'
import { openTable } from '#shared/intake/table.ts'
import { connpassFile, peatixFile } from '../fixtures/intake-files.ts'
import { decoders, shiftJis, utf16, utf8, UTF16_BOM, UTF8_BOM, withMark } from '../support/intake-bytes.ts'
import { tableOf } from '../support/intake-reading.ts'

const refusal = (file: Uint8Array | string) => {
  const table = openTable(typeof file === 'string' ? utf8(file) : file, decoders)
  return table.ok ? null : table.error
}
const cellsOf = (file: Uint8Array | string) => tableOf(file).rows.map(({ cells }) => cells)

describe('how a file is read', () => {
  it.each([
    ['UTF-16LE with a mark', withMark(UTF16_BOM, utf16(peatixFile)), 'utf-16le', true],
    ['UTF-16LE without one', utf16(peatixFile), 'utf-16le', false],
    ['UTF-16BE with a mark', withMark([0xfe, 0xff], utf16(peatixFile, 'be')), 'utf-16be', true],
    ['UTF-16BE without one', utf16(peatixFile, 'be'), 'utf-16be', false],
    ['UTF-8', utf8(peatixFile), 'utf-8', false],
    ['UTF-8 with a mark', withMark(UTF8_BOM, utf8(peatixFile)), 'utf-8', true],
  ])('IMP-1 the same table out of %s', (_, bytes, encoding, bom) => {
    const table = tableOf(bytes)
    expect(table.file).toEqual({ encoding, bom, lines: 6, lost: 0, separator: '\t' })
    expect(table.columns[0]?.label).toBe('販売ID')
    expect(table.rows.map(({ cells }) => cells)).toEqual(cellsOf(peatixFile))
    expect(table.rows[1]?.cells[2]).toBe('髙橋 れい')
  })

  it('IMP-1 Shift_JIS as Windows writes it, with ①, 髙 and a wave dash', () => {
    // the bytes of code page 932, so that our encoder of fixtures is none of its own making
    expect([...shiftJis('①髙\uff5eｱ')]).toEqual([0x87, 0x40, 0xfb, 0xfc, 0x81, 0x60, 0xb1])
    const table = tableOf(shiftJis(connpassFile))
    expect(table.file).toEqual({ encoding: 'shift_jis', bom: false, lines: 5, lost: 0, separator: ',' })
    expect(table.rows).toEqual(tableOf(connpassFile).rows)
    expect(table.rows[1]?.cells.slice(0, 3)).toEqual(['一般枠①', 'taka', '髙橋零'])
  })

  it('IMP-1 an ideographic space, whose NUL is on the other side, does not turn the two bytes around', () => {
    const text = '名前\t会社\n見本　花子\tみほん\n'
    expect(tableOf(utf16(text)).file.encoding).toBe('utf-16le')
    expect(tableOf(utf16(text, 'be')).file.encoding).toBe('utf-16be')
  })

  it('IMP-1 letters that no encoding explains are counted', () => {
    const broken = withMark(UTF8_BOM, Uint8Array.from([...utf8('名前\n見本'), 0xff, 0x0a]))
    expect(tableOf(broken).file).toMatchObject({ encoding: 'utf-8', lost: 1 })
  })

  it.each([
    ['a\tb,c\td\n', '\t'],
    ['"a;b;c",d\n', ','],
    ['a;b;c\n1,2,3,4,5\n', ';'],
    ['"a\nb;;",c,d;e\n', ','],
    ['name\n', ','],
  ])('IMP-2 the separator of %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator)
  })

  it('IMP-3 cells with separators, quotes and line ends, whichever line ends the file has', () => {
    const lines = [
      '名前,備考',
      '"見本 ""は"", 花子","一行目',
      '二行目"',
      '',
      ' , ',
      '架空 次郎,5" 画面',
      '三人目,',
    ].join('\n')
    const expected = [
      { line: 2, cells: ['見本 "は", 花子', '一行目\n二行目'] },
      { line: 6, cells: ['架空 次郎', '5" 画面'] },
      { line: 7, cells: ['三人目', ''] },
    ]
    for (const end of ['\n', '\r\n', '\r']) {
      const table = tableOf(lines.replaceAll('\n', end))
      expect(table.rows).toEqual(expected)
      expect(table.file.lines).toBe(7)
    }
  })

  it('IMP-4 too many bytes, refused before they are read', () => {
    const bytes = new Uint8Array(INTAKE_LIMITS.bytes + 1)
    const never = () => {
      throw new Error('read')
    }
    expect(openTable(bytes, never)).toEqual({
      ok: false,
      error: { kind: 'too_large', limit: 10 * 1024 * 1024, found: bytes.length },
    })
  })

  it('IMP-4 one row above 20,000, and how many there are; 20,000 are read', () => {
    const people = (count: number) => '名前,備考\n' + '見本,"一\n二"\n'.repeat(count)
    expect(refusal(people(20_001))).toEqual({ kind: 'too_many_rows', limit: 20_000, found: 20_001 })
    expect(refusal('a\n'.repeat(4_000_000))).toEqual({
      kind: 'too_many_rows',
      limit: 20_000,
      found: 3_999_999,
    })
    const most = tableOf(people(20_000)).rows
    expect(most).toHaveLength(20_000)
    expect(most.at(-1)?.line).toBe(40_000)
  })

  it('IMP-4 rows are counted as they are read', () => {
    const texts = ['a,b\n1,2\n\n3,4', 'a\n"x\ny"\n', 'a,b\n5" x,1\n"q""q",2\n', '\n\na\n', '']
    expect(texts.map((text) => rowsIn(text, ','))).toEqual([3, 2, 3, 1, 0])
  })

  it.each([
    ['an .xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 6, 0), { kind: 'archive' }],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), { kind: 'not_text' }],
    ['no bytes', new Uint8Array(), { kind: 'empty' }],
    ['a mark alone', Uint8Array.from(UTF8_BOM), { kind: 'empty' }],
    ['blank lines', '\n \n', { kind: 'empty' }],
    ['separators alone', ',,\n,,\n', { kind: 'empty' }],
    ['a heading alone', '名前,会社\r\n\r\n,\r\n', { kind: 'no_rows' }],
    ['a quote never closed', '名前,備考\n見本,"開いた\n架空,\n', { kind: 'quote_open', line: 3 }],
  ] as const)('IMP-4 %s is refused', (_, file, trouble) => {
    expect(refusal(file)).toEqual(trouble)
  })
})
