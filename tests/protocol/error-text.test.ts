import { describe, expect, it } from 'vitest'
import { REJECTION_CODES } from '#shared/domain/rejection.ts'
import { LOCALES } from '#shared/domain/state.ts'
import { WIRE_ERROR_CODES } from '#shared/protocol/errors.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import { graphemeCount } from '#shared/text.ts'

const codes = [...REJECTION_CODES, ...WIRE_ERROR_CODES]

describe('what a refusal says', () => {
  it.each(codes)('%s is said in both languages, with what to do next', (code) => {
    const facts = [{ code }, { code, limit: 40, missing: ['a', 'b'] }]
    for (const locale of LOCALES) {
      for (const error of facts) {
        const text = errorText(error, locale)
        expect(text).not.toMatch(/undefined|NaN|null|_/)
        expect(text.endsWith(locale === 'ja' ? '。' : '.'), text).toBe(true)
        expect(graphemeCount(text), text).toBeLessThanOrEqual(locale === 'ja' ? 60 : 110)
      }
    }
    expect(errorText({ code }, 'ja')).toMatch(/[ぁ-ん]/)
    expect(errorText({ code }, 'en')).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
  })

  it('every code says something of its own', () => {
    for (const locale of LOCALES) {
      expect(new Set(codes.map((code) => errorText({ code }, locale))).size).toBe(codes.length)
    }
  })

  it('names the bound that was passed and how many are missing', () => {
    expect(errorText({ code: 'name_invalid', limit: 40 }, 'ja')).toBe('名前を1〜40文字で入れてください。')
    expect(errorText({ code: 'votes_spent', limit: 3 }, 'en')).toContain('3 each')
    expect(errorText({ code: 'gate_closed', missing: ['a'] }, 'en')).toMatch(/^One person is still writing/)
    expect(errorText({ code: 'gate_closed', missing: ['a', 'b'] }, 'ja')).toMatch(/^あと2名/)
    const unsummed = { code: 'gate_closed', missing: [], summaries: ['a', 'b'] } as const
    expect(errorText(unsummed, 'ja')).toMatch(/^まとめがまだのチームが2つ/)
    expect(errorText(unsummed, 'en')).toMatch(/^Teams without a summary: 2/)
  })
})
