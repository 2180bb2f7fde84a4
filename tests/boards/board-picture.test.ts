import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { boardPicture } from '#shared/boards/board-picture.ts'
import {
  addCard,
  addCluster,
  moveCard,
  removeCard,
  removeCluster,
  setEstimate,
  setLink,
  setPart,
  writeSummary,
} from '#shared/boards/edit-board.ts'
import { readBoard, sharedText } from '#shared/boards/read-board.ts'
import { times } from '../support/times.ts'

const picture = (...updates: readonly Uint8Array[]) => boardPicture(updates)
/** what there is to see before there is a document */
const seen = (board: BoardDoc) => {
  const { cards, clusters, links } = readBoard(board)
  return { cards, clusters, links, summary: '' }
}

const CARDS = ['c0', 'c1', 'c2', 'c3']
const CLUSTERS = ['k0', 'k1']
const PEOPLE = 3
const card = fc.constantFrom(...CARDS)
const cluster = fc.constantFrom(...CLUSTERS)
const words = fc.string({ unit: 'grapheme', maxLength: 6 })

type Edit = (board: BoardDoc, undo: Y.UndoManager) => void

interface Step {
  readonly person: number
  readonly edit: Edit
  /** who hears of all that this person knows; the others do later, or at the end */
  readonly hears: number | null
}

/** Anywhere in a text, in the middle of characters too: nobody is kept from that. */
const typed = (holder: 'cards' | 'clusters', key: 'text' | 'title', ids: fc.Arbitrary<string>) =>
  fc.tuple(ids, fc.nat(), fc.nat(3), words).map(([id, at, removed, inserted]): Edit => (board) => {
    const text = sharedText(board[holder].get(id), key)
    if (text === null) return
    board.doc.transact(() => {
      const from = at % (text.length + 1)
      text.delete(from, Math.min(removed, text.length - from))
      text.insert(from, inserted)
    })
  })

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 8, arbitrary: typed('cards', 'text', card) },
  { weight: 3, arbitrary: typed('clusters', 'title', cluster) },
  {
    weight: 4,
    arbitrary: fc.tuple(card, fc.option(cluster), fc.option(card)).map(
      ([id, clusterId, beforeId]): Edit =>
        (board) =>
          moveCard(board, id, { clusterId, beforeId }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(card, words).map(
      ([id, text]): Edit =>
        (board) =>
          addCard(board, { id, text, part: null }),
    ),
  },
  card.map(
    (id): Edit =>
      (board) =>
        removeCard(board, id),
  ),
  fc.tuple(cluster, fc.array(card, { maxLength: 3 })).map(
    ([id, cards]): Edit =>
      (board) =>
        addCluster(board, id, id, cards),
  ),
  cluster.map(
    (id): Edit =>
      (board) =>
        removeCluster(board, id),
  ),
  fc.tuple(card, card, fc.boolean()).map(
    ([from, to, on]): Edit =>
      (board) =>
        setLink(board, from, to, on),
  ),
  fc.tuple(card, fc.option(fc.constant('tip'))).map(
    ([id, part]): Edit =>
      (board) =>
        setPart(board, id, part),
  ),
  card.map(
    (id): Edit =>
      (board) =>
        setEstimate(board, id, 'cost', 'low'),
  ),
  words.map(
    (text): Edit =>
      (board) =>
        writeSummary(board, text),
  ),
  fc.constant<Edit>((_board, undo) => void undo.undo()),
)

/** People who edit, and now and then hear of one another. */
const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ person: fc.nat(PEOPLE - 1), edit, hears: fc.option(fc.nat(PEOPLE - 1), { freq: 2 }) }),
  { maxLength: 60 },
)

/** The document at the end, and every update it got on the way. */
function play(steps: readonly Step[]): { board: BoardDoc; updates: Uint8Array[] } {
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = 11 + index * 300
    const board = boardDoc(doc)
    return { board, undo: new Y.UndoManager([board.cards, board.clusters, board.links]) }
  })
  const server = boardDoc(new Y.Doc())
  const updates: Uint8Array[] = []
  server.doc.on('update', (update: Uint8Array) => updates.push(update))
  const told = (from: BoardDoc, to: BoardDoc) =>
    Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
  for (const { person, edit: does, hears } of steps) {
    const one = people[person]
    const other = hears === null ? undefined : people[hears]
    if (!one) continue
    does(one.board, one.undo)
    if (other && other !== one) {
      told(one.board, other.board)
      told(one.board, server)
    }
  }
  for (const { board } of people) told(board, server)
  return { board: server, updates }
}

