import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { shapeFault } from '#shared/boards/board-shape.ts'
import { addCard, addCluster, moveCard, removeCluster, setLink } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { BoardHistory } from '../../client/board/board-history.ts'
import { times } from '../support/times.ts'

const CARDS = ['c0', 'c1', 'c2', 'c3', 'c4']
const PEOPLE = 3

/** One person at a board: their document, and their own steps. */
interface Seat {
  readonly board: BoardDoc
  readonly history: BoardHistory
}

function sit(): Seat[] {
  const first = boardDoc(new Y.Doc())
  for (const id of CARDS) addCard(first, { id, text: id, part: null })
  const start = Y.encodeStateAsUpdate(first.doc)
  return Array.from({ length: PEOPLE }, () => {
    const board = boardDoc(new Y.Doc())
    Y.applyUpdate(board.doc, start)
    return { board, history: new BoardHistory({ board, textLabel: (kind) => kind }) }
  })
}

/** Everybody hears of everything, each in another order. */
function exchange(seats: readonly Seat[]): void {
  const updates = seats.map(({ board }) => Y.encodeStateAsUpdate(board.doc))
  seats.forEach(({ board }, index) => {
    for (const update of [...updates.slice(index), ...updates.slice(0, index)])
      Y.applyUpdate(board.doc, update)
  })
}

const lies = ({ board }: Seat) =>
  Object.fromEntries(readBoard(board).cards.map(({ id, clusterId }) => [id, clusterId]))

const group = (seat: Seat | undefined, id: string, cardIds: readonly string[], title = '') =>
  seat?.history.step('group', (origin) => addCluster(seat.board, id, title, cardIds, origin))
const move = (seat: Seat | undefined, cardId: string, clusterId: string | null) =>
  seat?.history.step('move', (origin) => moveCard(seat.board, cardId, { clusterId }, origin))

describe('taking back one’s own steps', () => {
  it('goes back step by step and forward again, each by its name', () => {
    const [me] = sit() as [Seat]
    group(me, 'k1', ['c0', 'c1'])
    move(me, 'c2', 'k1')
    expect(me.history.undo()).toBe('move')
    expect(lies(me)).toEqual({ c0: 'k1', c1: 'k1', c2: null, c3: null, c4: null })
    expect(me.history.undo()).toBe('group')
    expect(readBoard(me.board).clusters).toEqual([])
    expect(me.history.undo()).toBeNull()
    expect(me.history.redo()).toBe('group')
    expect(me.history.redo()).toBe('move')
    expect(lies(me)).toMatchObject({ c0: 'k1', c1: 'k1', c2: 'k1' })
  })

  it('leaves what others moved since where they moved it', () => {
    const [me, other] = sit() as [Seat, Seat]
    group(me, 'k1', ['c0', 'c1'])
    exchange([me, other])
    group(other, 'k2', ['c1'])
    exchange([me, other])
    me.history.undo()
    exchange([me, other])
    expect(lies(other)).toMatchObject({ c0: null, c1: 'k2' })
    expect(lies(me)).toEqual(lies(other))
  })

  it('keeps a cluster that others have filled or named, with what is theirs', () => {
    const [me, filler, namer] = sit() as [Seat, Seat, Seat]
    group(me, 'k1', ['c0', 'c1'])
    group(me, 'k2', ['c2'])
    exchange([me, filler, namer])
    move(filler, 'c3', 'k1')
    const title = namer.board.clusters.get('k2')?.get('title')
    if (title instanceof Y.Text) title.insert(0, '名前')
    exchange([me, filler, namer])
    me.history.undo()
    me.history.undo()
    exchange([me, filler, namer])
    expect(lies(me)).toEqual({ c0: null, c1: null, c2: null, c3: 'k1', c4: null })
    expect(readBoard(me.board).clusters.map(({ id, title: name }) => [id, name])).toEqual([
      ['k1', ''],
      ['k2', '名前'],
    ])
  })

  it('brings a dissolved cluster back with its name and its cards', () => {
    const [me] = sit() as [Seat]
    group(me, 'k1', ['c0', 'c1'], '窓口')
    me.history.step('dissolve', (origin) => removeCluster(me.board, 'k1', origin))
    expect(readBoard(me.board).clusters).toEqual([])
    me.history.undo()
    expect(readBoard(me.board).clusters).toMatchObject([{ id: 'k1', title: '窓口' }])
    expect(lies(me)).toMatchObject({ c0: 'k1', c1: 'k1' })
  })

  it('does not touch what others did in between', () => {
    const [me, other] = sit() as [Seat, Seat]
    move(me, 'c0', null)
    group(me, 'k1', ['c0'])
    exchange([me, other])
    group(other, 'k2', ['c3', 'c4'], '別の話')
    exchange([me, other])
    while (me.history.undo() !== null);
    exchange([me, other])
    expect(lies(me)).toMatchObject({ c0: null, c3: 'k2', c4: 'k2' })
  })
})

