import { ESTIMATES } from '../../boards/estimates.ts'
import type { Locale } from '../../domain/state.ts'
import type { CardId, ClusterId } from '../../ids.ts'
import { firstGraphemes, graphemeCount } from '../../text.ts'
import { heldAt } from '../held-at.ts'
import {
  OUTCOME_BOARDS,
  type BoardSnapshot,
  type Chain,
  type Outcome,
  type OutcomeBoard,
  type OutcomeTeam,
  type SnapshotCard,
  type SnapshotReply,
  votesOf,
} from '../outcome.ts'
import type { Exporter } from './exporter.ts'
import { escapeExcerpt, escapeLine, escapeLines } from './markdown-escape.ts'
import { summaryLines } from './markdown-summary.ts'
import { markdownText, type MarkdownText } from './markdown-text.ts'

/**
 * The outcome for reading and pasting: CommonMark without tables or HTML. Each card stands once in full, under its
 * team, board and cluster, with a number; links and chains point by number and a few first words.
 */
export const markdownExporter: Exporter = {
  format: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  extension: 'md',
  export: (outcome, locale) => markdown(outcome, markdownText[locale], locale),
}

/** How much of a card a pointer to it repeats. Always less than the whole, so that no card stands there twice. */
const HINT_GRAPHEMES = 16

/** How a team's cards are pointed to. */
type Pointers = ReadonlyMap<CardId, { readonly number: string; readonly pointer: string }>

function markdown(outcome: Outcome, text: MarkdownText, locale: Locale): string {
  const { title } = outcome.workshop
  return [
    `# ${escapeLine(title) || text.untitled}`,
    overview(outcome, text, locale),
    ...outcome.teams.flatMap((team) => teamSection(team, outcome.chains, text)),
    ...topicsSection(outcome.topics, text),
    '---',
    text.licence,
  ]
    .join('\n\n')
    .concat('\n')
}

function overview({ workshop, teams }: Outcome, text: MarkdownText, locale: Locale): string {
  const counts = OUTCOME_BOARDS.map((board) =>
    text.boardCount(
      text.boards[board],
      teams.reduce((sum, team) => sum + (team.boards[board]?.cards.length ?? 0), 0),
    ),
  )
  return [
    ...(workshop.goal.trim() === '' ? [] : [`- **${text.goal}**: ${escapeLine(workshop.goal)}`]),
    ...(workshop.openedAt === null
      ? []
      : [`- **${text.held}**: ${heldAt(workshop.openedAt, workshop.endedAt, locale)}`]),
    `- **${text.people}**: ${text.counted(workshop.participants, teams.length)}`,
    `- **${text.cards}**: ${text.list(counts)}`,
  ].join('\n')
}

function teamSection(team: OutcomeTeam, chains: readonly Chain[], text: MarkdownText): readonly string[] {
  const pointers = pointersOf(team, text)
  return [
    `## ${escapeLine(team.name) || team.id}`,
    ...(team.members.length === 0 ? [] : [`${text.members}: ${text.list(team.members.map(escapeLine))}`]),
    ...OUTCOME_BOARDS.flatMap((board) => boardSection(board, team.boards[board], pointers, text)),
    ...chainsSection(
      chains.filter(({ teamId }) => teamId === team.id),
      pointers,
      text,
    ),
  ]
}

function boardSection(
  board: OutcomeBoard,
  snapshot: BoardSnapshot | undefined,
  pointers: Pointers,
  text: MarkdownText,
): readonly string[] {
  if (snapshot === undefined) return []
  const shelves = shelvesOf(snapshot, text)
  return [
    `### ${text.boards[board]}`,
    ...quoted(snapshot),
    ...(shelves.length === 0 ? [text.noCards] : []),
    ...shelves.flatMap(({ title, sum, cards, replies }) => [
      ...(title === null ? [] : [`#### ${title}`]),
      ...sum,
      ...(replies.length === 0 ? [] : [replies.map((reply) => `- ${reply}`).join('\n')]),
      ...(cards.length === 0 ? [] : [cards.map((card) => cardItem(card, pointers, text)).join('\n')]),
    ]),
  ]
}

interface Shelf {
  /** `null` when the board has no clusters and needs no heading */
  readonly title: string | null
  /** ready lines: none, or one that says how many dots the cards have together */
  readonly sum: readonly string[]
  readonly cards: readonly SnapshotCard[]
  /** ready lines */
  readonly replies: readonly string[]
}

/** The clusters in order, then what lies loose. */
function shelvesOf({ cards, clusters, replies }: BoardSnapshot, text: MarkdownText): readonly Shelf[] {
  const left = repliesOf(replies, text)
  const inCluster = (id: ClusterId | null) => cards.filter((card) => card.clusterId === id)
  const loose = inCluster(null)
  return [
    ...clusters.map(({ id, title, replies: theirs }) => ({
      title: escapeLine(title) || text.untitledCluster,
      sum: sumOf(inCluster(id), text),
      cards: inCluster(id),
      replies: repliesOf(theirs, text),
    })),
    ...(loose.length + left.length === 0
      ? []
      : [{ title: clusters.length === 0 ? null : text.loose, sum: [], cards: loose, replies: left }]),
  ]
}

/** What several cards have together: five who mean the same would otherwise look weaker than one who stands alone. */
function sumOf(cards: readonly SnapshotCard[], text: MarkdownText): readonly string[] {
  const votes = votesOf(cards)
  return cards.length > 1 && votes > 0 ? [text.together(votes)] : []
}

