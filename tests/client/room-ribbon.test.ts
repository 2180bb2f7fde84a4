import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '#shared/time.ts'
import { BoardShelf } from '../../client/room/board-shelf.svelte.ts'
import { earlierBoards, liveBoard } from '../../client/room/room-boards.ts'
import { segmentsOf } from '../../client/room/ribbon.ts'
import { savedWord, type SavedFacts } from '../../client/board/saved-word.ts'
import type { BoardSnapshot } from '#shared/outcome/outcome.ts'
import type { BoardName, TeamId } from '#shared/ids.ts'
import { err, ok } from '#shared/result.ts'
import { person, Story } from '../support/domain-builder.ts'

const whens = (story: Story) => segmentsOf(story.state, 'ja', story.now).map(({ when }) => when)
const now = (story: Story) => segmentsOf(story.state, 'ja', story.now).find(({ when }) => when === 'now')

describe('the agenda ribbon', () => {
  it('shows everything as coming before the start and as done after the end', () => {
    const story = Story.planning().seats('aoi').teams(2)
    expect(new Set(whens(story))).toEqual(new Set(['next']))
    story.open().facilitated({ type: 'agenda.end' })
    expect(new Set(whens(story))).toEqual(new Set(['done']))
  })

  it('is in the reader’s language, unless the facilitator worded a phase', () => {
    const story = Story.inPhase('list-ideals')
    expect(now(story)?.title).toBe('理想の羅列')
    expect(segmentsOf(story.state, 'en', story.now).find(({ when }) => when === 'now')?.title).toBe(
      'List ideals',
    )
  })

  it('fills with the time that has passed and stays full in overtime', () => {
    const story = Story.inPhase('list-ideals')
    const minutes = story.phase.minutes
    expect(now(story)?.passed).toBe(0)
    story.later((minutes * MINUTE) / 4)
    expect(now(story)?.passed).toBeCloseTo(0.25)
    story.later(minutes * MINUTE)
    expect(now(story)?.passed).toBe(1)
  })

  it('stands still while paused and never runs backwards when minutes are added', () => {
    const story = Story.inPhase('list-ideals').later(30 * SECOND)
    story.facilitated({ type: 'agenda.pause' }).later(5 * MINUTE)
    expect(now(story)?.passed).toBeCloseTo((30 * SECOND) / (story.phase.minutes * MINUTE))
    story.facilitated({ type: 'agenda.extend', ms: 20 * MINUTE })
    expect(now(story)?.passed).toBe(0)
  })
})

describe('the boards of a room', () => {
  const me = (story: Story) => story.state.participants.find(({ id }) => id === person('aoi')) ?? null

  it('has the team’s own board live in a team phase, everybody’s in a plenary one, none in between', () => {
    const story = Story.inPhase('list-challenges')
    expect(liveBoard(story.state, me(story))).toEqual({ teamId: 'team1', board: 'challenges' })
    expect(liveBoard(story.goTo('prepare').state, me(story))).toBeNull()
    expect(liveBoard(story.goTo('next-topics').state, me(story))).toEqual({ teamId: 'all', board: 'topics' })
    expect(liveBoard(story.state, null)).toBeNull()
  })

  it('has the boards before the live one to look back at, each once', () => {
    const story = Story.inPhase('list-ideals')
    const names = (live: BoardName | null) =>
      earlierBoards(story.state, me(story)?.teamId ?? null, live).map(({ board }) => board)
    expect(names('ideals')).toEqual([])
    story.goTo('deepen-challenges')
    expect(names('challenges')).toEqual(['ideals'])
    story.goTo('prepare')
    expect(names(null)).toEqual(['ideals', 'challenges', 'solutions'])
  })
})

describe('the shelf of closed boards', () => {
  const snapshot = (summary: string): BoardSnapshot => ({
    teamId: 'team1' as TeamId,
    board: 'ideals',
    cards: [],
    clusters: [],
    summary,
  })
  const failure = err({ code: 'unavailable' as const, message: 'つながりません' })

  it('keeps what was read when reading anew fails', async () => {
    const answers = [ok(snapshot('一文')), failure]
    const shelf = new BoardShelf(() => Promise.resolve(answers.shift() ?? failure))
    await shelf.refresh('team1' as TeamId, 'ideals')
    await shelf.refresh('team1' as TeamId, 'ideals')
    expect(shelf.snapshot('team1' as TeamId, 'ideals')?.summary).toBe('一文')
    await shelf.refresh('team1' as TeamId, 'challenges')
    expect(shelf.of('team1' as TeamId, 'challenges')).toEqual({ kind: 'failed' })
  })

  it('lets the answer to the last question stand, whichever comes last', async () => {
    const asked: ((summary: string) => void)[] = []
    const shelf = new BoardShelf(
      () => new Promise((resolve) => asked.push((summary) => resolve(ok(snapshot(summary))))),
    )
    const both = [shelf.refresh('team1' as TeamId, 'ideals'), shelf.refresh('team1' as TeamId, 'ideals')]
    expect(shelf.of('team1' as TeamId, 'ideals')).toEqual({ kind: 'loading' })
    asked[1]?.('新しい')
    asked[0]?.('古い')
    await Promise.all(both)
    expect(shelf.snapshot('team1' as TeamId, 'ideals')?.summary).toBe('新しい')
  })
})

describe('the word about what one wrote', () => {
  const calm: SavedFacts = {
    ...{ board: 'saved', connection: 'live' },
    ...{ pending: 0, kept: true, overdue: false, late: false },
  }
  const word = (facts: Partial<SavedFacts>) => savedWord({ ...calm, ...facts })

  it('is "saved" only when board, commands and connection all say so', () => {
    expect(word({})).toBe('saved')
    expect(word({ board: null })).toBe('saved')
    expect(word({ pending: 1 })).toBe('saving')
    expect(word({ board: 'saving' })).toBe('saving')
    expect(word({ board: 'offline' })).toBe('offline')
    expect(word({ connection: 'offline' })).toBe('offline')
    expect(word({ board: 'connecting' })).toBe('connecting')
  })

  it('says after 12 s that something is not saved, and never "kept" of what is not kept', () => {
    expect(word({ board: 'unsaved' })).toBe('unsaved')
    expect(word({ board: 'unsaved', connection: 'offline' })).toBe('unsaved')
    expect(word({ pending: 1, overdue: true })).toBe('unsaved')
    expect(word({ pending: 1, overdue: true, connection: 'offline' })).toBe('offline')
    expect(word({ pending: 1, kept: false, connection: 'offline' })).toBe('saving')
    expect(word({ pending: 1, kept: false, overdue: true, connection: 'offline' })).toBe('unsaved')
    expect(word({ pending: 1, kept: false, board: 'offline' })).toBe('saving')
  })

  it('tells of text that came too late, and of a board that only a reload brings back', () => {
    expect(word({ late: true, board: 'saving' })).toBe('late')
    expect(word({ late: true, connection: 'offline' })).toBe('offline')
    expect(word({ board: 'shut' })).toBe('shut')
  })
})
