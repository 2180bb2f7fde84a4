import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { shapeFault, type ShapeFault } from '#shared/boards/board-shape.ts'
import {
  addCard,
  addCluster,
  moveCard,
  removeCluster,
  setLink,
  setPart,
  writeSummary,
} from '#shared/boards/edit-board.ts'
import { REPLY_PART } from '#shared/boards/board-content.ts'
import { LIMITS } from '#shared/text.ts'
import { element, list } from '../support/summary-builder.ts'

const card = (id: string) => ({ id, text: '窓口が分かれている', part: null })

/** A board with a card, a cluster and a summary, and what somebody's edit of it is taken for. */
function faultOf(edit: (board: BoardDoc) => void): ShapeFault | null | undefined {
  const server = boardDoc(new Y.Doc())
  addCard(server, card('c1'))
  addCard(server, { id: 'r1', text: '窓口は一つでいい', part: REPLY_PART })
  addCluster(server, 'k1', '窓口', ['c1'])
  writeSummary(server, '一行目\n二行目')
  const person = boardDoc(new Y.Doc())
  Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(server.doc))
  const before = Y.encodeStateVector(person.doc)
  edit(person)
  let fault: ShapeFault | null | undefined
  server.doc.on(
    'afterTransaction',
    (transaction: Y.Transaction) => (fault ??= shapeFault(transaction, server)),
  )
  Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(person.doc, before))
  return fault
}

const textOf = (board: BoardDoc) => board.cards.get('c1')?.get('text') as Y.Text
const replyOf = (board: BoardDoc) => board.cards.get('r1')?.get('text') as Y.Text
const paragraphOf = ({ summary }: BoardDoc) => summary.get(0) as Y.XmlElement
const firstText = (board: BoardDoc) => paragraphOf(board).get(0) as Y.XmlText

function nestedLists(depth: number): Y.XmlElement {
  return list('bulletList', depth > 1 ? ['上', nestedLists(depth - 1)] : ['底'])
}

