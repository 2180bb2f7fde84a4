import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, expect, it } from 'vitest'
import { addCluster } from '#shared/boards/edit-board.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'
import { pledgesText } from '../../client/i18n/board-pledges.ts'
import { boardText } from '../../client/i18n/board.ts'
import ReadBoard from '../../client/board/ReadBoard.svelte'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown } from './board-kit.svelte.ts'
import LaneAtDesk from './LaneAtDesk.svelte'

const t = boardText.ja.card

afterEach(cleanup)

it('VOT-6 a cluster shows the sum of its cards’ dots once dots are shown, and not before', () => {
  const story = Story.inPhase('deepen-ideals').posts('aoi', 'c1').posts('ren', 'c2').posts('ren', 'c3')
  story.by('aoi', { type: 'vote.cast', cardId: card('c1'), count: 2 })
  story.by('ren', { type: 'vote.cast', cardId: card('c2'), count: 1 })
  const { desk, seat, client } = sitDown(story, 'aoi', { names: { aoi: '葵', ren: '蓮' } })
  client.write(story, 'ideals', { c1: '朝に話す', c2: '朝に会う', c3: '昼に歩く' })
  addCluster(client.board, 'k1', '朝', ['c1', 'c2'])
  render(LaneAtDesk, { desk })
  expect(screen.queryByRole('img', { name: t.votes(3) })).toBe(null)

  story.facilitated({ type: 'tally.show', expectedPhaseId: story.phase.id })
  seat.catchUp()
  flushSync()
  expect(screen.getAllByRole('img', { name: t.votes(3) })).toHaveLength(1)
  cleanup()

  render(ReadBoard, { snapshot: boardSnapshot(seat.state, desk.teamId, desk.board, client.content) })
  expect(screen.getByRole('heading', { name: new RegExp(`朝.*${t.votes(3)}`) })).toBeTruthy()
})

it('PLE-1 who wants to try a solution or can teach it is read after the solutions, too', () => {
  const story = Story.inPhase('solutions').posts('aoi', 's1')
  story.by('ren', { type: 'pledge.toggle', cardId: card('s1'), kind: 'try' })
  const { desk, seat, client } = sitDown(story, 'aoi', { names: { aoi: '葵', ren: '蓮' } })
  client.write(story, 'solutions', { s1: '朝に5分' })
  story.advance()
  seat.catchUp()
  render(ReadBoard, { snapshot: boardSnapshot(seat.state, desk.teamId, desk.board, client.content) })
  const { given, kind } = pledgesText.ja
  expect(screen.getByText(given(kind.try, ['蓮'], 1))).toBeTruthy()
})
