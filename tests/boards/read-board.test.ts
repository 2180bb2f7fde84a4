import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { parseAwarenessState } from '#shared/boards/awareness-state.ts'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard, addCluster } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'

const empty = { cards: [], clusters: [], links: [], summary: '' }

describe('reading a board', () => {
  it('reads an empty one', () => {
    expect(readBoard(boardDoc(new Y.Doc()))).toEqual(empty)
  })

  it('orders cards and clusters by number, then by id, and loosens cards of clusters that are gone', () => {
    const board = boardDoc(new Y.Doc())
    for (const id of ['c', 'b', 'a']) addCard(board, { id, text: id, part: null })
    for (const id of ['y', 'x']) addCluster(board, id, id, [])
    for (const id of ['a', 'b']) board.cards.get(id)?.set('place', { cluster: 'gone', order: 7 })
    for (const id of ['x', 'y']) board.clusters.get(id)?.set('order', 1)
    const { cards, clusters } = readBoard(board)
    expect(cards.map(({ id, clusterId }) => [id, clusterId])).toEqual([
      ['c', null],
      ['a', null],
      ['b', null],
    ])
    expect(clusters.map(({ id }) => id)).toEqual(['x', 'y'])
  })

  it('leaves out what has the wrong type, and opens', () => {
    const doc = new Y.Doc()
    const board = boardDoc(doc)
    const odd = (value: unknown) => value as Y.Map<unknown>
    addCard(board, { id: 'good', text: 'よい', part: null })
    board.cards.set('text', odd('not a map'))
    board.cards.set('array', odd(new Y.Array()))
    board.cards.set('__proto__', new Y.Map())
    board.cards.set('not an id', new Y.Map())
    board.cards.set('bare', new Y.Map())
    const twisted = new Y.Map<unknown>()
    board.cards.set('twisted', twisted)
    twisted.set('text', new Y.XmlText('<b>'))
    twisted.set('place', { cluster: { deep: true }, order: 'first' })
    twisted.set('part', 9)
    board.clusters.set('k', odd(7))
    const nan = new Y.Map<unknown>()
    nan.set('order', Number.NaN)
    board.clusters.set('nan', nan)
    for (const key of ['good', 'good>', 'good>a>b', '>', 'gone>a', 'good>__proto__'])
      board.links.set(key, true)
    board.links.set('good>i1', true)
    const bare = { text: '', clusterId: null, order: 0, part: null }
    expect(readBoard(board)).toEqual({
      cards: [
        { id: 'bare', ...bare },
        { id: 'twisted', ...bare },
        { id: 'good', text: 'よい', clusterId: null, order: 1, part: null },
      ],
      clusters: [{ id: 'nan', title: '', order: 0 }],
      links: [{ from: 'good', to: 'i1' }],
      summary: '',
    })
  })

  it('reads the summary of a rich editor as plain lines', () => {
    const { doc, summary } = boardDoc(new Y.Doc())
    const element = (name: string, ...children: (Y.XmlElement | Y.XmlText)[]) => {
      const made = new Y.XmlElement(name)
      made.insert(0, children)
      return made
    }
    const bold = new Y.XmlText()
    bold.insert(0, '太い', { bold: {} })
    doc.transact(() =>
      summary.insert(0, [
        element('heading', new Y.XmlText('題')),
        element('paragraph', new Y.XmlText('前'), bold, element('hardBreak'), new Y.XmlText('次の行')),
        element(
          'bulletList',
          element('listItem', element('paragraph', new Y.XmlText('一つ目'))),
          element('listItem', element('paragraph', new Y.XmlText('二つ目')), element('paragraph')),
        ),
        element('paragraph'),
      ]),
    )
    expect(readBoard(boardDoc(doc)).summary).toBe('題\n前太い\n次の行\n一つ目\n二つ目\n\n')
  })

  it('does not follow a summary that is nested without end', () => {
    const { doc, summary } = boardDoc(new Y.Doc())
    let inner = new Y.XmlElement('paragraph')
    inner.insert(0, [new Y.XmlText('底')])
    for (let depth = 0; depth < 500; depth++) {
      const outer = new Y.XmlElement('blockquote')
      outer.insert(0, [inner])
      inner = outer
    }
    summary.insert(0, [inner])
    expect(readBoard(boardDoc(doc)).summary).toBe('')
  })
})

describe('reading what a connection says of itself', () => {
  it('takes what has the right shape and leaves out the rest', () => {
    const person = { id: 'p1', name: '  鈴木\u202e ', hue: 3 }
    expect(
      parseAwarenessState({ person, editing: { cardId: 'summary', anchor: 0, head: 4 }, user: {} }),
    ).toEqual({
      person: { id: 'p1', name: '鈴木', hue: 3 },
      editing: { cardId: 'summary', anchor: 0, head: 4 },
      holding: [],
    })
    expect(parseAwarenessState({ holding: ['c1', 7, 'c 2', 'c3'] })?.holding).toEqual(['c1', 'c3'])
    expect(parseAwarenessState({ holding: Array.from({ length: 99 }, () => 'c1') })?.holding).toHaveLength(32)
    expect(parseAwarenessState({ person: { ...person, hue: 6 } })?.person?.hue).toBe(0)
    expect(parseAwarenessState({ person: { ...person, name: '長'.repeat(99) } })?.person?.name).toHaveLength(
      40,
    )
    const nobody = { person: null, editing: null, holding: [] }
    expect(parseAwarenessState({})).toEqual(nobody)
    expect(
      parseAwarenessState({ person: { id: 'p 1', name: 'x' }, editing: { cardId: 'c1', anchor: -1 } }),
    ).toEqual(nobody)
    for (const odd of [null, undefined, 7, 'x', []]) expect(parseAwarenessState(odd)).toBeNull()
  })
})
