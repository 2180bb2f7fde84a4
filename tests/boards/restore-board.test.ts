import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardChanges, changesNothing } from '#shared/boards/board-changes.ts'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { copyBoard } from '#shared/boards/copy-board.ts'
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
import { isReply, REPLY_PART } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { restoreBoard } from '#shared/boards/restore-board.ts'
import { times } from '../support/times.ts'

const CARDS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']
const CLUSTERS = ['k0', 'k1', 'k2']
const WORDS = fc.constantFrom('', '引っ越し', '引っ越しの日', '𠮷野家', '𠮷', '👩‍👩‍👧', 'ab', 'aab', 'abab')

type Edit = (board: BoardDoc) => void

const named = (name: string, edit: Edit): Edit => Object.assign(edit, { [fc.toStringMethod]: () => name })
const card = fc.constantFrom(...CARDS)
const reply = fc.constantFrom('r0', 'r1', 'r2')
const cluster = fc.constantFrom(...CLUSTERS)

/** What people and the server do to a board, and what a clumsy program may. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(card, WORDS).map(([id, text]) => named(`add ${id}`, (b) => addCard(b, { id, text, part: null }))),
  fc
    .tuple(reply, WORDS)
    .map(([id, text]) => named(`reply ${id}`, (b) => addCard(b, { id, text, part: REPLY_PART }))),
  reply.map((id) => named(`unreply ${id}`, (b) => removeCard(b, id))),
  card.map((id) => named(`remove ${id}`, (b) => removeCard(b, id))),
  fc.tuple(card, WORDS).map(([id, words]) => named(`reword ${id} ${words}`, (b) => reword(b, id, words))),
  fc
    .tuple(card, fc.option(cluster), fc.option(card))
    .map(([id, clusterId, beforeId]) =>
      named(`move ${id} ${clusterId} ${beforeId}`, (b) => moveCard(b, id, { clusterId, beforeId })),
    ),
  fc
    .tuple(cluster, WORDS, fc.array(card, { maxLength: 3 }))
    .map(([id, title, ids]) => named(`cluster ${id} ${ids.join()}`, (b) => addCluster(b, id, title, ids))),
  cluster.map((id) => named(`uncluster ${id}`, (b) => removeCluster(b, id))),
  cluster.map((id) => named(`drop ${id}`, (b) => b.clusters.delete(id))),
  fc
    .tuple(card, fc.constantFrom(...CARDS, 'elsewhere'), fc.boolean())
    .map(([from, to, on]) => named(`link ${from} ${to} ${on}`, (b) => setLink(b, from, to, on))),
  fc
    .tuple(card, fc.option(fc.constantFrom('tip', 'operation')))
    .map(([id, part]) => named(`part ${id} ${part}`, (b) => setPart(b, id, part))),
  WORDS.map((text) => named(`summary ${text}`, (b) => writeSummary(b, text))),
  fc.boolean().map((bold) => named(`bold ${bold}`, (b) => mark(b, bold))),
)
const history = fc.array(edit, { maxLength: 30 })

function reword({ cards }: BoardDoc, id: string, words: string): void {
  const text = cards.get(id)?.get('text')
  if (!(text instanceof Y.Text)) return
  text.delete(0, text.length)
  text.insert(0, words)
}

/** As the editor does: marks on half of the first paragraph. */
function mark({ summary }: BoardDoc, bold: boolean): void {
  const [first] = summary.toArray()
  const text = first instanceof Y.XmlElement ? first.get(0) : null
  if (text instanceof Y.XmlText && text.length > 1) text.format(0, text.length >> 1, { bold: bold || null })
}

function play(...histories: readonly (readonly Edit[])[]): BoardDoc {
  const board = boardDoc(new Y.Doc())
  for (const edits of histories) for (const run of edits) run(board)
  return board
}

/** How many updates a change makes. */
function updatesOf({ doc }: BoardDoc, change: () => void): number {
  let count = 0
  const seen = () => void count++
  doc.on('update', seen)
  change()
  doc.off('update', seen)
  return count
}

describe('a copy of a board', () => {
  it('S-35 reads as the board does, and going back to it at once changes nothing', () => {
    fc.assert(
      fc.property(history, (edits) => {
        const board = play(edits)
        const copy = copyBoard(board)
        expect(readBoard(copy)).toEqual(readBoard(board))
        expect(updatesOf(board, () => restoreBoard(board, copy))).toBe(0)
      }),
      times(300),
    )
  })

  it('S-35 survives being written down', () => {
    fc.assert(
      fc.property(history, (edits) => {
        const board = play(edits)
        const read = boardDoc(new Y.Doc())
        Y.applyUpdate(read.doc, Y.encodeStateAsUpdate(copyBoard(board).doc))
        expect(readBoard(read)).toEqual(readBoard(board))
        expect(updatesOf(board, () => restoreBoard(board, read))).toBe(0)
      }),
      times(200),
    )
  })
})

