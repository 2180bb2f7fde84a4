import fc from 'fast-check'
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
import { times } from '../support/times.ts'

const CARDS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']
const CLUSTERS = ['k0', 'k1', 'k2']
const PEOPLE = 3

interface Step {
  /** whose document */
  readonly person: number
  readonly what: string
  readonly edit: (board: BoardDoc) => void
}

const card = fc.constantFrom(...CARDS)
const cluster = fc.constantFrom(...CLUSTERS)
const person = fc.nat(PEOPLE - 1)

const move = fc.record({
  cardId: card,
  clusterId: fc.option(cluster),
  beforeId: fc.option(card),
})

/** What anybody may do to a board, any of it at any time. */
const edit: fc.Arbitrary<Omit<Step, 'person'>> = fc.oneof(
  {
    weight: 6,
    arbitrary: move.map(({ cardId, ...to }) =>
      step('move', [cardId, to], (board) => moveCard(board, cardId, to)),
    ),
  },
  card.map((id) => step('add', [id], (board) => addCard(board, { id, text: id, part: null }))),
  card.map((id) => step('remove', [id], (board) => removeCard(board, id))),
  fc
    .tuple(cluster, fc.array(card, { maxLength: 3 }))
    .map(([id, cards]) => step('cluster', [id, cards], (board) => addCluster(board, id, id, cards))),
  cluster.map((id) => step('uncluster', [id], (board) => removeCluster(board, id))),
  fc
    .tuple(card, card, fc.boolean())
    .map(([from, to, on]) => step('link', [from, to, on], (board) => setLink(board, from, to, on))),
  fc
    .tuple(card, fc.option(fc.constant('tip')))
    .map(([id, part]) => step('part', [id, part], (board) => setPart(board, id, part))),
  fc.string({ maxLength: 5 }).map((text) => step('summary', [text], (board) => writeSummary(board, text))),
)

/** `null`: everybody hears of everything so far */
const history = fc.array(fc.option(fc.tuple(person, edit), { freq: 6 }), { maxLength: 60 })

function step(name: string, given: readonly unknown[], run: (board: BoardDoc) => void): Omit<Step, 'person'> {
  return {
    what: `${name} ${JSON.stringify(given)}`,
    edit: run,
    ...{ [fc.toStringMethod]: () => name + JSON.stringify(given) },
  }
}

function team(): BoardDoc[] {
  const boards = Array.from({ length: PEOPLE }, () => boardDoc(new Y.Doc()))
  const [first] = boards as [BoardDoc]
  for (const id of CARDS) addCard(first, { id, text: id, part: null })
  for (const id of CLUSTERS) addCluster(first, id, id, [])
  exchange(boards)
  return boards
}

/** Everybody hears of everything, each in another order. */
function exchange(boards: readonly BoardDoc[]): void {
  const updates = boards.map(({ doc }) => Y.encodeStateAsUpdate(doc))
  boards.forEach(({ doc }, index) => {
    const order = [...updates.slice(index), ...updates.slice(0, index)]
    for (const update of order) Y.applyUpdate(doc, update)
  })
}

describe('people editing one board at the same time', () => {
  it('all come to the same board, whatever they do', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const boards = team()
        for (const taken of steps) {
          if (taken === null) exchange(boards)
          else taken[1].edit(boards[taken[0]] as BoardDoc)
        }
        exchange(boards)
        const [first, ...others] = boards.map(readBoard)
        for (const other of others) expect(other).toEqual(first)

        const { cards, clusters, links } = first as NonNullable<typeof first>
        expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length)
        const known = new Set<string | null>(clusters.map(({ id }) => id)).add(null)
        expect(cards.every(({ clusterId }) => known.has(clusterId))).toBe(true)
        expect(links.every(({ from }) => cards.some(({ id }) => id === from))).toBe(true)
      }),
      times(300),
    )
  })

  it('have every card exactly once, however they move them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(person, move), { maxLength: 80 }), (moves) => {
        const boards = team()
        for (const [who, { cardId, ...to }] of moves) moveCard(boards[who] as BoardDoc, cardId, to)
        exchange(boards)
        for (const board of boards) {
          expect(
            readBoard(board)
              .cards.map(({ id }) => id)
              .sort(),
          ).toEqual(CARDS)
        }
      }),
      times(200),
    )
  })

  it('can move a card next to any other, whatever happened before', () => {
    fc.assert(
      fc.property(history, card, card, (steps, mover, sitter) => {
        fc.pre(mover !== sitter)
        const boards = team()
        for (const taken of steps) if (taken) taken[1].edit(boards[taken[0]] as BoardDoc)
        exchange(boards)
        const [board] = boards as [BoardDoc]
        addCard(board, { id: mover, text: '', part: null })
        addCard(board, { id: sitter, text: '', part: null })
        const clusterId = readBoard(board).cards.find(({ id }) => id === sitter)?.clusterId ?? null
        moveCard(board, mover, { clusterId, beforeId: sitter })
        const there = readBoard(board).cards.filter((other) => other.clusterId === clusterId)
        const index = there.findIndex(({ id }) => id === mover)
        expect(there[index + 1]?.id).toBe(sitter)
      }),
      times(200),
    )
  })
})
