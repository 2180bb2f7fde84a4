import fc from 'fast-check'
import * as prettierMarkdown from 'prettier/plugins/markdown'
import { describe, expect, it } from 'vitest'
import type { CardId, ClusterId, TeamId, WorkshopId } from '#shared/ids.ts'
import { exporters } from '#shared/outcome/exporters/registry.ts'
import { escapeExcerpt, escapeLine, escapeLines } from '#shared/outcome/exporters/markdown-escape.ts'
import { OUTCOME_BOARDS, type Outcome, type SnapshotCard } from '#shared/outcome/outcome.ts'
import { normaliseText } from '#shared/text.ts'
import { readMarkdown, type ReadCard } from './markdown-reader.ts'
import { patience, times } from '../support/times.ts'

const teamId = 'team' as TeamId

/** What breaks documents: marks of every kind, line breaks, HTML, front matter, addresses, joined emoji. */
const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '# ',
        '## ',
        '- ',
        '+ ',
        '* ',
        '1. ',
        '12) ',
        '> ',
        '---',
        '===',
        '***',
        '```',
        '~~~',
        '|',
        '| a | b |\n|---|---|',
        '<script>alert(1)</script>',
        '<!--',
        '-->',
        '<b>',
        '&lt;',
        '&#35;',
        '[名](javascript:alert(1))',
        '![絵](https://example.com/x.png)',
        '[a]: https://example.com',
        'https://example.com/a_b*c?x=1&copy;y',
        'HTTPS://EXAMPLE.COM/',
        'ftp://example.com',
        'javascript:alert(1)',
        ':::message',
        '{% raw %}',
        '$x$',
        '\\',
        '\\\\',
        '\n',
        '\n\n',
        '\n    ',
        '\t',
        '\r\n',
        '\u2028',
        '\ud800',
        '\u202e',
        '👨‍👩‍👧‍👦',
        'ｶﾞｷﾞｸﾞ',
        '葛󠄀',
        '理想1',
        '**理想1** ',
        '  - 3票',
        ' ',
        '\u3000',
        '履歴が1本',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 0, maxLength: 8 },
  )
  .map((parts) => parts.join(''))

const outcomes = fc
  .record({
    title: words,
    goal: words,
    name: words,
    members: fc.array(words, { maxLength: 2 }),
    texts: fc.array(words, { minLength: 1, maxLength: 5 }),
    clusterTitle: words,
    summary: words,
    topic: words,
  })
  .map(({ title, goal, name, members, texts, clusterTitle, summary, topic }) => {
    const cards = (prefix: string, links: readonly string[]) =>
      texts.map((text, index): SnapshotCard => ({
        id: `${prefix}${index}` as CardId,
        text,
        authorId: null,
        authorName: index === 1 ? name : null,
        clusterId: index % 2 === 0 ? ('cluster' as ClusterId) : null,
        likes: index,
        votes: index * 2,
        links: links as readonly CardId[],
      }))
    const made: Outcome = {
      version: 1,
      workshop: {
        id: 'workshop' as WorkshopId,
        title,
        goal,
        locale: 'ja',
        openedAt: 0,
        endedAt: null,
        minutes: 90,
        participants: 2,
      },
      teams: [
        {
          id: teamId,
          name,
          members,
          boards: Object.fromEntries(
            OUTCOME_BOARDS.map((board, index) => [
              board,
              {
                teamId,
                board,
                cards: cards(board, index === 1 ? ['ideals0'] : []),
                clusters: [{ id: 'cluster' as ClusterId, title: clusterTitle }],
                summary,
              },
            ]),
          ),
        },
      ],
      chains: [
        {
          teamId,
          idealId: 'ideals0' as CardId,
          challengeId: 'challenges0' as CardId,
          solutionId: null,
        },
      ],
      topics: [{ id: 'topic' as CardId, text: topic, votes: 2 }],
      licence: 'CC BY 4.0',
    }
    return made
  })