describe('a board’s first picture', () => {
  it('reads what the document reads, whatever people did to one another’s edits', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { board } = play(steps)
        expect(picture(Y.encodeStateAsUpdate(board.doc))).toEqual(seen(board))
      }),
      times(2_000),
    )
  })

  it('reads the same of all updates one by one, and of any that came merged or twice', () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (steps, some, more) => {
        const { board, updates } = play(steps)
        expect(picture(...updates)).toEqual(seen(board))
        const cut = some % (updates.length + 1)
        const base = updates.slice(0, cut)
        const whole = Y.encodeStateAsUpdate(board.doc)
        if (cut > 0) expect(picture(Y.mergeUpdates(base), ...updates.slice(cut))).toEqual(seen(board))
        // what is written while a newcomer waits for the answer comes before it, and in it
        const early = updates.slice(more % (updates.length + 1))
        expect(picture(...early, whole)).toEqual(seen(board))
      }),
      times(600),
    )
  })

  it('settles who comes first, where several wrote at one spot at the same time', () => {
    const keys = fc.array(
      fc.record({
        person: fc.nat(3),
        at: fc.nat(4),
        taken: fc.boolean(),
        hears: fc.option(fc.nat(3), { freq: 2 }),
      }),
      { minLength: 8, maxLength: 40 },
    )
    fc.assert(
      fc.property(keys, (typing) => {
        const people = [7, 3, 9, 5].map((clientID) => {
          const doc = new Y.Doc()
          doc.clientID = clientID
          return boardDoc(doc)
        })
        const [first] = people as [BoardDoc]
        addCard(first, { id: 'c0', text: '一二', part: null })
        for (const { doc } of people) Y.applyUpdate(doc, Y.encodeStateAsUpdate(first.doc))
        for (const [index, { person, at, taken, hears }] of typing.entries()) {
          const { cards, doc } = people[person] as BoardDoc
          const text = sharedText(cards.get('c0'), 'text')
          if (!text) continue
          if (taken && text.length > at) text.delete(at, 1)
          else text.insert(Math.min(at, text.length), String.fromCharCode(0x61 + (index % 26)))
          if (hears !== null) Y.applyUpdate((people[hears] as BoardDoc).doc, Y.encodeStateAsUpdate(doc))
        }
        for (const { doc } of people) Y.applyUpdate(first.doc, Y.encodeStateAsUpdate(doc))
        expect(picture(Y.encodeStateAsUpdate(first.doc))).toEqual(seen(first))
      }),
      times(1_500),
    )
  })

  it('reads what comes by itself and as the beginning of more', () => {
    const { board, updates } = play([])
    addCard(board, { id: 'c0', text: 'はじめ', part: null })
    const text = sharedText(board.cards.get('c0'), 'text')
    for (const words of ['の', '引っ越し', '👩‍👩‍👧', '家']) text?.insert(text.length, words)
    const whole = Y.encodeStateAsUpdate(board.doc)
    for (let cut = 1; cut <= updates.length; cut++)
      for (const all of [
        [whole, ...updates.slice(0, cut)],
        [...updates.slice(0, cut), whole],
      ])
        expect(picture(...all)).toEqual(seen(board))
  })

  it('is none while a part is missing, and of bytes that are no update', () => {
    const { board, updates } = play([])
    addCard(board, { id: 'c0', text: 'はじめ', part: null })
    addCard(board, { id: 'c1', text: 'つぎ', part: 'tip' })
    const whole = Y.encodeStateAsUpdate(board.doc)
    expect(picture(whole)?.cards).toHaveLength(2)
    expect(picture(...updates.slice(1))).toBeNull()
    for (let end = 0; end < whole.byteLength - 1; end++) expect(picture(whole.subarray(0, end))).toBeNull()
  })

  it('leaves out what a document should not hold', () => {
    const board = boardDoc(new Y.Doc())
    addCard(board, { id: 'c0', text: 'はじめ', part: null })
    board.doc.getMap('cards').set('c1', 'no card')
    board.cards.get('c0')?.set('place', 'nowhere')
    const odd = new Y.Map<unknown>()
    board.cards.set('c2', odd)
    odd.set('text', new Y.XmlText('tags'))
    odd.set('place', { cluster: 'k9', order: Number.NaN, more: [1, -70, 2.5, null, undefined, true, 12n] })
    expect(picture(Y.encodeStateAsUpdate(board.doc))).toEqual(seen(board))
    expect(seen(board).cards).toHaveLength(2)
  })
})
