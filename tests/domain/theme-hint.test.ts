import { describe, expect, it } from 'vitest'
import { findWideTheme } from '#shared/domain/hints/theme.ts'
import { WIDE_WORDS } from '#shared/domain/hints/wide-words.ts'
import { graphemeCount, LIMITS } from '#shared/text.ts'

describe('a wide theme', () => {
  it.each([
    ['ツールについて', 'ツール', ['purpose', 'users', 'flow']],
    ['ﾂｰﾙを語る', 'ﾂｰﾙ', ['purpose', 'users', 'flow']],
    ['ＤＸの理想', 'ＤＸ', ['purpose', 'users', 'flow']],
    ['社内のコミュニケーション', 'コミュニケーション', ['purpose', 'flow']],
    ['All about tools', 'tools', ['purpose', 'users', 'flow']],
    ['Team communication', 'communication', ['purpose', 'flow']],
  ])('HNT-7 %s is told, with its word and what it leaves open', (theme, word, missing) => {
    expect(findWideTheme(theme)).toMatchObject({ word, missing })
  })

  it.each([
    'BtoB既存顧客とのチャットツール',
    '新人が一人で調べられるマニュアルの情報共有',
    '引っ越しの段取り',
    'Chat tools for our customers',
    'Aims of the retail club',
    '',
  ])('HNT-7 %s is left alone', (theme) => {
    expect(findWideTheme(theme)).toBeNull()
  })

  it('HNT-7 what the scope says narrows a theme', () => {
    expect(findWideTheme('ツールについて', '社内の')).not.toBeNull()
    expect(findWideTheme('ツールについて', '社内のチャットでの連絡だけ')).toBeNull()
  })

  it.each(WIDE_WORDS.flatMap(({ rewrites }) => [...rewrites]))(
    'HNT-8 the rewrite “%s” is a theme and narrow enough itself',
    (rewrite) => {
      expect(findWideTheme(rewrite)).toBeNull()
      expect(graphemeCount(rewrite)).toBeLessThanOrEqual(LIMITS.title)
    },
  )
})
