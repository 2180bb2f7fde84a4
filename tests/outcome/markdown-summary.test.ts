import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SummaryBlock, SummaryRun } from '#shared/boards/summary-blocks.ts'
import { summaryLines } from '#shared/outcome/exporters/markdown-summary.ts'
import { unescapeMarkdown } from './markdown-reader.ts'
import { times } from '../support/times.ts'

const paragraph = (...runs: (string | SummaryRun)[]): SummaryBlock => ({
  kind: 'paragraph',
  runs: runs.map((run) => (typeof run === 'string' ? { text: run } : run)),
})
const list = (ordered: boolean, ...items: (string | SummaryBlock)[][]): SummaryBlock => ({
  kind: 'list',
  ordered,
  items: items.map((item) => item.map((block) => (typeof block === 'string' ? paragraph(block) : block))),
})
const lines = (...blocks: SummaryBlock[]) => summaryLines('', blocks)

describe('a summary in Markdown', () => {
  it('keeps lists in lists, numbered where they are, and two lists apart', () => {
    expect(
      lines(
        paragraph('決めたこと'),
        list(false, ['窓口', list(true, ['電話'], ['紙'])], ['費用']),
        list(false, ['別の話']),
        list(
          true,
          ...Array.from({ length: 10 }, (_, index) => [`${index}番`, ...(index === 9 ? ['続き'] : [])]),
        ),
      ),
    ).toEqual([
      '決めたこと',
      '',
      '- 窓口',
      '  1. 電話',
      '  2. 紙',
      '- 費用',
      '',
      '+ 別の話',
      '',
      ...Array.from({ length: 10 }, (_, index) => `${index + 1}. ${index}番`),
      '',
      '    続き',
    ])
  })

  it('says a link’s words and its address, or the address alone where the words are it', () => {
    const href = 'https://example.test/a_b*c'
    expect(lines(paragraph({ text: '資料', href }, 'を読む'))).toEqual([`資料 (<${href}>)を読む`])
    expect(lines(paragraph({ text: href, href }))).toEqual([`<${href}>`])
    expect(lines(paragraph({ text: '資', href, bold: true }, { text: '料', href }))).toEqual([
      `**資**料 (<${href}>)`,
    ])
    expect(lines(paragraph({ text: 'aoi@example.test', href: 'mailto:aoi@example.test' }))).toEqual([
      '<mailto:aoi@example.test>',
    ])
    // words that look like another address do not lead there
    expect(lines(paragraph({ text: 'https://bank.test', href: 'https://example.test' }))).toEqual([
      'https\\://bank.test (<https://example.test>)',
    ])
  })

  it('emphasises where every reader of CommonMark sees it, and drops the marks where some would not', () => {
    expect(lines(paragraph('この', { text: '窓口', bold: true }, 'を'))).toEqual(['この**窓口**を'])
    expect(lines(paragraph('この', { text: '「窓口」', bold: true }, 'を'))).toEqual(['この「窓口」を'])
    expect(lines(paragraph({ text: '「窓口」', bold: true }))).toEqual(['**「窓口」**'])
    expect(lines(paragraph('a', { text: ' b ', bold: true }, 'c'))).toEqual(['a b c'])
  })

  it('S-20 lets nothing in the words begin a block, a link or markup, across runs either', () => {
    expect(lines(paragraph('# 題'), paragraph('1. 一'), paragraph('- 点'), paragraph('> 引用'))).toEqual(
      ['\\# 題', '1\\. 一', '\\- 点', '\\> 引用'].flatMap((line, index) =>
        index === 0 ? [line] : ['', line],
      ),
    )
    expect(lines(list(false, ['# 題'], ['- 点'], ['[x](javascript:y)'], ['<b>']))).toEqual([
      '- \\# 題',
      '- \\- 点',
      '- \\[x\\](javascript\\:y)',
      '- \\<b\\>',
    ])
    expect(lines(paragraph({ text: '&', bold: true }, 'amp;', { text: '1', bold: true }, '. 一'))).toEqual([
      '\\&amp;**1**. 一',
    ])
  })

  it('S-20 has one space where spaces of several runs meet', () => {
    expect(lines(paragraph('窓 ', { text: ' ', bold: true }, ' 「'))).toEqual(['窓 「'])
    expect(lines(paragraph('a ', { text: ' b ', bold: true }, ' c'))).toEqual(['a b c'])
  })

  it('S-20 reads back to the same words, whatever people wrote', () => {
    const words = fc.stringMatching(/^[ -~あ窓。「」]{1,12}$/)
    const run = fc.record({ text: words, bold: fc.constantFrom(undefined, true as const) })
    const runs = fc.array(run, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(runs, (typed) => {
        const [line = ''] = lines({ kind: 'paragraph', runs: typed as unknown as SummaryRun[] })
        expect(unescapeMarkdown(line).replaceAll('**', '')).toBe(
          typed
            .map(({ text }) => text)
            .join('')
            .replace(/\s+/g, ' ')
            .replaceAll('**', '')
            .trim(),
        )
      }),
      times(1_000),
    )
  })

  it('has no line for what says nothing', () => {
    expect(lines(paragraph(), list(false, ['']), paragraph('  '))).toEqual([])
    expect(summaryLines('', undefined)).toEqual([])
  })
})
