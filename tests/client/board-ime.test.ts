import { beforeEach, describe, expect, it } from 'vitest'
import { ImeGuard, isImeKey } from '../../client/ui/ime.ts'
import { commandKeyName, posts } from '../../client/board/send-key.svelte.ts'
import { cardLines } from '../../client/board/split-lines.ts'
import { san } from '../../client/i18n/people-names.ts'

const key = (fields: Partial<KeyboardEvent> = {}) => ({ isComposing: false, keyCode: 13, ...fields })

describe('a key that belongs to the input method', () => {
  it('is known by the browser’s word, or by key code 229 where Safari says nothing', () => {
    expect(isImeKey(key({ isComposing: true }))).toBe(true)
    expect(isImeKey(key({ keyCode: 229 }))).toBe(true)
    expect(isImeKey(key())).toBe(false)
  })
})

describe('the guard of a field', () => {
  let later: (() => void)[]
  let guard: ImeGuard
  const runLater = () => {
    for (const run of later.splice(0)) run()
  }

  beforeEach(() => {
    later = []
    guard = new ImeGuard((run) => void later.push(run))
  })

  it('owns every key from the start of a composition until the task after its end', () => {
    expect(guard.owns(key())).toBe(false)
    guard.start()
    expect(guard.owns(key())).toBe(true)
    guard.end()
    // Safari: compositionend, then the keydown of the confirming Enter, without any sign on it
    expect(guard.owns(key())).toBe(true)
    runLater()
    expect(guard.owns(key())).toBe(false)
  })

  it('does not let go of a composition that began before the last one was let go', () => {
    guard.start()
    guard.end()
    guard.start()
    runLater()
    expect(guard.composing).toBe(true)
  })
})

describe('the key that posts', () => {
  const enter = (fields: Partial<KeyboardEvent> = {}) => ({
    key: 'Enter',
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...fields,
  })

  it('is Ctrl or Cmd with Enter for everyone, plain Enter for those who want it, never Shift with Enter', () => {
    expect(posts(enter({ ctrlKey: true }), false)).toBe(true)
    expect(posts(enter({ metaKey: true }), false)).toBe(true)
    expect(posts(enter(), false)).toBe(false)
    expect(posts(enter(), true)).toBe(true)
    expect(posts(enter({ shiftKey: true }), true)).toBe(false)
    expect(posts({ ...enter(), key: 'a' }, true)).toBe(false)
  })

  it('is called what the keyboard calls it', () => {
    expect(commandKeyName('MacIntel')).toBe('⌘')
    expect(commandKeyName('Win32')).toBe('Ctrl')
  })
})

describe('pasted lines as cards', () => {
  it('lose bullets, numbers and blank lines', () => {
    const pasted =
      '・履歴が1本\n\n  - 前の約束がわかる\r\n1. 探さない\n(2) 待たない\n３年使えるしくみ\n2024年の反省'
    expect(cardLines(pasted)).toEqual([
      '履歴が1本',
      '前の約束がわかる',
      '探さない',
      '待たない',
      '３年使えるしくみ',
      '2024年の反省',
    ])
  })

  it('are not offered for a whole document', () => {
    expect(cardLines('行\n'.repeat(31))).toEqual([])
  })
})

describe('さん', () => {
  it('is added to a name, but not to one that brings an honorific', () => {
    expect(san('みお')).toBe('みおさん')
    for (const name of ['みおさん', '田中様', 'じゅん先生', 'けいくん', 'はるちゃん', '佐藤氏']) {
      expect(san(name)).toBe(name)
    }
    expect(san('さんま')).toBe('さんまさん')
  })
})
