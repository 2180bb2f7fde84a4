import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard, addCluster, removeCluster } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { withNames } from '#shared/domain/people.ts'
import type { ReplyDepth, Subject } from '#shared/domain/state.ts'
import type { ClusterId } from '#shared/ids.ts'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import { markdownExporter } from '#shared/outcome/exporters/markdown.ts'
import { must } from '#shared/result.ts'
import { card, person, Story, teamId } from '../support/domain-builder.ts'

/** A challenge with two answers to "why?" and a reply, and a cluster with one; Ren alone may be named. */
function told() {
  const story = Story.inPhase('deepen-challenges', ['aoi', 'ren'], 2).posts('aoi', 'c1')
  const add = (who: string, id: string, under: Subject, why: ReplyDepth, text: string) =>
    story.by(who, { type: 'reply.add', replyId: card(id), under, why, text })
  const under: Subject = { kind: 'card', cardId: card('c1') }
  add('aoi', 'r1', under, 0, '# 見出しでは\nない')
  add('ren', 'w1', under, 1, '書く場所が3つある')
  add('aoi', 'w2', under, 2, '道具を別々に入れた')
  add('ren', 'k1r', { kind: 'cluster', clusterId: 'k1' as ClusterId }, 0, 'ここが大事')
  story.by('ren', { type: 'consent.set', names: true })
  const board = boardDoc(new Y.Doc())
  for (const { id } of [...story.state.cards, ...story.state.replies])
    addCard(board, { id, text: story.state.drafts[id] ?? '', part: null })
  addCluster(board, 'k1', '記録', ['c1'])
  const outcome = () =>
    buildOutcome(withNames(story.state, { [person('ren')]: 'れん', [person('aoi')]: 'あおい' }), [
      { teamId: teamId('team1'), board: 'challenges', content: readBoard(board) },
    ])
  return { story, board, outcome }
}

describe('replies in the outcome', () => {
  it('lie under their card and cluster and are no cards, the answers to "why?" first', () => {
    const challenges = must(told().outcome().teams[0]?.boards.challenges, 'challenges')
    expect(challenges.cards.map(({ id }) => id)).toEqual(['c1'])
    expect(challenges.cards[0]?.replies?.map(({ id, why, authorName }) => [id, why, authorName])).toEqual([
      ['w1', 1, 'れん'],
      ['w2', 2, null],
      ['r1', 0, null],
    ])
    expect(challenges.clusters[0]?.replies?.map(({ text }) => text)).toEqual(['ここが大事'])
  })

  it('are in the Markdown, each on a line of its own', () => {
    const text = markdownExporter.export(told().outcome(), 'ja')
    expect(text).toContain('  - なぜ?: 書く場所が3つある (れん)\n  - それは、なぜ?: 道具を別々に入れた\n')
    expect(text).toMatch(/^ {2}- 返信: .*見出しでは ない$/m)
    expect(text).not.toMatch(/^\s*(?:- )?# 見出し/m)
    expect(text).toMatch(/#### 記録\n\n- 返信: ここが大事/)
    expect(text).not.toContain('あおい')
  })

  it('to a cluster that was dissolved stay, among the loose cards', () => {
    const { board, outcome } = told()
    removeCluster(board, 'k1')
    expect(outcome().teams[0]?.boards.challenges?.replies?.map(({ text }) => text)).toEqual(['ここが大事'])
    expect(markdownExporter.export(outcome(), 'ja')).toContain('ここが大事')
  })

  it('go with what the document no longer holds', () => {
    const { story, outcome } = told()
    story.by('ren', { type: 'reply.withdraw', replyId: card('w1') })
    expect(JSON.stringify(outcome())).not.toContain('書く場所')
  })
})
