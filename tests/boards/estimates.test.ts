import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { shapeFault } from '#shared/boards/board-shape.ts'
import { addCard, setEstimate } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'

function board() {
  const made = boardDoc(new Y.Doc())
  addCard(made, { id: 'c1', text: '当番表', part: 'operation' })
  return made
}

const estimates = (made: ReturnType<typeof board>) => readBoard(made).cards[0]?.estimates

describe('cost, effort and effect of a solution', () => {
  it('are read as they were set, and absent while nothing is', () => {
    const made = board()
    expect(estimates(made)).toBeUndefined()
    setEstimate(made, 'c1', 'cost', 'low')
    setEstimate(made, 'c1', 'effect', 'high')
    expect(estimates(made)).toEqual({ cost: 'low', effect: 'high' })
    setEstimate(made, 'c1', 'cost', null)
    setEstimate(made, 'c1', 'effect', null)
    expect(estimates(made)).toBeUndefined()
  })

  it('write nothing where nothing changes', () => {
    const made = board()
    setEstimate(made, 'c1', 'effort', 'middle')
    const before = Y.encodeStateAsUpdate(made.doc).length
    setEstimate(made, 'c1', 'effort', 'middle')
    setEstimate(made, 'c1', 'cost', null)
    setEstimate(made, 'gone', 'cost', 'low')
    expect(Y.encodeStateAsUpdate(made.doc)).toHaveLength(before)
  })

  it('are left out where they have another value, and nobody may write one', () => {
    const odd = board()
    odd.cards.get('c1')?.set('cost', 'free')
    odd.cards.get('c1')?.set('effort', 3)
    expect(estimates(odd)).toBeUndefined()
    const faults = ['free', 3, { low: true }].map((value) => {
      const made = board()
      let fault: unknown
      made.doc.on('afterTransaction', (transaction: Y.Transaction) => (fault = shapeFault(transaction, made)))
      made.cards.get('c1')?.set('cost', value)
      return fault
    })
    expect(faults).toEqual(['malformed', 'malformed', 'malformed'])
  })

  it('may be set by anybody who may write on the board', () => {
    const made = board()
    let fault: unknown = 'unasked'
    made.doc.on('afterTransaction', (transaction: Y.Transaction) => (fault = shapeFault(transaction, made)))
    setEstimate(made, 'c1', 'cost', 'low')
    expect(fault).toBeNull()
  })
})
