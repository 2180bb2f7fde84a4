import * as Y from 'yjs'
import { writeSummary } from '#shared/boards/edit-board.ts'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { LIST_DEPTH } from '#shared/boards/board-shape.ts'
import type { ModelTime } from './model-time.ts'

const EMOJI = ['👨‍👩‍👧‍👦', '🙂', '🇯🇵', '👍🏽', '𠮷', 'e\u0301', 'ｶﾞ']
const IME = ['k', 'か', 'かn', 'かん', '漢', '漢j', '漢じ', '漢字']
const MARKS = ['bold', 'italic', 'strike'] as const

/**
 * What hands and editors do beyond single keys: input methods, emoji, pastes, and the summary's editor, which splits and
 * joins paragraphs, sets marks and breaks lines as y-prosemirror writes them. Each call is one transaction.
 */
export function handsOn(board: BoardDoc, time: ModelTime): void {
  const card = time.pick([...board.cards.values()])
  const text = card?.get('text')
  const dice = time.below(12)
  if (dice < 5) return summaryByHand(board, time)
  if (!card || !(text instanceof Y.Text)) return
  if (text.length > 200) return text.delete(time.below(100), 100)
  const at = time.below(text.length + 1)
  switch (dice) {
    case 5:
      return text.insert(at, time.pick(EMOJI) ?? '')
    case 6:
      return text.insert(at, '貼りつけた文\n'.repeat(time.between(3, 12)))
    case 7: {
      const typed = time.pick(IME) ?? ''
      return replaceAt(text, typed, time.pick(IME) ?? '')
    }
    case 8:
      // typed and taken back before anybody saw it
      text.insert(at, 'やっぱり')
      return text.delete(at, 4)
    case 9:
      return void card.set('parked', time.chance(0.5))
    case 10:
      return text.delete(0, time.below(text.length + 1))
    default:
      return writeSummary(board, 'まとめ\nその二'.slice(0, time.between(0, 7)))
  }
}

function replaceAt(text: Y.Text, typed: string, by: string): void {
  const found = text.toJSON().indexOf(typed)
  if (found === -1) return text.insert(text.length, typed)
  text.delete(found, typed.length)
  text.insert(found, by)
}

function summaryByHand({ summary }: BoardDoc, time: ModelTime): void {
  const blocks = summary.toArray()
  const paragraphs = blocks.filter(
    (node) => node instanceof Y.XmlElement && node.nodeName === 'paragraph',
  ) as Y.XmlElement[]
  const index = time.below(Math.max(1, paragraphs.length))
  const paragraph = paragraphs[index]
  if (!paragraph || paragraphs.length < 2) return summary.insert(0, [paragraphOf('段落を足す')])
  const place = blocks.indexOf(paragraph)
  const text = paragraph.toArray().find((node) => node instanceof Y.XmlText)
  if (!text) return paragraph.insert(0, [new Y.XmlText('空だった')])
  const at = time.below(text.length + 1)
  switch (time.below(9)) {
    case 0:
      return text.insert(at, time.pick(EMOJI) ?? '')
    case 1:
      return text.format(0, at, { [time.pick(MARKS) ?? 'bold']: {} })
    case 2:
      return text.format(0, text.length, { [time.pick(MARKS) ?? 'bold']: null })
    case 3: {
      // Enter in the middle of a line
      const tail = text.toJSON().replaceAll(/<[^>]*>/g, '')
      text.delete(at, text.length - at)
      // No editor cuts a character in two; half of one reads "\ufffd" elsewhere, because UTF-8 has no bytes for it.
      return summary.insert(place + 1, [paragraphOf(tail.slice(at).replace(/^\p{Surrogate}/u, ''))])
    }
    case 4:
      return paragraph.insert(paragraph.length, [new Y.XmlElement('hardBreak'), new Y.XmlText('次の行')])
    case 5:
      return summary.delete(place, 1)
    case 6:
      return summary.insert(place, [listOf(time.between(1, LIST_DEPTH))])
    case 7:
      return text.format(0, at, { link: { href: 'https://example.test/資料' } })
    default:
      return text.delete(at, Math.min(3, text.length - at))
  }
}

function listOf(depth: number): Y.XmlElement {
  const list = new Y.XmlElement(depth % 2 === 0 ? 'orderedList' : 'bulletList')
  const item = new Y.XmlElement('listItem')
  list.insert(0, [item])
  item.insert(0, [paragraphOf('項目'), ...(depth > 1 ? [listOf(depth - 1)] : [])])
  return list
}

function paragraphOf(line: string): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph')
  if (line !== '') paragraph.insert(0, [new Y.XmlText(line)])
  return paragraph
}
