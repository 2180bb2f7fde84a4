import { describe, expect, it } from 'vitest'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { withNames } from '#shared/domain/people.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'
import { jsonExporter } from '#shared/outcome/exporters/json.ts'
import { markdownExporter } from '#shared/outcome/exporters/markdown.ts'
import type { Outcome } from '#shared/outcome/outcome.ts'
import { card, Story, teamId } from '../support/domain-builder.ts'

const team = teamId('team1')

function parkedOutcome(): { readonly outcome: Outcome; readonly at: number } {
  const story = Story.inPhase('list-challenges')
  const at = story.now
  story.by('aoi', { type: 'card.park', cardId: card('p1'), board: 'challenges', text: 'Slackの検索' })
  story.later(60_000).goTo('solutions')
  const state = withNames(story.state, {})
  const { id } = state.cards[0]!
  const place = { clusterId: null, order: 1, part: null }
  const content: BoardContent = {
    cards: [{ id, text: 'Slackの検索', ...place }],
    clusters: [],
    links: [],
    summary: '',
  }
  const solutions = boardSnapshot(state, team, 'solutions', content)
  const outcome: Outcome = {
    version: 1,
    workshop: {
      id: state.id,
      title: state.title,
      goal: state.goal,
      locale: 'ja',
      openedAt: null,
      endedAt: null,
      minutes: 90,
      participants: 2,
    },
    teams: [{ id: team, name: 'チームA', members: [], boards: { solutions } }],
    chains: [],
    topics: [],
    licence: 'CC BY 4.0',
  }
  return { outcome, at }
}

describe('what was parked, in the outcome', () => {
  it('stands once, and JSON says from where and when', () => {
    const { outcome, at } = parkedOutcome()
    const { cards } = JSON.parse(jsonExporter.export(outcome, 'ja')).teams[0].boards.solutions
    expect(cards).toMatchObject([{ text: 'Slackの検索', parked: { from: 'challenges', at } }])
  })

  it('is marked in Markdown, in both languages', () => {
    const { outcome } = parkedOutcome()
    expect(markdownExporter.export(outcome, 'ja')).toMatch(
      /\*\*打ち手1\*\* Slackの検索\n {2}- 駐車場から\(課題\)/,
    )
    expect(markdownExporter.export(outcome, 'en')).toMatch(/Slackの検索\n {2}- was parked \(challenges\)/)
  })
})
