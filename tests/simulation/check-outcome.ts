import type { FixtureCard, FixtureWorkshop } from '../fixtures/workshop-types.ts'
import type { Snapshot } from './live-board.ts'

/** `outcome.json`, as far as it is checked here. */
interface OutcomeFile {
  readonly version: number
  readonly workshop: { readonly title: string; readonly goal: string }
  readonly teams: readonly {
    readonly name: string
    readonly boards: Readonly<Partial<Record<'ideals' | 'challenges' | 'solutions', Snapshot>>>
  }[]
  readonly chains: readonly Readonly<Record<'idealId' | 'challengeId' | 'solutionId', string | null>>[]
  readonly topics: readonly { readonly id: string; readonly text: string; readonly votes: number }[]
  readonly licence: string
}

const BOARDS = ['ideals', 'challenges', 'solutions'] as const
const LOOSE = 'まだまとめていないカード'
const HEADINGS = { ideals: '理想', challenges: '課題', solutions: '打ち手' } as const

/** What is wrong with the two files, one sentence each; empty when all is well. */
export function faultsOf(fixture: FixtureWorkshop, markdown: string, json: string): readonly string[] {
  return [...faultsOfJson(fixture, JSON.parse(json) as OutcomeFile), ...faultsOfMarkdown(fixture, markdown)]
}

function faultsOfJson(fixture: FixtureWorkshop, outcome: OutcomeFile): readonly string[] {
  const faults: string[] = []
  const expect = (good: boolean, fault: string) => {
    if (!good) faults.push(`outcome.json: ${fault}`)
  }
  expect(outcome.version === 1, 'version is not 1')
  expect(outcome.workshop.title === fixture.title, 'another title')
  expect(outcome.workshop.goal === fixture.goal, 'another goal')
  expect(outcome.licence === 'CC BY 4.0', 'another licence')
  for (const team of fixture.teams) {
    const found = outcome.teams.find(({ name }) => name === team.name)
    for (const board of BOARDS) {
      const written = team.boards[board]
      const read = found?.boards[board]
      expect(
        read?.cards.length === written.cards.length,
        `${team.name} ${board}: ${read?.cards.length} cards`,
      )
      expect(read?.summary === written.summary, `${team.name} ${board}: another summary`)
      const titles = new Map(read?.clusters.map(({ id, title }) => [id, title]))
      for (const card of written.cards) {
        const cards = read?.cards.filter(({ id }) => id === card.key) ?? []
        const [one] = cards
        const title = written.clusters.find(({ key }) => key === card.cluster)?.title
        const at = `${team.name} ${board} ${card.key}`
        expect(cards.length === 1, `${at}: stands there ${cards.length} times`)
        expect(one?.text === card.text, `${at}: other words`)
        expect((one?.clusterId ? titles.get(one.clusterId) : undefined) === title, `${at}: another cluster`)
        expect(one?.votes === votesOf(card), `${at}: ${one?.votes} votes`)
        expect(one?.likes === (card.likes ?? []).length, `${at}: ${one?.likes} likes`)
        expect(one?.part === card.part, `${at}: another part`)
        expect(
          String(one?.links.toSorted()) === String((card.links ?? []).toSorted()),
          `${at}: links ${one?.links.join()}`,
        )
      }
    }
  }
  for (const card of fixture.topics.cards) {
    const topics = outcome.topics.filter(({ id }) => id === card.key)
    expect(topics.length === 1 && topics[0]?.text === card.text, `topic ${card.key}: not there once`)
    expect(topics[0]?.votes === votesOf(card), `topic ${card.key}: ${topics[0]?.votes} votes`)
  }
  expect(outcome.topics.length === fixture.topics.cards.length, `${outcome.topics.length} topics`)
  return faults
}

function faultsOfMarkdown(fixture: FixtureWorkshop, markdown: string): readonly string[] {
  const faults: string[] = []
  const plain = plainText(markdown)
  const once = (card: FixtureCard, section: string, where: string) => {
    const everywhere = plain.split(card.text).length - 1
    if (everywhere !== 1) faults.push(`outcome.md: ${card.key} stands there ${everywhere} times`)
    else if (!section.includes(card.text)) faults.push(`outcome.md: ${card.key} is not in ${where}`)
    const votes = votesOf(card)
    const [facts = ''] = section.split(card.text)[1]?.split('\n- ') ?? []
    if (votes > 0 && !facts.includes(`${votes}票`))
      faults.push(`outcome.md: ${card.key} lacks its ${votes} votes`)
  }
  for (const team of fixture.teams) {
    const ofTeam = sectionOf(plain, `\n## ${team.name}\n`, '\n## ')
    for (const board of BOARDS) {
      const ofBoard = sectionOf(ofTeam, `\n### ${HEADINGS[board]}\n`, '\n### ')
      const { clusters, cards } = team.boards[board]
      for (const card of cards) {
        const title = clusters.find(({ key }) => key === card.cluster)?.title ?? LOOSE
        const shelf = sectionOf(ofBoard, `\n#### ${title}\n`, '\n#### ')
        once(card, shelf, `${team.name}, ${HEADINGS[board]}, ${title}`)
      }
    }
  }
  const topics = sectionOf(plain, '\n## 次回知りたいこと\n', '\n---')
  for (const card of fixture.topics.cards) once(card, topics, 'the topics')
  return faults
}

/** Markdown as a person reads it: with a card's lines at the margin, and without escapes. */
function plainText(markdown: string): string {
  return markdown
    .replace(/ {2}$/gm, '')
    .replace(/^ {2}(?!- )/gm, '')
    .replace(
      /\\([!-/:-@[-`{-~])|<(https?:\/\/[^<>\s]*)>/g,
      (_, mark?: string, address?: string) => mark ?? address ?? '',
    )
}

function sectionOf(text: string, heading: string, next: string): string {
  const start = text.indexOf(heading)
  if (start < 0) return ''
  const from = start + heading.length - 1
  const end = text.indexOf(next, from)
  return text.slice(from, end < 0 ? undefined : end)
}

function votesOf(card: FixtureCard): number {
  return Object.values(card.votes ?? {}).reduce((sum, count) => sum + count, 0)
}
