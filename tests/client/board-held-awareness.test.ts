import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { heldAwareness } from '../../client/board/held-awareness.ts'

function two() {
  const [mine, theirs] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())]
  const tell = () => applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'network')
  return { mine, theirs, tell }
}

describe('the awareness an editor of the summary has', () => {
  it('tells of carets in the editor, and of nothing that happens at cards', () => {
    const { mine, theirs, tell } = two()
    const held = heldAwareness(mine, () => false)
    const told = vi.fn()
    held.on('change', told)
    theirs.setLocalState({ user: { name: 'さき' }, editing: { cardId: 'a', anchor: 1, head: 1 } })
    tell()
    theirs.setLocalStateField('editing', { cardId: 'a', anchor: 2, head: 2 })
    tell()
    mine.setLocalStateField('editing', { cardId: 'b', anchor: 0, head: 0 })
    expect(told).not.toHaveBeenCalled()
    theirs.setLocalStateField('cursor', { anchor: 1, head: 1 })
    tell()
    expect(told).toHaveBeenCalledTimes(1)
    theirs.setLocalStateField('cursor', { anchor: 2, head: 2 })
    tell()
    expect(told).toHaveBeenCalledTimes(2)
    theirs.setLocalStateField('cursor', null)
    tell()
    expect(told).toHaveBeenCalledTimes(3)
    theirs.setLocalStateField('cursor', { anchor: 2, head: 2 })
    tell()
    theirs.setLocalState(null)
    tell()
    expect(told).toHaveBeenCalledTimes(5)
    held.off('change', told)
    theirs.setLocalState({ cursor: { anchor: 3, head: 3 } })
    tell()
    expect(told).toHaveBeenCalledTimes(5)
  })

  it('keeps one’s own entry, and a caret that is held back, to itself', () => {
    const { mine } = two()
    let holding = false
    const held = heldAwareness(mine, () => holding)
    held.setLocalStateField('cursor', { anchor: 1, head: 1 })
    expect(held.getStates().size).toBe(0)
    holding = true
    held.setLocalStateField('cursor', { anchor: 5, head: 5 })
    expect(mine.getLocalState()).toMatchObject({ cursor: { anchor: 1, head: 1 } })
  })
})
