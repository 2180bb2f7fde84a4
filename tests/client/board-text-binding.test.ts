import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { TextBinding, type CaretPosition } from '../../client/board/text-binding.ts'
import { replacementBetween } from '../../client/board/text-diff.ts'
import { UnitTrack, type Delta } from '../../client/board/unit-track.ts'
import { times } from '../support/times.ts'

const open: TextBinding[] = []

afterEach(() => {
  for (const binding of open.splice(0)) binding.close()
  document.body.replaceChildren()
})

/** Two people at one text: `mine` is bound to a field, `theirs` is a document elsewhere. */
function twoPeople(text = '') {
  const mine = new Y.Doc()
  const theirs = new Y.Doc()
  mine.getText('t').insert(0, text)
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  const field = document.createElement('textarea')
  document.body.append(field)
  field.focus()
  const carets: CaretPosition[] = []
  const binding = new TextBinding({ text: mine.getText('t'), field, onCaret: (caret) => carets.push(caret) })
  open.push(binding)
  return {
    field,
    binding,
    carets,
    mine: mine.getText('t'),
    theirs: theirs.getText('t'),
    /** what the other person did arrives here, and what was done here arrives there */
    sync() {
      Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine)))
      Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine, Y.encodeStateVector(theirs)))
    },
    place(start: number, end = start) {
      field.setSelectionRange(start, end)
    },
    /** as a browser does it: the selection is replaced, then `input` is fired */
    type(typed: string, isComposing = false) {
      field.setRangeText(typed, field.selectionStart, field.selectionEnd, 'end')
      field.dispatchEvent(new InputEvent('input', { isComposing, bubbles: true }))
    },
    compose(type: 'compositionstart' | 'compositionend') {
      field.dispatchEvent(new CompositionEvent(type, { bubbles: true }))
    },
  }
}

