import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { withNames } from '#shared/domain/people.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import { exporters } from '#shared/outcome/exporters/registry.ts'
import { markdownExporter } from '#shared/outcome/exporters/markdown.ts'
import { card, person, Story, teamId } from '../support/domain-builder.ts'

/** Ren, who may be named, and Aoi, who may not, want to try Mei's solution; Aoi can teach it, and Ren was helped by it. */
function told() {
  const story = Story.inPhase('solutions', ['aoi', 'ren', 'mei'], 3).posts('mei', 's1').posts('mei', 's2')
  const pledge = (who: string, kind: 'try' | 'teach') =>
    story.by(who, { type: 'pledge.toggle', cardId: card('s1'), kind })
  pledge('ren', 'try')
  pledge('aoi', 'try')
  pledge('aoi', 'teach')
  story.by('ren', { type: 'thanks.toggle', cardId: card('s1') })
  story.by('ren', { type: 'consent.set', names: true })
  const board = boardDoc(new Y.Doc())
  for (const id of ['s1', 's2']) addCard(board, { id, text: story.state.drafts[card(id)] ?? '', part: null })
  const content = readBoard(board)
  const state = withNames(story.state, { [person('ren')]: 'れん*', [person('aoi')]: 'あおい' })
  const outcome = buildOutcome(state, [{ teamId: teamId('team1'), board: 'solutions', content }])
  return { state, content, outcome }
}

describe('pledges in the outcome', () => {
  it('PLE-3 stand on their card: named with consent, counted without', () => {
    const [first, second] = told().outcome.teams[0]?.boards.solutions?.cards ?? []
    expect(first?.pledges).toEqual([
      { kind: 'try', count: 2, people: [{ id: 'ren', name: 'れん*' }] },
      { kind: 'teach', count: 1, people: [] },
    ])
    expect(second && 'pledges' in second).toBe(false)
  })

  it('PLE-3 in the room everybody reads who gave them', () => {
    const { state, content } = told()
    const [first] = boardSnapshot(state, teamId('team1'), 'solutions', content).cards
    expect(first?.pledges?.map(({ people }) => people.map(({ name }) => name))).toEqual([
      ['れん*', 'あおい'],
      ['あおい'],
    ])
  })

  it('PLE-3 are in the Markdown in both languages', () => {
    const { outcome } = told()
    expect(markdownExporter.export(outcome, 'ja')).toContain(
      '  - 試してみたい: れん\\*、ほか1人\n  - 教えられる: 1人\n',
    )
    expect(markdownExporter.export(outcome, 'en')).toContain(
      '  - Want to try: れん\\*, 1 more\n  - Can teach: 1 person\n',
    )
  })

  it('THX-3 no exporter says a word of thanks, or names who did not consent', () => {
    const { outcome } = told()
    for (const exporter of Object.values(exporters))
      for (const locale of ['ja', 'en'] as const) {
        const text = exporter.export(outcome, locale)
        expect(text).not.toMatch(/thank|助かった/i)
        expect(text).not.toContain('あおい')
        expect(text).not.toContain('aoi')
      }
  })
})
