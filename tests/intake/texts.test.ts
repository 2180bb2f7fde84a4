import { describe, expect, it } from 'vitest'
import { PERSON_FIELDS, TICKET_FIELDS } from '#shared/intake/fields.ts'
import {
  fieldLabel,
  fileTroubleText,
  rowTroubleText,
  type IntakeTrouble,
} from '#shared/intake/intake-text.ts'
import { ROW_TROUBLES, type RowTroubleCode } from '#shared/intake/row-trouble.ts'

const fileTroubles = [
  { kind: 'too_large', limit: 10 * 1024 * 1024, found: 10 * 1024 * 1024 + 1 },
  { kind: 'too_many_rows', limit: 20_000, found: 20_001 },
  { kind: 'archive' },
  { kind: 'not_text' },
  { kind: 'empty' },
  { kind: 'no_rows' },
  { kind: 'quote_open', line: 3 },
  { kind: 'name_column_missing' },
] satisfies readonly IntakeTrouble[]

describe('what people are told of a file', () => {
  it('IMP-15 every trouble has a sentence of its own, and says what to do', () => {
    const codes = Object.keys(ROW_TROUBLES) as RowTroubleCode[]
    for (const locale of ['ja', 'en'] as const) {
      const sentences = [
        ...fileTroubles.map((trouble) => fileTroubleText(trouble, locale)),
        ...codes.map((code) => rowTroubleText({ code }, locale)),
      ]
      expect(new Set(sentences).size).toBe(fileTroubles.length + codes.length)
      for (const sentence of sentences) expect(sentence).toMatch(/[。.]$/)
    }
  })

  it('IMP-15 bounds and what was found stand in the sentence, and never look equal', () => {
    expect(fileTroubleText(fileTroubles[0]!, 'en')).toBe(
      'This file is a little too large (10.1 MB). Please split it into parts of up to 10 MB.',
    )
    expect(fileTroubleText(fileTroubles[1]!, 'ja')).toBe(
      '20,001行ありました。一度に読めるのは20,000行までです。ファイルを分けてください。',
    )
    expect(fileTroubleText(fileTroubles[6]!, 'ja')).toContain('3行目')
  })

  it('IMP-15 every field has a name of its own in both languages', () => {
    const fields = [...PERSON_FIELDS, ...TICKET_FIELDS]
    for (const locale of ['ja', 'en'] as const) {
      expect(new Set(fields.map((field) => fieldLabel(field, locale))).size).toBe(fields.length)
    }
  })
})