describe('the change between two texts', () => {
  const apply = (before: string, change: NonNullable<ReturnType<typeof replacementBetween>>) =>
    before.slice(0, change.at) + change.inserted + before.slice(change.at + change.removed)

  it('is nothing when nothing changed', () => {
    expect(replacementBetween('同じ', '同じ')).toBeNull()
  })

  it('goes by the caret where a letter joins a run of the same letter', () => {
    expect(replacementBetween('ああ', 'あああ', 1)).toEqual({ at: 0, removed: 0, inserted: 'あ' })
    expect(replacementBetween('ああ', 'あああ', 3)).toEqual({ at: 2, removed: 0, inserted: 'あ' })
  })

  it('never cuts an emoji in two', () => {
    // 😀 and 😁 share their first half
    expect(replacementBetween('a😀b', 'a😁b', 3)).toEqual({ at: 1, removed: 2, inserted: '😁' })
    // 𠮟 and 🐟 share their last half
    expect(replacementBetween('\u{20B9F}', '\u{1F79F}', 2)).toEqual({
      at: 0,
      removed: 2,
      inserted: '\u{1F79F}',
    })
  })

  it('turns any text into any other, wherever the caret is', () => {
    const text = fc.string({ unit: fc.constantFrom('あ', '理', '😀', '😁', 'a', '\n'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, fc.nat(16), (before, after, caret) => {
        const change = replacementBetween(before, after, Math.min(caret, after.length))
        if (change === null) return before === after
        return apply(before, change) === after && !/[\ud800-\udbff]$/.test(before.slice(0, change.at))
      }),
    )
  })
})

describe('the track of old units', () => {
  it('follows them through inserts and deletes', () => {
    const track = new UnitTrack(5)
    const delta: Delta = [{ retain: 1 }, { insert: 'xy' }, { retain: 1 }, { delete: 1 }]
    track.apply(delta) // 0 x y 1 3 4
    expect(track.behind(1)).toBe(1)
    expect(track.behind(2)).toBe(4)
    expect(track.behind(3)).toBe(4)
    expect(track.behind(5)).toBe(6)
  })

  it('takes a change of the old text over to the newer one', () => {
    const track = new UnitTrack(5)
    track.apply([{ retain: 2 }, { insert: 'xy' }, { retain: 1 }, { delete: 1 }]) // 0 1 x y 2 4
    expect(track.replace(1, 3, 1)).toEqual({
      runs: [
        { at: 4, length: 1 },
        { at: 1, length: 1 },
      ],
      place: 1,
    }) // old text: 0 n 4; newer text: 0 n x y 4
    expect([0, 1, 2, 3].map((index) => track.behind(index))).toEqual([0, 1, 2, 5])
  })
})

describe('a field bound to a shared text', () => {
  it('shows the text, sends what is typed and shows what others type', () => {
    const { field, theirs, sync, place, type } = twoPeople('窓口が分かれる')
    expect(field.value).toBe('窓口が分かれる')
    place(7)
    type('と困る')
    sync()
    expect(theirs.toJSON()).toBe('窓口が分かれると困る')
    theirs.insert(0, '社外の')
    sync()
    expect(field.value).toBe('社外の窓口が分かれると困る')
  })

  it('keeps the caret on its letter when others write before it, and on its side when they write at it', () => {
    const { field, theirs, sync, place } = twoPeople('あいう')
    place(2, 3)
    theirs.insert(0, '🎉')
    sync()
    expect([field.selectionStart, field.selectionEnd]).toEqual([4, 5])
    theirs.insert(5, '!')
    sync()
    expect([field.selectionStart, field.selectionEnd]).toEqual([4, 5])
    theirs.delete(0, theirs.length)
    sync()
    expect([field.value, field.selectionStart]).toEqual(['', 0])
  })

  it('merges two people typing at the same place, none of it lost', () => {
    const { field, mine, theirs, sync, place, type } = twoPeople('理想')
    place(2)
    type('は速い')
    theirs.insert(2, 'と現実')
    sync()
    expect(field.value).toBe(mine.toJSON())
    expect(mine.toJSON()).toBe(theirs.toJSON())
    expect(mine.toJSON()).toContain('は速い')
    expect(mine.toJSON()).toContain('と現実')
  })

  it('keeps whole emoji whole when both sides replace them', () => {
    const { mine, theirs, sync, place, type } = twoPeople('今日は😀です')
    place(3, 5)
    type('😁')
    theirs.insert(5, '👨‍👩‍👧')
    sync()
    expect(mine.toJSON()).toBe(theirs.toJSON())
    expect(mine.toJSON()).not.toMatch(/\ufffd/)
    expect(mine.toJSON()).toContain('😁')
    expect(mine.toJSON()).toContain('👨‍👩‍👧')
  })

  it('undoes only what this person typed', () => {
    const { field, mine, theirs, sync, place, type } = twoPeople('')
    place(0)
    type('ひとつめ')
    sync()
    theirs.insert(4, '、ふたつめ')
    sync()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, cancelable: true }))
    expect(mine.toJSON()).toBe('、ふたつめ')
    expect(field.value).toBe('、ふたつめ')
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Z', ctrlKey: true, shiftKey: true, cancelable: true }),
    )
    expect(field.value).toBe('ひとつめ、ふたつめ')
  })
})

