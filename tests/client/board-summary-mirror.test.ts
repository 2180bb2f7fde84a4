import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { writeSummary } from '#shared/boards/edit-board.ts'
import { summaryText } from '#shared/boards/summary-text.ts'
import { SummaryMirror } from '../../client/board/summary-mirror.ts'
import { UnsavedText } from '../../client/boards/unsaved-text.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function mirrored() {
  const board = boardDoc(new Y.Doc())
  writeSummary(board, 'まとめ')
  const unsaved = new UnsavedText(board)
  const mirror = new SummaryMirror(board)
  const textIn = (summary: Y.XmlFragment) => (summary.get(0) as Y.XmlElement).get(0) as Y.XmlText
  return {
    board,
    unsaved,
    mirror,
    /** as the editor does */
    type: (at: number, words: string) => textIn(mirror.summary).insert(at, words),
    /** as it arrives from the server */
    hear: (at: number, words: string) => {
      const other = boardDoc(new Y.Doc())
      Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc))
      textIn(other.summary).insert(at, words)
      Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(board.doc)), 'server')
    },
    here: () => summaryText(mirror.summary),
    there: () => summaryText(board.summary),
  }
}

describe('the summary as one editor sees it', () => {
  it('keeps up with the board both ways, and counts as this person’s own words', () => {
    const { type, hear, here, there, unsaved } = mirrored()
    hear(0, '前に')
    expect([here(), unsaved.any]).toEqual(['前にまとめ', false])
    type(5, 'た')
    expect([there(), unsaved.texts()]).toEqual(['前にまとめた', ['前にまとめた']])
  })

  it('IME-3 lets nothing in or out while something composes, and merges both at the end', () => {
    const { mirror, type, hear, here, there } = mirrored()
    mirror.hold()
    type(3, 'にほn')
    hear(0, '追記。')
    expect([here(), there()]).toEqual(['まとめにほn', '追記。まとめ'])
    mirror.release()
    expect([here(), there()]).toEqual(['追記。まとめにほn', '追記。まとめにほn'])
  })

  it('IME-4 hands out what is composed when the page is left, and when the editor closes', () => {
    const { mirror, type, hear, here, there } = mirrored()
    mirror.hold()
    type(3, 'と')
    hear(0, '追記。')
    mirror.commit()
    expect([here(), there()]).toEqual(['まとめと', '追記。まとめと'])
    type(4, 'ちゅう')
    mirror.close()
    expect(there()).toBe('追記。まとめとちゅう')
  })

  it('IME-4 holds for half a minute at most', () => {
    const { mirror, hear, here } = mirrored()
    mirror.hold()
    hear(0, '追記。')
    vi.advanceTimersByTime(29_999)
    expect(here()).toBe('まとめ')
    vi.advanceTimersByTime(1)
    expect([here(), mirror.holding]).toEqual(['追記。まとめ', false])
  })
})