describe('people moving, clustering and taking back at the same time', () => {
  type Step = (seat: Seat, id: string) => void
  const card = fc.constantFrom(...CARDS)
  const step: fc.Arbitrary<Step> = fc.oneof(
    card.map((id): Step => (seat) => {
      const { clusters } = readBoard(seat.board)
      move(seat, id, clusters[id.length % Math.max(1, clusters.length)]?.id ?? null)
    }),
    card.map(
      (id): Step =>
        (seat) =>
          move(seat, id, null),
    ),
    fc.uniqueArray(card, { minLength: 1, maxLength: 3 }).map(
      (ids): Step =>
        (seat, id) =>
          group(seat, id, ids),
    ),
    fc.nat(3).map((index): Step => (seat) => {
      const cluster = readBoard(seat.board).clusters[index]
      if (cluster) seat.history.step('dissolve', (origin) => removeCluster(seat.board, cluster.id, origin))
    }),
    fc.tuple(card, card).map(
      ([from, to]): Step =>
        (seat) =>
          seat.history.step('link', (origin) => setLink(seat.board, from, to, true, origin)),
    ),
    { weight: 3, arbitrary: fc.constant<Step>((seat) => void seat.history.undo()) },
    fc.constant<Step>((seat) => void seat.history.redo()),
  )
  /** `null`: everybody hears of everything so far */
  const history = fc.array(fc.option(fc.tuple(fc.nat(PEOPLE - 1), step), { freq: 4 }), { maxLength: 50 })

  it('all come to the same board, with every card in exactly one place', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const seats = sit()
        for (const [index, taken] of steps.entries()) {
          if (taken === null) exchange(seats)
          else taken[1](seats[taken[0]] as Seat, `k${index}`)
        }
        exchange(seats)
        const [first, ...others] = seats.map(({ board }) => readBoard(board))
        for (const other of others) expect(other).toEqual(first)
        expect(first?.cards.map(({ id }) => id).sort()).toEqual(CARDS)
        const known = new Set<string | null>(first?.clusters.map(({ id }) => id)).add(null)
        expect(first?.cards.every(({ clusterId }) => known.has(clusterId))).toBe(true)
      }),
      times(300),
    )
  })

  it('the server takes every step and every step back', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const seats = sit()
        const server = boardDoc(new Y.Doc())
        Y.applyUpdate(server.doc, Y.encodeStateAsUpdate((seats[0] as Seat).board.doc))
        const faults: unknown[] = []
        server.doc.on('afterTransaction', (transaction) => {
          const fault = shapeFault(transaction, server)
          if (fault !== null) faults.push(fault)
        })
        for (const { board } of seats) {
          board.doc.on('update', (update: Uint8Array, _origin, _doc, { local }) => {
            if (local) Y.applyUpdate(server.doc, update)
          })
        }
        for (const [index, taken] of steps.entries()) {
          if (taken === null) exchange(seats)
          else taken[1](seats[taken[0]] as Seat, `k${index}`)
        }
        expect(faults).toEqual([])
      }),
      times(200),
    )
  })
})