describe('a composition in the field', () => {
  it('sends nothing until it is confirmed', () => {
    const { mine, place, type, compose, field } = twoPeople('')
    place(0)
    compose('compositionstart')
    type('にほん', true)
    expect(mine.toJSON()).toBe('')
    field.setSelectionRange(0, 3)
    type('日本', true)
    compose('compositionend')
    type('')
    expect(mine.toJSON()).toBe('日本')
  })

  it('is not touched by what others write, and lands rebased on it', () => {
    const { field, mine, theirs, sync, place, type, compose } = twoPeople('課題:')
    place(3)
    compose('compositionstart')
    type('にほん', true)
    theirs.insert(0, '★')
    theirs.insert(theirs.length, '(続く)')
    sync()
    expect(field.value).toBe('課題:にほん')
    field.setSelectionRange(3, 6)
    type('日本', true)
    compose('compositionend')
    sync()
    expect(field.value).toBe('★課題:日本(続く)')
    expect(mine.toJSON()).toBe('★課題:日本(続く)')
    expect(theirs.toJSON()).toBe('★課題:日本(続く)')
    expect(field.selectionEnd).toBe('★課題:日本'.length)
  })

  it('replaces only what is still there when others deleted around it', () => {
    const { field, mine, theirs, sync, place, type, compose } = twoPeople('あいうえお')
    place(1, 4)
    compose('compositionstart')
    type('漢', true)
    theirs.delete(2, 3)
    theirs.insert(2, '新')
    sync()
    compose('compositionend')
    sync()
    expect(mine.toJSON()).toBe('あ漢新')
    expect(field.value).toBe('あ漢新')
  })

  it('is taken over when the field is left before it ends', () => {
    const { field, mine, place, type, compose } = twoPeople('')
    place(0)
    compose('compositionstart')
    type('途中', true)
    field.blur()
    expect(mine.toJSON()).toBe('途中')
  })

  it('goes on undisturbed when another window came forward and others wrote meanwhile', () => {
    const { field, mine, theirs, sync, place, type, compose } = twoPeople('課題:')
    place(3)
    compose('compositionstart')
    type('にほん', true)
    // the window loses the focus, the field is still the page's active element
    field.dispatchEvent(new FocusEvent('blur'))
    expect(mine.toJSON()).toBe('課題:にほん')
    theirs.insert(0, '★')
    sync()
    expect(field.value).toBe('課題:にほん')
    field.setSelectionRange(3, 6)
    type('日本', true)
    compose('compositionend')
    sync()
    expect(field.value).toBe('★課題:日本')
    expect(theirs.toJSON()).toBe('★課題:日本')
  })

  it('is taken over when the card is closed', () => {
    const { binding, mine, place, type, compose } = twoPeople('')
    place(0)
    compose('compositionstart')
    type('最後', true)
    binding.close()
    expect(mine.toJSON()).toBe('最後')
  })

  it('meets any edit of others without losing a letter of either', () => {
    const piece = fc.string({ unit: fc.constantFrom('あ', '漢', '😀', 'x'), minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        piece,
        fc.nat(6),
        fc.array(fc.tuple(fc.nat(9), piece), { maxLength: 4 }),
        (typed, caret, others) => {
          const { field, mine, theirs, sync, place, type, compose, binding } = twoPeople('理想と課題')
          place(Math.min(caret, field.value.length))
          compose('compositionstart')
          type(typed, true)
          for (const [at, text] of others) {
            theirs.insert(wholeIndex(theirs.toJSON(), at), text)
            sync()
          }
          compose('compositionend')
          sync()
          expect(field.value).toBe(mine.toJSON())
          expect(theirs.toJSON()).toBe(mine.toJSON())
          const expected = [...('理想と課題' + typed + others.map(([, text]) => text).join(''))]
          expect([...mine.toJSON()].sort()).toEqual(expected.sort())
          binding.close()
        },
      ),
      times(60),
    )
  })
})

describe('the caret others see', () => {
  it('is told when it moves, also when others move it', () => {
    const { carets, theirs, sync, place, type } = twoPeople('ab')
    place(1)
    type('x')
    expect(carets.at(-1)).toEqual({ anchor: 2, head: 2 })
    theirs.insert(0, '……')
    sync()
    expect(carets.at(-1)).toEqual({ anchor: 4, head: 4 })
  })

  it('is told while the focus is there, again when it comes back, and not meanwhile', () => {
    const { field, carets, place } = twoPeople('ab')
    const moves = () => document.dispatchEvent(new Event('selectionchange'))
    place(1)
    moves()
    expect(carets.at(-1)).toEqual({ anchor: 1, head: 1 })
    field.blur()
    const before = carets.length
    moves()
    expect(carets).toHaveLength(before)
    field.focus()
    place(2)
    moves()
    expect(carets.at(-1)).toEqual({ anchor: 2, head: 2 })
  })

  it('is not told while composing', () => {
    const { carets, place, type, compose } = twoPeople('ab')
    place(2)
    compose('compositionstart')
    const before = carets.length
    type('にほ', true)
    document.dispatchEvent(new Event('selectionchange'))
    expect(carets).toHaveLength(before)
  })
})

/** `at`, or the next place that does not lie inside an emoji. */
function wholeIndex(text: string, at: number): number {
  const index = Math.min(at, text.length)
  return /[\udc00-\udfff]/.test(text[index] ?? '') ? index + 1 : index
}
