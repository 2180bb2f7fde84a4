import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Locale } from '#shared/domain/state.ts'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import { EXPORT_FORMATS, isExportFormat } from '#shared/outcome/exporters/exporter.ts'
import { exporters } from '#shared/outcome/exporters/registry.ts'
import { OUTCOME_BOARDS, type Outcome } from '#shared/outcome/outcome.ts'
import { must } from '#shared/result.ts'
import { fixtureCards, workshopFixture } from '../fixtures/workshop.ts'
import { playWorkshop } from '../support/fixture.ts'
import { readMarkdown } from './markdown-reader.ts'

const played = playWorkshop()
const outcome = buildOutcome(played.state, played.boards)

const golden = (file: string) => new URL(`golden/${file}`, import.meta.url)

/** Compares with the file, or writes it when `UPDATE_GOLDEN=1`; the change is then read in review. */
async function expectGolden(file: string, text: string): Promise<void> {
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(golden(file), text)
  expect(text).toBe(await readFile(golden(file), 'utf8'))
}

describe('the outcome of the fixture workshop', () => {
  it.each<Locale>(['ja', 'en'])('reads in Markdown as its golden file (%s)', async (locale) => {
    await expectGolden(`outcome.${locale}.md`, exporters.md.export(outcome, locale))
  })

  it('reads in JSON as its golden file', async () => {
    await expectGolden('outcome.json', exporters.json.export(outcome, 'ja'))
  })

  it('has an exporter for every format, under its own name', () => {
    for (const format of EXPORT_FORMATS) {
      expect(exporters[format].format).toBe(format)
      expect(exporters[format].extension).toMatch(/^[a-z]+$/)
      expect(exporters[format].mediaType).toContain('charset=utf-8')
    }
    expect(isExportFormat('md')).toBe(true)
    expect(isExportFormat('constructor')).toBe(false)
  })

  it('is the same JSON again when it is read back', () => {
    expect(JSON.parse(exporters.json.export(outcome, 'ja')) as Outcome).toEqual(outcome)
  })

  it('names only those who consented', () => {
    const withheld = workshopFixture.people.filter(({ consent }) => !consent).map(({ name }) => name)
    expect(withheld).toHaveLength(2)
    expect(outcome.teams.flatMap(({ members }) => members)).toHaveLength(9)
    expect(outcome.teams.flatMap(({ members }) => members)).not.toEqual(expect.arrayContaining(withheld))
    for (const name of withheld) {
      expect(exporters.md.export(outcome, 'ja')).not.toContain(name)
      expect(exporters.json.export(outcome, 'ja')).not.toContain(name)
    }
  })

  it('holds every card once in Markdown, under its team, board and cluster, with its votes', () => {
    const { sections } = readMarkdown(exporters.md.export(outcome, 'ja'))
    const seen: string[] = []
    for (const [index, team] of workshopFixture.teams.entries()) {
      const section = must(sections[index], team.name)
      expect(section.title).toBe(team.name)
      for (const [at, board] of OUTCOME_BOARDS.entries()) {
        const written = team.boards[board]
        const shelves = must(section.boards[at], board).clusters
        for (const card of written.cards) {
          const title =
            written.clusters.find(({ key }) => key === card.cluster)?.title ?? 'まだまとめていないカード'
          const shelf = must(
            shelves.find((each) => each.title === title),
            title,
          )
          const found = shelf.cards.filter(({ text }) => text === card.text)
          expect(found, card.text).toHaveLength(1)
          const votes = Object.values(card.votes ?? {}).reduce((sum, count) => sum + count, 0)
          if (votes > 0) expect(found[0]?.facts.join()).toContain(`${votes}票`)
          seen.push(card.text)
        }
        expect(must(section.boards[at], board).summary).toEqual(written.summary.split('\n'))
      }
    }
    const topics = must(sections[2], 'topics').cards.map(({ text }) => text)
    expect(topics.toSorted()).toEqual(workshopFixture.topics.cards.map(({ text }) => text).toSorted())
    expect([...seen, ...topics].toSorted()).toEqual(
      fixtureCards()
        .map(({ text }) => text)
        .toSorted(),
    )
  })

  it('orders the topics by their votes', () => {
    const votes = outcome.topics.map((topic) => topic.votes)
    expect(votes).toEqual(votes.toSorted((one, other) => other - one))
    expect(votes[0]).toBeGreaterThan(0)
  })

  it('has a chain for every link the teams drew', () => {
    const drawn = fixtureCards().flatMap(({ key, links }) => (links ?? []).map((to) => `${key}>${to}`))
    const followed = outcome.chains.flatMap(({ idealId, challengeId, solutionId }) => [
      `${challengeId}>${idealId}`,
      `${solutionId}>${challengeId}`,
      `${solutionId}>${idealId}`,
    ])
    for (const link of drawn) expect(followed).toContain(link)
  })
})

describe('the fixture workshop', () => {
  it('is whole: about 120 cards, no text inside another, every key once, at most 3 dots a board and person', () => {
    const cards = fixtureCards()
    expect(cards).toHaveLength(120)
    expect(new Set(cards.map(({ key }) => key)).size).toBe(120)
    for (const one of cards) {
      for (const other of cards) if (one !== other) expect(other.text).not.toContain(one.text)
      for (const { boards } of workshopFixture.teams) {
        for (const { summary } of Object.values(boards)) expect(summary).not.toContain(one.text)
      }
    }
  })

  it('ends with the teams and roles it names', () => {
    expect(played.state.status).toBe('ended')
    for (const [index, team] of workshopFixture.teams.entries()) {
      const formed = must(played.state.teams[index], team.name)
      expect(new Set(formed.members.map(({ participantId, role }) => `${participantId} ${role}`))).toEqual(
        new Set(team.members.map(({ person, role }) => `seat-${person} ${role}`)),
      )
    }
  })
})
