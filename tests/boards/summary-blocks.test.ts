import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { isLinkAddress, linkAddressOf } from '#shared/boards/link-address.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { restoreBoard } from '#shared/boards/restore-board.ts'
import { copyBoard } from '#shared/boards/copy-board.ts'
import { boardChanges } from '#shared/boards/board-changes.ts'
import { element, linked, list } from '../support/summary-builder.ts'

const written = (...blocks: Y.XmlElement[]) => {
  const board = boardDoc(new Y.Doc())
  board.summary.insert(0, blocks)
  return board
}

describe('a summary as data', () => {
  it('keeps nested lists, emphasis and links, and says an address once in plain text', () => {
    const board = written(
      element('paragraph', linked('資料', 'https://example.test/a'), new Y.XmlText('を読む')),
      list('bulletList', ['一つ目', list('orderedList', ['細かく'])], ['二つ目']),
    )
    const { summary, richSummary } = readBoard(board)
    expect(summary).toBe('資料 (https://example.test/a)を読む\n一つ目\n細かく\n二つ目')
    expect(richSummary).toEqual([
      { kind: 'paragraph', runs: [{ text: '資料', href: 'https://example.test/a' }, { text: 'を読む' }] },
      {
        kind: 'list',
        ordered: false,
        items: [
          [
            { kind: 'paragraph', runs: [{ text: '一つ目' }] },
            { kind: 'list', ordered: true, items: [[{ kind: 'paragraph', runs: [{ text: '細かく' }] }]] },
          ],
          [{ kind: 'paragraph', runs: [{ text: '二つ目' }] }],
        ],
      },
    ])
  })

  it('is plain text alone where there is nothing else, as every older board is', () => {
    const { summary, richSummary } = readBoard(
      written(
        element('paragraph', new Y.XmlText('一行目'), element('hardBreak'), new Y.XmlText('続き')),
        element('paragraph'),
      ),
    )
    expect([summary, richSummary]).toEqual(['一行目\n続き\n', undefined])
  })

  it('reads an address that no door would have let through as plain words', () => {
    const board = written(element('paragraph', linked('押して', 'javascript:alert(1)')))
    expect(readBoard(board)).toMatchObject({ summary: '押して' })
    expect(readBoard(board).richSummary).toBeUndefined()
  })

  it('S-35 comes back whole from an earlier moment, and says that it changes when only its marks do', () => {
    const then = written(
      element('paragraph', linked('資料', 'https://example.test/a')),
      list('bulletList', ['一つ目', list('bulletList', ['細かく'])]),
    )
    const now = copyBoard(then)
    now.summary.delete(0, 1)
    now.summary.insert(0, [element('paragraph', new Y.XmlText('資料 (https://example.test/a)'))])
    expect(readBoard(now).summary).toBe(readBoard(then).summary)
    expect(boardChanges(readBoard(now), readBoard(then)).summary).toBe(true)
    restoreBoard(now, then)
    expect(readBoard(now)).toEqual(readBoard(then))
    expect(boardChanges(readBoard(now), readBoard(then)).summary).toBe(false)
  })
})

describe('an address a summary may link to', () => {
  it.each([
    'https://example.test',
    'HTTP://example.test:8080/a?b=c#d',
    'https://ja.wikipedia.org/wiki/日本',
    'https://[::1]/x',
    'mailto:aoi@example.test',
  ])('%s is one', (address) => expect(isLinkAddress(address)).toBe(true))

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' https://example.test',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.test/x',
    '//example.test',
    '/relative',
    'https://',
    'https://bank.test@elsewhere.test/',
    'https://example.test/\u202egpj.exe',
    'https://example.test/<script>',
    'https://example.test/a b',
    'https://example.test/"onclick="x',
    'mailto:',
    `https://example.test/${'a'.repeat(2_000)}`,
    '',
    7,
    null,
    { toString: () => 'https://example.test' },
  ])('S-18 %s is none', (address) => expect(isLinkAddress(address)).toBe(false))

  it('is what somebody means who types a place or a mail address', () => {
    expect(linkAddressOf(' example.test/a ')).toBe('https://example.test/a')
    expect(linkAddressOf('aoi@example.test')).toBe('mailto:aoi@example.test')
    expect(linkAddressOf('https://example.test')).toBe('https://example.test')
    for (const typed of ['javascript:alert(1).x', 'ことば', '', 'ftp://example.test', 'a b.test'])
      expect(linkAddressOf(typed), typed).toBeNull()
  })
})