describe('what people may do to a board’s document', () => {
  it.each<[string, (board: BoardDoc) => void]>([
    ['reword a card', (board) => textOf(board).insert(0, 'いつも')],
    ['empty a card', (board) => textOf(board).delete(0, textOf(board).length)],
    ['move it', (board) => moveCard(board, 'c1', { clusterId: null })],
    ['say which part a solution is', (board) => setPart(board, 'c1', 'operation')],
    ['take that back', (board) => (setPart(board, 'c1', 'tip'), setPart(board, 'c1', null))],
    ['park a card', ({ cards }) => void cards.get('c1')?.set('parked', true)],
    ['make a cluster', (board) => addCluster(board, 'k2', '費用', ['c1'])],
    ['dissolve one', (board) => removeCluster(board, 'k1')],
    ['make one and dissolve it unseen', (b) => (addCluster(b, 'k2', '', []), removeCluster(b, 'k2'))],
    ['add a card and take it back unseen', (b) => (addCard(b, card('c2')), b.cards.delete('c2'))],
    ['link cards', (board) => setLink(board, 'c1', 'i1', true)],
    ['unlink them', (b) => (setLink(b, 'c1', 'i1', true), setLink(b, 'c1', 'i1', false))],
    ['write a summary', (board) => writeSummary(board, 'まとめ\n次の一歩')],
    ['emphasise', (board) => (paragraphOf(board).get(0) as Y.XmlText).format(0, 2, { bold: {} })],
    ['break a line', (board) => paragraphOf(board).insert(1, [new Y.XmlElement('hardBreak')])],
    ['link', (board) => firstText(board).format(0, 2, { link: { href: 'https://example.test/a' } })],
    ['unlink', (board) => firstText(board).format(0, 2, { link: null })],
    ['write a list', ({ summary }) => summary.insert(1, [list('bulletList', ['一つ目'], ['二つ目'])])],
    ['nest lists three deep', ({ summary }) => summary.insert(0, [nestedLists(3)])],
    [
      'add an item to a list that is there',
      ({ summary }) => {
        summary.insert(0, [list('orderedList', ['一つ目'])])
        ;(summary.get(0) as Y.XmlElement).insert(1, [element('listItem', element('paragraph'))])
      },
    ],
    [
      'bring back a reply the server has lost, whole',
      (board) => addCard(board, { id: 'r2', text: '同感', part: REPLY_PART }),
    ],
    ['take a list away', ({ summary }) => (summary.insert(0, [nestedLists(2)]), summary.delete(0, 1))],
  ])('they may %s', (_what, edit) => {
    expect(faultOf(edit)).toBeNull()
  })

  it.each<[string, (board: BoardDoc) => void]>([
    ['take a card off', ({ cards }) => cards.delete('c1')],
    ['write over a card', ({ cards }) => void cards.set('c1', new Y.Map())],
    ['take a card’s text away', ({ cards }) => cards.get('c1')?.delete('text')],
    ['put another text in its place', ({ cards }) => void cards.get('c1')?.set('text', new Y.Text('別'))],
    ['put a value where its text belongs', ({ cards }) => void cards.get('c1')?.set('text', '別')],
    ['take a cluster’s title away', ({ clusters }) => clusters.get('k1')?.delete('title')],
    ['add to a reply', (board) => replyOf(board).insert(3, 'まったく')],
    ['take words out of a reply', (board) => replyOf(board).delete(0, 2)],
    [
      'reword a reply at a stroke',
      (b) => (replyOf(b).delete(0, replyOf(b).length), replyOf(b).insert(0, '別')),
    ],
    ['make a card of a reply', ({ cards }) => cards.get('r1')?.delete('part')],
    [
      'make a card of it and reword that',
      (board) => (board.cards.get('r1')?.set('part', 'tip'), replyOf(board).insert(0, '別')),
    ],
    ['lock a card by calling it a reply', ({ cards }) => void cards.get('c1')?.set('part', REPLY_PART)],
    ['use a key nobody knows', ({ cards }) => void cards.get('c1')?.set('author', 'ana')],
    ['place a card nowhere', ({ cards }) => void cards.get('c1')?.set('place', { cluster: 7, order: 1 })],
    [
      'place it at no order',
      ({ cards }) => void cards.get('c1')?.set('place', { cluster: null, order: NaN }),
    ],
    [
      'hide something in a place',
      ({ cards }) => void cards.get('c1')?.set('place', { cluster: null, order: 1, more: [[[[]]]] }),
    ],
    ['nest maps', ({ cards }) => void cards.get('c1')?.set('part', new Y.Map([['a', new Y.Map()]]))],
    ['format a card', (board) => textOf(board).format(0, 2, { bold: true })],
    ['embed in a card', (board) => textOf(board).insertEmbed(0, { image: 'x' })],
    ['set a text’s attribute', (board) => textOf(board).setAttribute('x', 'y')],
    ['link nothing', ({ links }) => void links.set('c1', true)],
    ['link by another value', ({ links }) => void links.set('c1>i1', false as never)],
    ['put an unknown element', ({ summary }) => summary.insert(0, [new Y.XmlElement('script')])],
    ['put bare text in the summary', ({ summary }) => summary.insert(0, [new Y.XmlText('x')])],
    ['set an element’s attribute', (board) => paragraphOf(board).setAttribute('onclick', 'x')],
    ['nest paragraphs', (board) => paragraphOf(board).insert(0, [new Y.XmlElement('paragraph')])],
    ['set an unknown mark', (board) => firstText(board).format(0, 1, { underline: {} })],
    ['nest lists four deep', ({ summary }) => summary.insert(0, [nestedLists(4)])],
    ['nest lists two hundred deep', ({ summary }) => summary.insert(0, [nestedLists(200)])],
    ['put an item outside a list', ({ summary }) => summary.insert(0, [element('listItem')])],
    [
      'put words into a list itself',
      ({ summary }) => summary.insert(0, [element('bulletList', new Y.XmlText('x'))]),
    ],
    [
      'put a paragraph into a list itself',
      ({ summary }) => summary.insert(0, [element('bulletList', element('paragraph'))]),
    ],
    [
      'put words into an item itself',
      ({ summary }) => summary.insert(0, [element('bulletList', element('listItem', new Y.XmlText('x')))]),
    ],
    ['put a list into a paragraph', (board) => paragraphOf(board).insert(0, [list('bulletList', ['x'])])],
    [
      'set a list’s attribute',
      ({ summary }) => (
        summary.insert(0, [nestedLists(1)]),
        (summary.get(0) as Y.XmlElement).setAttribute('start', '7')
      ),
    ],
    ['put a task list', ({ summary }) => summary.insert(0, [element('taskList', element('taskItem'))])],
    ...[
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      'data:text/html,x',
      'x',
      '',
      '//example.test',
      'https://example.test/\u202egpj.exe',
      `https://example.test/${'a'.repeat(9_000)}`,
      7,
      ['https://example.test'],
    ].map((href): [string, (board: BoardDoc) => void] => [
      `link to ${JSON.stringify(href).slice(0, 40)}`,
      (board) => firstText(board).format(0, 1, { link: { href } }),
    ]),
    [
      'link with more than an address',
      (board) => firstText(board).format(0, 1, { link: { href: 'https://example.test', onclick: 'x' } }),
    ],
    ['link without one', (board) => firstText(board).format(0, 1, { link: {} })],
    ['link by a bare word', (board) => firstText(board).format(0, 1, { link: 'https://example.test' })],
    [
      'link by a hash of a mark',
      (board) => firstText(board).format(0, 1, { 'link--abc': { href: 'https://example.test' } }),
    ],
    ['put a document in the document', ({ clusters }) => void clusters.set('k2', new Y.Doc() as never)],
    ['use a text where a map belongs', ({ clusters }) => void clusters.set('k2', new Y.Text() as never)],
    ['use an id that is none', ({ clusters }) => void clusters.set('__proto__', new Y.Map())],
  ])('they may not %s', (_what, edit) => {
    expect(faultOf(edit)).toBe('malformed')
  })

  it('takes a text for too large beyond twice what an editor lets through', () => {
    expect(faultOf((board) => textOf(board).insert(0, 'あ'.repeat(2 * LIMITS.card - 9)))).toBeNull()
    expect(faultOf((board) => textOf(board).insert(0, 'あ'.repeat(2 * LIMITS.card)))).toBe('too_large')
    const item = (length: number) => list('bulletList', ['あ'.repeat(length)])
    expect(faultOf(({ summary }) => summary.insert(0, [item(2 * LIMITS.summary)]))).toBeNull()
    expect(faultOf(({ summary }) => summary.insert(0, [item(2 * LIMITS.summary + 1)]))).toBe('too_large')
    expect(faultOf((b) => addCluster(b, 'k2', 'あ'.repeat(2 * LIMITS.clusterTitle + 1), []))).toBe(
      'too_large',
    )
  })
})
