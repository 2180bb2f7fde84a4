import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandSchemas, isCommandType, parseCommand } from '#shared/domain/commands.ts'
import { times } from '../support/times.ts'

describe('reading commands from the wire', () => {
  it('fills in what may be left out', () => {
    expect(parseCommand({ type: 'setup.create', title: 'テーマ', goal: 'ゴール' })).toEqual({
      ok: true,
      value: {
        type: 'setup.create',
        title: 'テーマ',
        goal: 'ゴール',
        template: 'ideals-challenges-solutions-90',
        names: 'start',
        locale: 'ja',
      },
    })
    expect(parseCommand({ type: 'team.form', by: 'headcount' })).toMatchObject({ value: { size: 5 } })
    expect(parseCommand({ type: 'card.add', cardId: 'c1', board: 'ideals', text: 'x' })).toMatchObject({
      value: { part: null },
    })
  })

  it('drops fields it does not know', () => {
    expect(parseCommand({ type: 'gather', loudly: true })).toEqual({ ok: true, value: { type: 'gather' } })
  })

  it.each([
    ['nothing', null, /object with a type/],
    ['a text', 'gather', /object with a type/],
    ['no type', { text: 'x' }, /object with a type/],
    ['an unknown type', { type: 'badge.award' }, /unknown command type/],
    ['a name every object has', { type: 'toString' }, /unknown command type/],
    ['the prototype', { type: '__proto__' }, /unknown command type/],
    ['a missing field', { type: 'announce' }, /^announce: text/],
    ['a wrong field', { type: 'consent.set', names: 'yes' }, /^consent.set: names/],
    ['an id that is none', { type: 'card.hide', cardId: '../../etc' }, /^card.hide: cardId/],
    ['an id that is reserved', { type: 'card.hide', cardId: '__proto__' }, /^card.hide: cardId/],
    ['an id that is too long', { type: 'card.hide', cardId: 'x'.repeat(41) }, /^card.hide: cardId/],
    ['an unknown board', { type: 'card.add', cardId: 'c1', board: 'secrets', text: 'x' }, /^card.add: board/],
    ['half a dot', { type: 'vote.cast', cardId: 'c1', count: 0.5 }, /^vote.cast: count/],
    ['three dots', { type: 'vote.cast', cardId: 'c1', count: 3 }, /^vote.cast: count/],
    ['a team of one', { type: 'team.form', by: 'headcount', size: 1 }, /^team.form: size/],
    ['forming by what does not exist', { type: 'team.form', by: 'stars' }, /^team.form: by/],
    ['two hours more', { type: 'agenda.extend', ms: 7_200_000 }, /^agenda.extend: ms/],
    [
      'an unknown phase kind',
      { type: 'agenda.edit', phases: [{ kind: 'party', minutes: 5 }] },
      /phases\.0\.kind/,
    ],
  ])('refuses %s and says which field', (_, input, message) => {
    const parsed = parseCommand(input)
    expect(parsed.ok).toBe(false)
    expect(parsed.ok ? '' : parsed.error).toMatch(message)
  })

  it.each(['valueOf', 'toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'knows no command %s, though every object has it',
    (type) => {
      expect(isCommandType(type)).toBe(false)
      expect(parseCommand({ type }).ok).toBe(false)
    },
  )

  it('never throws, whatever comes', () => {
    const names: readonly unknown[] = Object.keys(commandSchemas)
    const types = fc.oneof(fc.constantFrom(...Object.keys(commandSchemas)), fc.string())
    const junk = fc.dictionary(
      fc.constantFrom('text', 'cardId', 'phases', 'count', 'ms', 'names'),
      fc.anything(),
    )
    fc.assert(
      fc.property(types, junk, fc.anything(), (type, fields, anything) => {
        parseCommand({ ...fields, type })
        parseCommand(anything)
        expect(isCommandType(anything)).toBe(names.includes(anything))
      }),
      times(500),
    )
  })
})