/** A text as any reader of Markdown may show it: white space at the ends of lines is not part of it. */
function shown(text: string): string {
  const clean = normaliseText(text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\u2028\u2029]/g, '\n'))
  return clean
    .split('\n')
    .map((line) => line.replace(/^[ \t]+/, '').trimEnd())
    .join('\n')
}

const shownLine = (text: string) => shown(text).replace(/\s+/g, ' ')
const shownCard = (text: string) => shown(text) || '(空のカード)'

function markdownOf(outcome: Outcome): string {
  return exporters.md.export(outcome, 'ja')
}

describe('S-20 Markdown', { timeout: patience(120_000) }, () => {
  it('reads back to the same structure and the same words, whatever people wrote', () => {
    fc.assert(
      fc.property(outcomes, (outcome) => {
        const read = readMarkdown(markdownOf(outcome))
        expect(read.sections).toHaveLength(2)
        const [team, topics] = read.sections
        expect(team?.boards.map(({ title }) => title)).toEqual([
          '理想',
          '課題',
          '打ち手',
          '理想から打ち手へのつながり',
        ])
        for (const [index, board] of OUTCOME_BOARDS.entries()) {
          const written = outcome.teams[0]?.boards[board]?.cards ?? []
          const expected = [
            written.filter(({ clusterId }) => clusterId !== null),
            written.filter(({ clusterId }) => clusterId === null),
          ].filter((cards) => cards.length > 0)
          const found = team?.boards[index]?.clusters.map(({ cards }) => cards) ?? []
          expect(found.map((cards) => cards.map(({ text }: ReadCard) => text))).toEqual(
            expected.map((cards) => cards.map(({ text }) => shownCard(text))),
          )
        }
        expect(topics?.cards.map(({ text }) => text)).toEqual([shownCard(outcome.topics[0]?.text ?? '')])
        expect(read.title).toBe(shownLine(outcome.workshop.title) || '名前のないワークショップ')
        expect(team?.title).toBe(shownLine(outcome.teams[0]?.name ?? '') || 'team')
        for (const [index, board] of OUTCOME_BOARDS.entries()) {
          const [named] = team?.boards[index]?.clusters ?? []
          expect(named?.title).toBe(
            shownLine(outcome.teams[0]?.boards[board]?.clusters[0]?.title ?? '') || '名前のないまとめ',
          )
          expect(team?.boards[index]?.summary).toEqual(
            shown(outcome.teams[0]?.boards[board]?.summary ?? '')
              .split('\n')
              .filter((each) => each !== ''),
          )
        }
        expect(read.licence).toContain('CC BY 4.0')
      }),
      times(1_000),
    )
  })

  it('has the same blocks for an independent parser as with harmless words, and links only to web addresses', () => {
    const harmless = (outcome: Outcome) =>
      JSON.parse(JSON.stringify(outcome), (key, value: unknown) =>
        ['text', 'title', 'name', 'goal', 'authorName'].includes(key) &&
        typeof value === 'string' &&
        shown(value) !== ''
          ? 'ことば'
          : value,
      ) as Outcome
    fc.assert(
      fc.property(outcomes, (outcome) => {
        const document = parsed(markdownOf(outcome))
        expect(blocks(document)).toEqual(blocks(parsed(markdownOf(harmless(outcome)))))
        expect(blocks(document)).not.toContain('html')
        for (const url of links(document)) expect(url).toMatch(/^https?:\/\//i)
      }),
      times(250),
    )
  })

  it('keeps a web address alive and its underscores untouched', () => {
    expect(escapeLine('詳しくは https://example.com/a_b?x=1&y=*。')).toBe(
      '詳しくは <https://example.com/a_b?x=1&y=>\\*。',
    )
    expect(escapeLine('(https://example.com/a)')).toBe('(<https://example.com/a>)')
  })

  it('makes no link of another scheme, and none of an address that was cut off', () => {
    expect(escapeLine('ftp://example.com')).toBe('ftp\\://example.com')
    expect(escapeLine('[ここ](javascript:alert(1))')).toBe('\\[ここ\\](javascript:alert(1))')
    expect(escapeExcerpt('https://exam')).toBe('https\\://exam')
  })

  it('escapes what begins a block only where a line begins', () => {
    expect(escapeLines('# 見出し\n- 項目\n1. 番号\nA-1 # 2.')).toEqual([
      '\\# 見出し',
      '\\- 項目',
      '1\\. 番号',
      'A-1 # 2.',
    ])
    expect(escapeLines('- 項目\n- 項目', true)).toEqual(['- 項目', '\\- 項目'])
  })

  it('shows half a joined emoji nowhere, in hints either', () => {
    const text = '👨‍👩‍👧‍👦'.repeat(40)
    const markdown = markdownOf(withIdeal(text))
    expect(markdown).toContain(`「${'👨‍👩‍👧‍👦'.repeat(16)}…」`)
  })

  it('never repeats a whole card in a link or a chain, however short it is', () => {
    for (const text of ['あ', 'あい', 'あいう', '履歴が1本', '長いカードの文章がつづく'.repeat(5)]) {
      const markdown = markdownOf(withIdeal(text))
      expect(markdown.split(text)).toHaveLength(2)
    }
  })

  it('takes linear time on hostile text (S-30)', () => {
    const started = performance.now()
    for (const unit of ['https://', ' ', '\\', '&a', '*_', '1.', 'https://.', '\n ', '[']) {
      escapeLines(unit.repeat(65_536 / unit.length))
      escapeLine(unit.repeat(65_536 / unit.length))
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

/** One ideal with these words, and a challenge that links to it. */
function withIdeal(text: string): Outcome {
  const card = (id: string, words: string, links: readonly string[]): SnapshotCard => ({
    id: id as CardId,
    text: words,
    authorId: null,
    authorName: null,
    clusterId: null,
    likes: 0,
    votes: 0,
    links: links as readonly CardId[],
  })
  const board = (name: 'ideals' | 'challenges', cards: readonly SnapshotCard[]) => ({
    [name]: { teamId, board: name, cards, clusters: [], summary: '' },
  })
  return {
    version: 1,
    workshop: {
      id: 'workshop' as WorkshopId,
      title: 'T',
      goal: '',
      locale: 'ja',
      openedAt: null,
      endedAt: null,
      minutes: 60,
      participants: 1,
    },
    teams: [
      {
        id: teamId,
        name: 'X',
        members: [],
        boards: {
          ...board('ideals', [card('ideal', text, [])]),
          ...board('challenges', [card('challenge', 'C', ['ideal'])]),
        },
      },
    ],
    chains: [{ teamId, idealId: 'ideal' as CardId, challengeId: 'challenge' as CardId, solutionId: null }],
    topics: [],
    licence: 'CC BY 4.0',
  }
}

interface MarkdownNode {
  readonly type: string
  readonly depth?: number
  readonly url?: string
  readonly children?: readonly MarkdownNode[]
}

/** An independent reading of the same text: the parser prettier brings along. */
function parsed(markdown: string): MarkdownNode {
  const parse = prettierMarkdown.parsers.markdown.parse as (text: string, options: object) => MarkdownNode
  return parse(markdown, {})
}

/** What may differ with the words: how many paragraphs, line breaks and links a card has. */
const INSIDE_A_CARD = ['paragraph', 'text', 'break', 'strong', 'link']

/** Headings, lists and what else there is, in order. */
function blocks(document: MarkdownNode): readonly string[] {
  const found: string[] = []
  const visit = (node: MarkdownNode) => {
    if (!INSIDE_A_CARD.includes(node.type)) {
      found.push(node.depth === undefined ? node.type : `${node.type} ${node.depth}`)
    }
    for (const child of node.children ?? []) visit(child)
  }
  visit(document)
  return found
}

function links(node: MarkdownNode): readonly string[] {
  return [...(node.url === undefined ? [] : [node.url]), ...(node.children ?? []).flatMap(links)]
}