describe('bringing a board back', () => {
  it('S-35 never loses a newer card, never brings back one taken off, and all others read as they did', () => {
    fc.assert(
      fc.property(history, history, (before, since) => {
        const board = play(before)
        const then = copyBoard(board)
        const was = readBoard(then)
        for (const run of since) run(board)
        const now = readBoard(board)
        restoreBoard(board, then)
        const is = readBoard(board)

        const ids = (content: typeof is) => content.cards.map(({ id }) => id).sort()
        expect(ids(is)).toEqual(ids(now))
        const old = new Set(was.cards.map(({ id }) => id))
        const kept = new Set(ids(now))
        const cards = (content: typeof is) => content.cards.filter((one) => !isReply(one))
        expect(cards(is).filter(({ id }) => old.has(id))).toEqual(cards(was).filter(({ id }) => kept.has(id)))
        expect(is.cards.filter(isReply)).toEqual(now.cards.filter(isReply))
        for (const newer of now.cards.filter(({ id }) => !old.has(id)))
          expect(is.cards.find(({ id }) => id === newer.id)).toMatchObject({
            text: newer.text,
            part: newer.part,
          })
        expect(is.clusters).toEqual(was.clusters)
        expect(is.summary).toBe(was.summary)
        const ofOld = is.links.filter(({ from }) => old.has(from))
        expect(ofOld).toEqual(
          was.links.filter(({ from, to }) => kept.has(from) && (kept.has(to) || !old.has(to))),
        )
        expect(is.links.filter(({ from }) => !old.has(from))).toEqual(
          now.links.filter(({ from }) => !old.has(from)),
        )
      }),
      times(500),
    )
  })

  it('S-35 twice is as good as once, and the moment before can be had back', () => {
    fc.assert(
      fc.property(history, history, (before, since) => {
        const board = play(before)
        const then = copyBoard(board)
        for (const run of since) run(board)
        const late = copyBoard(board)
        restoreBoard(board, then)
        expect(updatesOf(board, () => restoreBoard(board, then))).toBe(0)
        restoreBoard(board, late)
        expect(readBoard(board)).toEqual(readBoard(late))
      }),
      times(300),
    )
  })

  it('S-35 what is foretold is what happens: no change where none is told, and none left afterwards', () => {
    fc.assert(
      fc.property(history, history, (before, since) => {
        const board = play(before)
        const then = copyBoard(board)
        const was = readBoard(then)
        for (const run of since) run(board)
        const foretold = boardChanges(readBoard(board), was)
        const now = readBoard(board)
        restoreBoard(board, then)
        const is = readBoard(board)
        expect(changesNothing(boardChanges(is, was))).toBe(true)
        expect(boardChanges(is, was)).toMatchObject({ newer: foretold.newer, takenOff: foretold.takenOff })
        expect(is.cards.filter(({ id, text }) => text !== textIn(now, id))).toHaveLength(foretold.reworded)
        const cards = (content: typeof is) => content.cards.filter((one) => !isReply(one)).map(({ id }) => id)
        expect(foretold.newer).toBe(cards(now).filter((id) => !cards(was).includes(id)).length)
        expect(foretold.takenOff).toBe(cards(was).filter((id) => !cards(now).includes(id)).length)
        if (changesNothing(foretold)) expect(read(is)).toEqual(read(now))
      }),
      times(300),
    )
  })

  it('S-35 an order that comes back is told, that of clusters and that of cards beside newer ones', () => {
    const begun: Edit[] = [
      (b) => addCard(b, { id: 'c0', text: '窓口', part: null }),
      (b) => addCluster(b, 'k0', '手順', []),
      (b) => addCluster(b, 'k1', '連絡', []),
    ]
    const told = (...since: Edit[]) => {
      const board = play(begun)
      const was = readBoard(board)
      for (const run of since) run(board)
      return boardChanges(readBoard(board), was)
    }
    const newer: Edit = (b) => addCard(b, { id: 'c1', text: 'あとから', part: null })
    const last =
      (id: string): Edit =>
      (b) =>
        moveCard(b, id, { clusterId: null, beforeId: null })
    const again: Edit = (b) => addCluster(b, 'k0', '手順', [])
    expect(changesNothing(told(newer, last('c0'), last('c1')))).toBe(true)
    expect(told(newer, last('c0'))).toMatchObject({ reordered: true, moved: 0 })
    expect(told((b) => removeCluster(b, 'k0'), again)).toMatchObject({ reordered: true, clustersBack: 0 })
  })

  it('S-35 keeps the carets beside what is put right: only what differs is written', () => {
    const board = play([(b) => addCard(b, { id: 'c0', text: '𠮷野の引っ越し', part: null })])
    const then = copyBoard(board)
    const text = board.cards.get('c0')?.get('text') as Y.Text
    text.insert(4, '楽しい')
    const caret = Y.createRelativePositionFromTypeIndex(text, text.length)
    restoreBoard(board, then)
    expect(text.toJSON()).toBe('𠮷野の引っ越し')
    expect(Y.createAbsolutePositionFromRelativePosition(caret, board.doc)?.index).toBe(text.length)
  })

  it('S-35 brings marks of the summary back, too', () => {
    const board = play([(b) => writeSummary(b, '迷わず動ける'), (b) => mark(b, true)])
    const then = copyBoard(board)
    mark(board, false)
    restoreBoard(board, then)
    expect(board.summary.toJSON()).toBe(then.summary.toJSON())
    expect(board.summary.toJSON()).toContain('<bold>')
  })
})

function textIn({ cards }: ReturnType<typeof readBoard>, cardId: string): string | undefined {
  return cards.find(({ id }) => id === cardId)?.text
}

/** What people read: which numbers the order is told by is not seen, nor where a reply would lie as a card. */
function read({ cards, clusters, ...rest }: ReturnType<typeof readBoard>) {
  const bare = cards.map(({ order: _, ...card }) => card)
  const lanes = [null, ...clusters.map(({ id }) => id)].map((lane) =>
    bare.filter((card) => card.clusterId === lane && !isReply(card)),
  )
  return {
    ...rest,
    lanes,
    replies: bare.filter(isReply),
    clusters: clusters.map(({ id, title }) => [id, title]),
  }
}
