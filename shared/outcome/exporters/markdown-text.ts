import type { Estimate, Level } from '../../boards/estimates.ts'
import type { PledgeKind } from '../../domain/reactions.ts'
import type { Locale, SolutionPart } from '../../domain/state.ts'
import type { BoardName } from '../../ids.ts'
import type { OutcomeBoard } from '../outcome.ts'

/** What the Markdown says around people's own words. */
export interface MarkdownText {
  readonly goal: string
  readonly held: string
  readonly people: string
  readonly counted: (people: number, teams: number) => string
  readonly cards: string
  readonly members: string
  readonly boards: Readonly<Record<OutcomeBoard, string>>
  readonly boardCount: (board: string, cards: number) => string
  /** a card's number within its board, by which others point to it */
  readonly number: Readonly<Record<OutcomeBoard | 'topics', (index: number) => string>>
  readonly loose: string
  readonly untitledCluster: string
  readonly untitled: string
  readonly emptyCard: string
  readonly noCards: string
  readonly parts: Readonly<Record<SolutionPart, string>>
  readonly estimate: (estimate: Estimate, level: Level) => string
  /** came back from the parking lot, from the board it was written for */
  readonly parked: (from: BoardName) => string
  readonly likes: (count: number) => string
  readonly votes: (count: number) => string
  /** a topic ranks with the others of its cluster */
  /** of all the cards of a cluster */
  readonly together: (votes: number) => string
  readonly inCluster: (title: string, together: string) => string
  readonly author: (name: string) => string
  readonly quote: (words: string) => string
  readonly list: (items: readonly string[]) => string
  readonly reply: Readonly<Record<0 | 1 | 2, (words: string) => string>>
  /** `names`: of those who may be named */
  readonly pledge: (kind: PledgeKind, names: readonly string[], count: number) => string
  readonly chains: string
  readonly hole: Readonly<Record<OutcomeBoard, string>>
  readonly unchained: string
  readonly topics: string
  readonly licence: string
}

const estimatesJa = { cost: 'お金', effort: '手間', effect: '効果' } as const
const levelsJa = { low: '小', middle: '中', high: '大' } as const
const levelsEn = { low: 'low', middle: 'medium', high: 'high' } as const

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

export const markdownText: Readonly<Record<Locale, MarkdownText>> = {
  ja: {
    goal: 'ゴール',
    held: '開催',
    people: '参加',
    counted: (people, teams) => `${people}名・${teams}チーム`,
    cards: 'カード',
    members: '名前の公開に同意した人',
    boards: { ideals: '理想', challenges: '課題', solutions: '打ち手' },
    boardCount: (board, cards) => `${board} ${cards}枚`,
    number: {
      ideals: (index) => `理想${index}`,
      challenges: (index) => `課題${index}`,
      solutions: (index) => `打ち手${index}`,
      topics: (index) => `話題${index}`,
    },
    loose: 'まだまとめていないカード',
    untitledCluster: '名前のないまとめ',
    untitled: '名前のないワークショップ',
    emptyCard: '(空のカード)',
    noCards: 'カードはありません。',
    parts: { specification: '仕様', operation: '運用', tip: 'ちょい技' },
    estimate: (estimate, level) => `${estimatesJa[estimate]}: ${levelsJa[level]}`,
    parked: (from) => (from === 'ideals' ? '駐車場から(理想)' : '駐車場から(課題)'),
    likes: (count) => `いいね ${count}`,
    votes: (count) => `${count}票`,
    together: (votes) => `合わせて${votes}票`,
    inCluster: (title, together) => `まとめ「${title}」 ${together}`,
    author: (name) => `書いた人: ${name}`,
    quote: (words) => `「${words.replaceAll('「', '『').replaceAll('」', '』')}」`,
    list: (items) => items.join('、'),
    reply: {
      0: (words) => `返信: ${words}`,
      1: (words) => `なぜ?: ${words}`,
      2: (words) => `それは、なぜ?: ${words}`,
    },
    pledge: (kind, names, count) => {
      const others = count - names.length
      const rest = others === 0 ? [] : [names.length === 0 ? `${others}人` : `ほか${others}人`]
      return `${kind === 'try' ? '試してみたい' : '教えられる'}: ${[...names, ...rest].join('、')}`
    },
    chains: '理想から打ち手へのつながり',
    hole: { ideals: '(理想なし)', challenges: '(課題なし)', solutions: '(打ち手はまだない)' },
    unchained: 'まだつながっていないカード',
    topics: '次回知りたいこと',
    licence: 'このまとめは CC BY 4.0 で公開します。出典を書けば、どなたでも使えます。',
  },
  en: {
    goal: 'Goal',
    held: 'Held',
    people: 'Taking part',
    counted: (people, teams) => `${people === 1 ? '1 person' : `${people} people`}, ${plural(teams, 'team')}`,
    cards: 'Cards',
    members: 'Members who agreed to be named',
    boards: { ideals: 'Ideals', challenges: 'Challenges', solutions: 'Solutions' },
    boardCount: (board, cards) => `${board} ${cards}`,
    number: {
      ideals: (index) => `Ideal ${index}`,
      challenges: (index) => `Challenge ${index}`,
      solutions: (index) => `Solution ${index}`,
      topics: (index) => `Topic ${index}`,
    },
    loose: 'Cards outside the clusters',
    untitledCluster: 'Cluster without a name',
    untitled: 'Workshop without a name',
    emptyCard: '(empty card)',
    noCards: 'No cards.',
    parts: { specification: 'Specification', operation: 'Operation', tip: 'Tip' },
    estimate: (estimate, level) => `${estimate}: ${levelsEn[level]}`,
    parked: (from) => (from === 'ideals' ? 'was parked (ideals)' : 'was parked (challenges)'),
    likes: (count) => plural(count, 'like'),
    votes: (count) => plural(count, 'vote'),
    together: (votes) => `together ${plural(votes, 'vote')}`,
    inCluster: (title, together) => `in “${title}”, ${together}`,
    author: (name) => `written by ${name}`,
    quote: (words) => ` “${words}”`,
    list: (items) => items.join(', '),
    reply: {
      0: (words) => `Reply: ${words}`,
      1: (words) => `Why? ${words}`,
      2: (words) => `And why is that? ${words}`,
    },
    pledge: (kind, names, count) => {
      const others = count - names.length
      const people = `${others} ${others === 1 ? 'person' : 'people'}`
      const rest = others === 0 ? [] : [names.length === 0 ? people : `${others} more`]
      return `${kind === 'try' ? 'Want to try' : 'Can teach'}: ${[...names, ...rest].join(', ')}`
    },
    chains: 'From ideals to solutions',
    hole: { ideals: '(no ideal)', challenges: '(no challenge)', solutions: '(no solution yet)' },
    unchained: 'Cards without a link yet',
    topics: 'What we want to learn next',
    licence: 'Published under CC BY 4.0: anyone may use this, naming the source.',
  },
}
