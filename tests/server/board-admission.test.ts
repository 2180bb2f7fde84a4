import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import {
  addCard,
  addCluster,
  moveCard,
  removeCard,
  setLink,
  writeSummary,
} from '#shared/boards/edit-board.ts'
import { seededRandom } from '#shared/random.ts'
import { LIMITS } from '#shared/text.ts'
import { judgeUpdate, type Ground } from '../../server/boards/admission.ts'
import { ClientIds, type Sender } from '../../server/boards/client-ids.ts'
import { forgedHollow, forgedUpdate } from '../support/board-forgery.ts'

const [ana, ben] = ['ana', 'ben'] as unknown as [Sender, Sender]
const EMPTY: Ground = { clockOf: () => 0, ids: new ClientIds(), sender: ana, size: 0, wounded: false }
const judge = (update: Uint8Array, ground: Partial<Ground> = {}) =>
  judgeUpdate(update, { ...EMPTY, ...ground })
const reason = (update: Uint8Array, ground: Partial<Ground> = {}) => {
  const verdict = judge(update, ground)
  return verdict.ok ? null : verdict.error
}

describe('an update is judged by its bytes, before any document has seen it', () => {
  it('takes everything that honest clients make, one by one and as one', () => {
    const random = seededRandom(11)
    const server = boardDoc(new Y.Doc())
    const people = [boardDoc(new Y.Doc()), boardDoc(new Y.Doc()), boardDoc(new Y.Doc())]
    const clockOf = (client: number) => Y.getState(server.doc.store, client)
    for (let round = 0; round < 60; round++) {
      for (const board of people) {
        const known = Y.encodeStateVector(server.doc)
        edit(board, random)
        const update = Y.encodeStateAsUpdate(board.doc, known)
        expect(reason(update, { clockOf }), `round ${round}`).toBeNull()
        Y.applyUpdate(server.doc, update)
      }
      for (const board of people) Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(server.doc))
    }
    expect(reason(Y.encodeStateAsUpdate(server.doc))).toBeNull()
  })

  it('takes a gap for malformed: of inserts, of what they refer to, and of deletes', () => {
    const board = boardDoc(new Y.Doc())
    const updates: Uint8Array[] = []
    board.doc.on('update', (update: Uint8Array) => void updates.push(update))
    addCard(board, { id: 'c1', text: 'まど', part: null })
    ;(board.cards.get('c1')?.get('text') as Y.Text).insert(2, 'ぐち')
    removeCard(board, 'c1')
    const [added, typed, removed] = updates as [Uint8Array, Uint8Array, Uint8Array]
    expect(reason(added)).toBeNull()
    expect([reason(typed), reason(removed)]).toEqual(['malformed', 'malformed'])
    const merged = Y.mergeUpdates([added, removed])
    expect(reason(merged)).toBe('malformed')
    expect(reason(Y.mergeUpdates(updates))).toBeNull()
    expect(reason(forgedUpdate({ client: 1, clock: 0, items: [{ parent: [2, 0], text: 'x' }] }))).toBe(
      'malformed',
    )
  })

  it('knows the roots of a board, and no key that would reach a prototype', () => {
    const item = (parent: string, key?: string) =>
      reason(forgedUpdate({ client: 1, clock: 0, items: [{ parent, text: 'x', ...(key && { key }) }] }))
    expect(['cards', 'clusters', 'links', 'summary'].map((root) => item(root, 'k'))).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(['Cards', '', 'prototype', '__proto__'].map((root) => item(root, 'k'))).toEqual(
      Array<string>(4).fill('malformed'),
    )
    expect(['__proto__', 'constructor', 'prototype'].map((key) => item('cards', key))).toEqual(
      Array<string>(3).fill('malformed'),
    )
  })

  it('F-17 lets nobody write under a client id that another used first', () => {
    const ids = new ClientIds([[7, ben]])
    const clockOf = (client: number) => (client === 7 ? 4 : 0)
    const text = (client: number, clock: number) =>
      forgedUpdate({ client, clock, items: [{ parent: 'clusters', key: 'k1', text: 'x' }] })
    expect(reason(text(7, 4), { ids, clockOf })).toBe('malformed')
    expect(reason(forgedHollow(7, 4, 1_000_000), { ids, clockOf })).toBe('malformed')
    expect(reason(text(7, 4), { ids, clockOf, sender: ben })).toBeNull()
    // What everybody has already says nothing new; who holds what the disk lost may bring it back.
    expect(reason(text(7, 3), { ids, clockOf })).toBeNull()
    expect(reason(text(7, 4), { ids, clockOf, wounded: true })).toBeNull()
    expect(judge(text(8, 0), { ids, clockOf })).toEqual({ ok: true, value: [8] })
    expect(judge(text(7, 4), { ids, clockOf, sender: ben })).toEqual({ ok: true, value: [] })
  })

  it('F-17 takes no hollow longer than anybody leaves', () => {
    expect(reason(forgedHollow(8, 0, 20_000))).toBeNull()
    expect(reason(forgedHollow(8, 0, 20_001))).toBe('malformed')
  })

  it('F-19 limits how many client ids one board ever has', () => {
    const ids = new ClientIds(Array.from({ length: 5_000 }, (_, id) => [id, ben] as const))
    const update = forgedUpdate({
      client: 9_999,
      clock: 0,
      items: [{ parent: 'links', key: 'a>b', text: 'x' }],
    })
    expect(reason(update, { ids })).toBe('too_large')
    expect(reason(update, { ids: new ClientIds() })).toBeNull()
  })

  it('limits the frame, and the board it would go to', () => {
    expect(reason(new Uint8Array(LIMITS.boardFrame + 1))).toBe('too_large')
    expect(reason(new Uint8Array([0, 0]), { size: 9 * 1024 * 1024 })).toBe('too_large')
    expect(reason(new Uint8Array([0, 0]))).toBeNull()
  })
})

function edit(board: BoardDoc, random: () => number): void {
  const id = `c${Math.floor(random() * 12)}`
  const before = `c${Math.floor(random() * 12)}`
  switch (Math.floor(random() * 7)) {
    case 0:
      return removeCard(board, id)
    case 1:
      return addCluster(board, `k${Math.floor(random() * 4)}`, 'まとまり', [id])
    case 2:
      return moveCard(board, id, { clusterId: null, beforeId: before })
    case 3:
      return setLink(board, id, 'i1', random() < 0.5)
    case 4:
      return writeSummary(board, `一行目\n${id}`)
    case 5: {
      const text = board.cards.get(id)?.get('text') as Y.Text | undefined
      if (text && text.length > 1) text.delete(0, 1)
      return text?.insert(text.length, 'ん')
    }
    default:
      return addCard(board, { id, text: 'よりあい', part: null })
  }
}
