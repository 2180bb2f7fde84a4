import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import {
  addCard,
  addCluster,
  moveCard,
  removeCard,
  removeCluster,
  setLink,
  setPart,
  writeSummary,
} from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'

/** A board with the given cards, loose, in this order. */
function aBoard(...ids: string[]): BoardDoc {
  const board = boardDoc(new Y.Doc())
  for (const id of ids) addCard(board, { id, text: id, part: null })
  return board
}

const idsIn = (board: BoardDoc, clusterId: string | null) =>
  readBoard(board)
    .cards.filter((card) => card.clusterId === clusterId)
    .map(({ id }) => id)

/** How many updates an edit makes; each is one transaction. */
function updatesOf(board: BoardDoc, edit: () => void): number {
  let count = 0
  const counting = () => void count++
  board.doc.on('update', counting)
  edit()
  board.doc.off('update', counting)
  return count
}

describe('editing a board', () => {
  it('adds cards at the end, and no card twice', () => {
    const board = aBoard('a', 'b')
    addCard(board, { id: 'c', text: 'ここに\n二行', part: 'tip' })
    addCard(board, { id: 'a', text: 'もう一度', part: null })
    addCard(board, { id: '__proto__', text: 'no id', part: null })
    expect(readBoard(board).cards).toEqual([
      { id: 'a', text: 'a', clusterId: null, order: 1, part: null },
      { id: 'b', text: 'b', clusterId: null, order: 2, part: null },
      { id: 'c', text: 'ここに\n二行', clusterId: null, order: 3, part: 'tip' },
    ])
  })

  it('moves a card before another, to the end, into a cluster and out again', () => {
    const board = aBoard('a', 'b', 'c')
    moveCard(board, 'c', { clusterId: null, beforeId: 'a' })
    expect(idsIn(board, null)).toEqual(['c', 'a', 'b'])
    moveCard(board, 'c', { clusterId: null, beforeId: 'b' })
    expect(idsIn(board, null)).toEqual(['a', 'c', 'b'])
    moveCard(board, 'a', { clusterId: null })
    expect(idsIn(board, null)).toEqual(['c', 'b', 'a'])
    addCluster(board, 'k', '窓口', [])
    moveCard(board, 'b', { clusterId: 'k' })
    moveCard(board, 'c', { clusterId: 'k', beforeId: 'b' })
    expect([idsIn(board, 'k'), idsIn(board, null)]).toEqual([['c', 'b'], ['a']])
    moveCard(board, 'c', { clusterId: null, beforeId: 'a' })
    expect([idsIn(board, 'k'), idsIn(board, null)]).toEqual([['b'], ['c', 'a']])
  })

  it('puts a card at the end when the one it was to lie before has left', () => {
    const board = aBoard('a', 'b', 'c')
    addCluster(board, 'k', '', ['b'])
    moveCard(board, 'a', { clusterId: null, beforeId: 'b' })
    expect(idsIn(board, null)).toEqual(['c', 'a'])
  })

  it('always finds a place between two cards, numbering anew when the numbers between are used up', () => {
    const board = aBoard('a', 'b', 'c', 'd')
    let rebalanced = 0
    for (let round = 0; round < 300; round++) {
      const [mover, sitter] = round % 2 === 0 ? ['c', 'b'] : ['b', 'c']
      const before = readBoard(board)
      moveCard(board, mover as string, { clusterId: null, beforeId: sitter as string })
      expect(idsIn(board, null)).toEqual(['a', mover, sitter, 'd'])
      const changed = readBoard(board).cards.filter(
        ({ id, order }) => before.cards.find((card) => card.id === id)?.order !== order,
      )
      if (changed.length > 1) rebalanced++
    }
    expect(rebalanced).toBeGreaterThan(0)
    expect(rebalanced).toBeLessThan(20)
  })

  it('separates cards that two people put at one place at the same time', () => {
    const board = aBoard('a', 'b', 'c')
    for (const id of ['a', 'b']) board.cards.get(id)?.set('place', { cluster: null, order: 5 })
    moveCard(board, 'c', { clusterId: null, beforeId: 'b' })
    expect(idsIn(board, null)).toEqual(['a', 'c', 'b'])
  })

  it('finds a place even where somebody wrote numbers no one can add to', () => {
    const board = aBoard('a', 'b', 'c')
    board.cards.get('b')?.set('place', { cluster: null, order: Number.MAX_VALUE })
    moveCard(board, 'a', { clusterId: null })
    expect(idsIn(board, null)).toEqual(['c', 'b', 'a'])
    board.cards.get('c')?.set('place', { cluster: null, order: -Number.MAX_VALUE })
    moveCard(board, 'a', { clusterId: null, beforeId: 'c' })
    expect(idsIn(board, null)).toEqual(['a', 'c', 'b'])
  })

  it('makes clusters of the cards given, in their order, and sets them free again', () => {
    const board = aBoard('a', 'b', 'c', 'd')
    addCluster(board, 'k1', '入口', ['c', 'a', 'nowhere', 'c'])
    addCluster(board, 'k2', '出口', [])
    addCluster(board, 'k1', '二度目', ['d'])
    expect(readBoard(board).clusters).toEqual([
      { id: 'k1', title: '入口', order: 1 },
      { id: 'k2', title: '出口', order: 2 },
    ])
    expect(idsIn(board, 'k1')).toEqual(['c', 'a'])
    removeCluster(board, 'k1')
    expect(idsIn(board, null)).toEqual(['b', 'd', 'c', 'a'])
    expect(readBoard(board).clusters.map(({ id }) => id)).toEqual(['k2'])
  })

  it('links cards of this board to earlier ones, and cleans up with the card', () => {
    const board = aBoard('a', 'b')
    setLink(board, 'a', 'i1', true)
    setLink(board, 'b', 'i1', true)
    setLink(board, 'b', 'a', true)
    setLink(board, 'a', 'a', true)
    setLink(board, 'nowhere', 'i1', true)
    setLink(board, 'a', 'not an id', true)
    expect(readBoard(board).links).toEqual([
      { from: 'a', to: 'i1' },
      { from: 'b', to: 'a' },
      { from: 'b', to: 'i1' },
    ])
    removeCard(board, 'a')
    expect(readBoard(board).links).toEqual([{ from: 'b', to: 'i1' }])
    expect([...board.links.keys()]).toEqual(['b>i1'])
    setLink(board, 'b', 'i1', false)
    expect(readBoard(board).links).toEqual([])
  })

  it('says which part a card is, or none', () => {
    const board = aBoard('a')
    setPart(board, 'a', 'operation')
    expect(readBoard(board).cards[0]?.part).toBe('operation')
    setPart(board, 'a', null)
    expect(readBoard(board).cards[0]?.part).toBeNull()
    expect(board.cards.get('a')?.has('part')).toBe(false)
  })

  it('writes a summary as the editor would, one paragraph a line', () => {
    const board = aBoard()
    writeSummary(board, '一行目\n\n三行目 <b>')
    expect(board.summary.toJSON()).toBe(
      '<paragraph>一行目</paragraph><paragraph></paragraph><paragraph>三行目 <b></paragraph>',
    )
    expect(readBoard(board).summary).toBe('一行目\n\n三行目 <b>')
    writeSummary(board, '書き直し')
    expect(readBoard(board).summary).toBe('書き直し')
    writeSummary(board, '')
    expect(readBoard(board).summary).toBe('')
  })

  it('is one transaction with the origin given, or nothing at all', () => {
    const board = aBoard('a', 'b')
    const origins: unknown[] = []
    board.doc.on('update', (_update: Uint8Array, origin: unknown) => void origins.push(origin))
    const me = { name: 'origin' }
    addCard(board, { id: 'c', text: '', part: 'tip' }, me)
    addCluster(board, 'k', 'まとまり', ['a', 'b'], me)
    moveCard(board, 'c', { clusterId: 'k', beforeId: 'a' }, me)
    setLink(board, 'a', 'i1', true, me)
    setPart(board, 'a', 'tip', me)
    writeSummary(board, '一\n二', me)
    removeCluster(board, 'k', me)
    removeCard(board, 'a', me)
    expect(origins).toEqual(Array(8).fill(me))

    const idle = [
      () => addCard(board, { id: 'b', text: '', part: null }),
      () => removeCard(board, 'nowhere'),
      () => moveCard(board, 'nowhere', { clusterId: null }),
      () => moveCard(board, 'b', { clusterId: 'nowhere' }),
      () => moveCard(board, 'c', { clusterId: null, beforeId: 'b' }),
      () => removeCluster(board, 'nowhere'),
      () => setLink(board, 'b', 'i1', false),
      () => setPart(board, 'b', null),
      () => setPart(board, 'nowhere', 'tip'),
    ]
    expect(idle.map((edit) => updatesOf(board, edit))).toEqual(idle.map(() => 0))
  })

  it('does not grow with moves: one key, one value', () => {
    const board = aBoard('a', 'b')
    const size = () => Y.encodeStateAsUpdate(board.doc).byteLength
    const before = size()
    for (let round = 0; round < 1_000; round++)
      moveCard(board, 'a', { clusterId: null, ...(round % 2 && { beforeId: 'b' }) })
    expect(size() - before).toBeLessThan(500)
  })
})