/** Each on one line, so that no reply opens a block of its own. */
function repliesOf(replies: readonly SnapshotReply[] = [], text: MarkdownText): readonly string[] {
  return replies.map(({ text: words, why, authorName }) => {
    const by = authorName === null ? '' : ` (${escapeLine(authorName)})`
    return `${text.reply[why](escapeLine(words.replace(/\s+/g, ' ')))}${by}`
  })
}

function pledgesOf({ pledges = [] }: SnapshotCard, text: MarkdownText): readonly string[] {
  return pledges.map(({ kind, count, people }) =>
    text.pledge(
      kind,
      people.map(({ name }) => escapeLine(name)),
      count,
    ),
  )
}

function cardItem(card: SnapshotCard, pointers: Pointers, text: MarkdownText): string {
  const facts = [
    ...(card.part ? [text.parts[card.part]] : []),
    ...ESTIMATES.flatMap((key) => {
      const level = card.estimates?.[key]
      return level === undefined ? [] : [text.estimate(key, level)]
    }),
    ...(card.parked ? [text.parked(card.parked.from)] : []),
    ...(card.likes > 0 ? [text.likes(card.likes)] : []),
    ...(card.votes > 0 ? [text.votes(card.votes)] : []),
    ...(card.authorName === null ? [] : [text.author(escapeLine(card.authorName))]),
  ]
  return item(pointers.get(card.id)?.number ?? '', card.text, text, [
    ...(facts.length === 0 ? [] : [facts.join(' · ')]),
    ...card.links.flatMap((to) => {
      const target = pointers.get(to)
      return target ? [`→ ${target.pointer}`] : []
    }),
    ...pledgesOf(card, text),
    ...repliesOf(card.replies, text),
  ])
}

/** A list item in full, with its facts as a list below it. */
function item(number: string, words: string, text: MarkdownText, facts: readonly string[]): string {
  const [first = '', ...rest] = escapeLines(words, true)
  const body = [
    `- **${number}** ${first || text.emptyCard}`,
    ...rest.map((line) => (line === '' ? '' : `  ${line}`)),
  ]
  return [withBreaks(body), ...facts.map((fact) => `  - ${fact}`)].join('\n')
}

/** Two spaces at its end keep a line from running into the next; before a blank line none are needed. */
function withBreaks(lines: readonly string[]): string {
  return lines
    .map((line, index) => (line === '' || (lines[index + 1] ?? '') === '' ? line : `${line}  `))
    .join('\n')
}

function quoted({ summary, richSummary }: BoardSnapshot): readonly string[] {
  const lines = summaryLines(summary, richSummary)
  return lines.length === 0 ? [] : [lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')]
}

function chainsSection(chains: readonly Chain[], pointers: Pointers, text: MarkdownText): readonly string[] {
  const ids = ({ idealId, challengeId, solutionId }: Chain) => [idealId, challengeId, solutionId] as const
  const linked = chains.filter((chain) => ids(chain).filter((id) => id !== null).length > 1)
  const chained = new Set(linked.flatMap(ids))
  const lines = linked.map((chain) => {
    const ends = ids(chain).map((id, index) => {
      const hole = text.hole[OUTCOME_BOARDS[index] ?? 'ideals']
      return id === null ? hole : (pointers.get(id)?.pointer ?? hole)
    })
    return `- ${ends.join(' → ')}`
  })
  const numbers = [...pointers].flatMap(([id, { number }]) => (chained.has(id) ? [] : [number]))
  if (lines.length + numbers.length === 0) return []
  return [
    `### ${text.chains}`,
    ...(lines.length === 0 ? [] : [lines.join('\n')]),
    ...(numbers.length === 0 ? [] : [`${text.unchained}: ${text.list(numbers)}`]),
  ]
}

function topicsSection(topics: Outcome['topics'], text: MarkdownText): readonly string[] {
  if (topics.length === 0) return []
  const items = topics.map((topic, index) =>
    item(text.number.topics(index + 1), topic.text, text, [
      ...(topic.votes > 0 ? [text.votes(topic.votes)] : []),
      ...(topic.cluster
        ? [
            text.inCluster(
              escapeLine(topic.cluster.title) || text.untitledCluster,
              text.together(topic.cluster.votes),
            ),
          ]
        : []),
    ]),
  )
  return [`## ${text.topics}`, items.join('\n')]
}

/** Numbers run in the order in which a board's cards are printed. */
function pointersOf(team: OutcomeTeam, text: MarkdownText): Pointers {
  const pointers = new Map<CardId, { number: string; pointer: string }>()
  for (const board of OUTCOME_BOARDS) {
    const snapshot = team.boards[board]
    const cards = snapshot ? shelvesOf(snapshot, text).flatMap((shelf) => shelf.cards) : []
    for (const [index, card] of cards.entries()) {
      const number = text.number[board](index + 1)
      const hint = hintOf(card.text)
      pointers.set(card.id, { number, pointer: hint === '' ? number : `${number}${text.quote(hint)}` })
    }
  }
  return pointers
}

/** The first words of a card, at most two thirds of it. */
function hintOf(words: string): string {
  const line = words.trim().split('\n', 1)[0] ?? ''
  const length = Math.min(HINT_GRAPHEMES, Math.floor((graphemeCount(words.trim()) * 2) / 3))
  const hint = escapeExcerpt(firstGraphemes(line, length))
  return hint === '' ? '' : `${hint}…`
}
