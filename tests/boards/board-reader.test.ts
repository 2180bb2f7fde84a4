import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { BoardReader } from '#shared/boards/board-reader.ts'
import {
  addCard,
  addCluster,
  moveCard,
  removeCard,
  removeCluster,
  setLink,
  writeSummary,
} from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'

/** A small generator of its own, so that a seed is all it takes to see a failure again. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function anyEdit(board: BoardDoc, roll: (sides: number) => number): void {
  const card = `c${roll(12)}`
  const cluster = `k${roll(4)}`
  const text = board.cards.get(card)?.get('text')
  switch (roll(8)) {
    case 0:
      return addCard(board, { id: card, text: `理想${roll(99)}`, part: null })
    case 1:
      return removeCard(board, card)
    case 2:
      return moveCard(board, card, { clusterId: roll(2) === 0 ? null : cluster })
    case 3:
      return addCluster(board, cluster, 'まとまり', [card])
    case 4:
      return removeCluster(board, cluster)
    case 5:
      return setLink(board, card, 'an-ideal', roll(2) === 0)
    case 6:
      return writeSummary(board, `まとめ${roll(99)}`)
    default:
      if (text instanceof Y.Text) text.insert(roll(text.length + 1), '語')
  }
}

describe('reading a board again and again', () => {
  it('answers what reading it whole answers, whatever was done to it, here or elsewhere', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const roll = dice(seed)
      const [here, there] = [boardDoc(new Y.Doc()), boardDoc(new Y.Doc())]
      const reader = new BoardReader(here)
      for (let step = 0; step < 80; step++) {
        anyEdit(roll(2) === 0 ? here : there, roll)
        if (roll(3) === 0) {
          Y.applyUpdate(here.doc, Y.encodeStateAsUpdate(there.doc))
          Y.applyUpdate(there.doc, Y.encodeStateAsUpdate(here.doc))
        }
        if (roll(2) === 0) expect(reader.read(), `seed ${seed}, step ${step}`).toEqual(readBoard(here))
      }
      expect(reader.read(), `seed ${seed}`).toEqual(readBoard(here))
      reader.close()
    }
  })

  it('gives back the very same card where nothing was changed', () => {
    const board = boardDoc(new Y.Doc())
    for (const id of ['a', 'b']) addCard(board, { id, text: '理想', part: null })
    const reader = new BoardReader(board)
    const before = reader.read()
    const text = board.cards.get('b')?.get('text')
    if (text instanceof Y.Text) text.insert(0, '大きな')
    const after = reader.read()
    expect(after.cards[0]).toBe(before.cards[0])
    expect(after.cards[1]).toEqual({ ...before.cards[1], text: '大きな理想' })
    expect(after.clusters).toBe(before.clusters)
  })
})
