import { describe, expect, it } from 'vitest'
import { features, suggestClusters, type WordedCard } from '#shared/boards/similar-cards.ts'

const loose = (texts: readonly string[]): WordedCard[] =>
  texts.map((text) => ({ id: text, text, clusterId: null }))
const groups = (cards: readonly WordedCard[]) =>
  suggestClusters(cards).map(({ cardIds }) => [...cardIds].sort())

const japanese = [
  '問い合わせの窓口が部署ごとに分かれている',
  '窓口がいくつもあって、どこに聞けばいいか分からない',
  'メールとチャットで窓口が二重になっている',
  '引き継ぎのときに過去のやりとりが消える',
  '担当者が変わると引き継ぎに一か月かかる',
  '夜中に通知が鳴って休めない',
  '通知が多すぎて大事な連絡を見落とす',
  'ゲストを招待するのに申請がいる',
  '招待のしかたが人によって違う',
  '予算が半期ごとにしか決まらない',
]
const english = [
  'Nobody can find the old chat history',
  'Chat history is spread over five tools',
  'Customers call us on the phone anyway',
  'Phone calls are not written down anywhere',
  'Training for new staff takes weeks',
  'New staff get no training',
  'The budget was cut',
]

describe('suggested clusters', () => {
  it('put Japanese cards together that speak of one thing, without a dictionary', () => {
    const found = groups(loose(japanese))
    expect(found).toContainEqual(japanese.slice(0, 3).sort())
    expect(found).toContainEqual(japanese.slice(3, 5).sort())
    expect(found).toContainEqual(japanese.slice(5, 7).sort())
    expect(found).toContainEqual(japanese.slice(7, 9).sort())
    expect(found.flat()).not.toContain(japanese[9])
  })

  it('put English cards together by their words, not by those that join sentences', () => {
    expect(groups(loose(english)).sort()).toEqual(
      [english.slice(0, 2), english.slice(2, 4), english.slice(4, 6)].map((group) => group.sort()).sort(),
    )
  })

  it('read half width, full width, katakana and hiragana as the same word', () => {
    expect([...features('ｻｰﾊﾞｰ').keys()]).toEqual([...features('さーばー').keys()])
    expect([...features('ＳＬＡＣＫ').keys()]).toEqual([...features('slack').keys()])
  })

  it('bring a loose card to the cluster it resembles, and never two clusters together', () => {
    const [first = '', second = '', third = ''] = japanese
    const cards = [
      { id: 'a', text: first, clusterId: 'k1' },
      { id: 'b', text: second, clusterId: 'k2' },
      { id: 'c', text: third, clusterId: null },
    ]
    const [only, ...others] = suggestClusters(cards)
    expect(others).toEqual([])
    expect(only?.cardIds).toEqual(['c'])
    expect(['k1', 'k2']).toContain(only?.clusterId)
  })

  it('find nothing in cards without common words, without words, and in none', () => {
    expect(suggestClusters(loose(['電話が鳴る', 'budget', '招待', '🌙', '', '  ']))).toEqual([])
    expect(suggestClusters([])).toEqual([])
  })

  it('name each card once at most, among 500 as well', () => {
    const themes = [
      '履歴',
      '窓口',
      '通知',
      '予算',
      '部署',
      '顧客',
      '返信',
      '検索',
      '招待',
      '費用',
      '移行',
      '電話',
    ]
    const cards = Array.from({ length: 500 }, (_, index) => ({
      id: `c${index}`,
      text: [1, 2, 3, 5].map((step) => themes[(index * step) % themes.length]).join('の') + 'で困っています',
      clusterId: index % 4 === 0 ? `k${index % 40}` : null,
    }))
    const found = suggestClusters(cards)
    const ids = found.flatMap(({ cardIds }) => cardIds)
    expect(found.length).toBeGreaterThan(0)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => cards.find((card) => card.id === id)?.clusterId === null)).toBe(true)
    expect(
      found.filter(({ clusterId }) => clusterId === null).every(({ cardIds }) => cardIds.length <= 8),
    ).toBe(true)
  })
})
