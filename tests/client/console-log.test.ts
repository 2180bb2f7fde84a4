import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '#shared/time.ts'
import { ConsoleLog } from '../../client/console/speak/console-log.ts'
import type { LogEntry } from '../../client/console/speak/log-entries.ts'
import { logSentence } from '../../client/console/speak/log-sentence.ts'
import { speakText } from '../../client/i18n/console-speak.ts'
import { person, Story } from '../support/domain-builder.ts'

/** Lets `log` see the story as it stands; present people as a new set, as they come over the wire. */
const see = (log: ConsoleLog, story: Story) => log.see(story.state, new Set(story.present), story.now)

const kinds = (entries: readonly LogEntry[]) => entries.map((entry) => entry.kind)

const told = (entries: readonly LogEntry[], story: Story) =>
  entries.map((entry) =>
    logSentence(entry, {
      state: story.state,
      locale: 'ja',
      text: speakText.ja.log,
      personName: (id) => id,
    }),
  )

describe('the log of the console', () => {
  it('tells after a reload what the state remembers, newest first', () => {
    const story = Story.planning()
      .seats('aoi', 'ren')
      .teams(2)
      .later(5 * MINUTE)
      .open()
    story.later(MINUTE).facilitated({ type: 'announce', text: 'ようこそ' })
    story.later(MINUTE).by('ren', { type: 'call.raise' })
    expect(told(see(new ConsoleLog(), story), story)).toEqual([
      'チーム1のrenさんが呼んでいます',
      '伝えました:「ようこそ」',
      '「イントロ」をはじめました',
      'aoiさん、renさんが席につきました',
    ])
  })

  it('keeps a call that has been cleared since', () => {
    const story = Story.inPhase('list-ideals').by('aoi', { type: 'call.raise' })
    const log = new ConsoleLog()
    see(log, story)
    story.facilitated({ type: 'call.clear', participantId: person('aoi') })
    expect(kinds(see(log, story))).toContain('called')
  })

  it('answers the same list while nothing is new', () => {
    const story = Story.inPhase('list-ideals')
    const log = new ConsoleLog()
    const first = see(log, story)
    story.later(SECOND)
    expect(see(log, story)).toBe(first)
  })

  it('tells a forced gate before the phase it led to', () => {
    const story = Story.inPhase('list-ideals')
    const log = new ConsoleLog()
    see(log, story)
    story.later(MINUTE).facilitated({
      type: 'agenda.advance',
      expectedPhaseId: story.phase.id,
      force: true,
      reason: '口頭で聞いた',
    })
    expect(told(see(log, story), story).slice(0, 2)).toEqual([
      '「理想の深堀り・まとめ」をはじめました',
      '「理想の羅列」を理由つきで先へ進めました(口頭で聞いた)',
    ])
  })

  it('tells a move that was taken back, and keeps the move', () => {
    const story = Story.inPhase('check-in')
    const log = new ConsoleLog()
    see(log, story)
    story.later(MINUTE).advance()
    see(log, story)
    story.later(3 * SECOND).facilitated({ type: 'agenda.undo' })
    expect(told(see(log, story), story).slice(0, 2)).toEqual([
      '取り消して「自己紹介」に戻りました',
      '「理想の羅列」をはじめました',
    ])
  })

  it('tells a way back as going back, not as a beginning', () => {
    const story = Story.inPhase('list-ideals')
    const log = new ConsoleLog()
    see(log, story)
    story.later(MINUTE).back()
    const entries = see(log, story)
    expect(told(entries, story)[0]).toBe('「自己紹介」に戻しました')
    expect(kinds(entries).filter((kind) => kind === 'wentBack')).toHaveLength(1)
  })

  it('tells pausing, resuming and the reveal', () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'c1')
    const log = new ConsoleLog()
    see(log, story)
    story.later(SECOND).facilitated({ type: 'agenda.pause' })
    see(log, story)
    story.later(SECOND).facilitated({ type: 'agenda.resume' })
    see(log, story)
    story.later(SECOND).facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
    expect(kinds(see(log, story)).slice(0, 3)).toEqual(['revealed', 'resumed', 'paused'])
  })

  it('tells a stop of the writing, a closed and a guarded door and what was taken back', () => {
    const story = Story.inPhase('list-ideals')
    const log = new ConsoleLog()
    see(log, story)
    for (const type of ['room.freeze', 'door.close', 'door.guard', 'room.thaw', 'door.open'] as const) {
      story.later(SECOND).facilitated({ type })
      see(log, story)
    }
    expect(told(see(log, story), story).slice(0, 5)).toEqual([
      '新しい人も入れるようにしました',
      '書き込みを再開しました',
      '新しい人を確認してから入れるようにしました',
      '新しい人を入れないようにしました',
      '書き込みを止めました',
    ])
  })

  it('tells a board that was brought back, after a reload too', () => {
    const story = Story.inPhase('list-ideals')
    const teamId = story.state.teams[0]!.id
    const takenAt = story.now
    story
      .later(5 * MINUTE)
      .facilitated({ type: 'board.restore', teamId, board: 'ideals', moment: 1, takenAt })
    expect(told(see(new ConsoleLog(), story), story)[0]).toMatch(
      /^チーム1のボードを\d\d:\d\dの状態に戻しました$/,
    )
  })

  it('is silent about a reload, but tells an absence and the return with its length', () => {
    const story = Story.inPhase('list-ideals')
    const log = new ConsoleLog()
    see(log, story)
    story.away('ren')
    see(log, story)
    story.later(2 * SECOND).present.add(person('ren'))
    expect(kinds(see(log, story))).not.toContain('returned')

    story.away('ren')
    see(log, story)
    story.later(12 * SECOND)
    expect(told(see(log, story), story)[0]).toBe('renさんの接続が切れました')
    story.present.add(person('ren'))
    expect(told(see(log, story), story)[0]).toBe('renさんが戻りました(12秒)')
  })

  it('does not take those who are away when the console opens for people who have just left', () => {
    const story = Story.inPhase('list-ideals').away('ren')
    const log = new ConsoleLog()
    see(log, story)
    story.later(MINUTE)
    expect(kinds(see(log, story))).not.toContain('left')
  })

  it('tells a crowd that arrives within a minute as one, with the first by name', () => {
    const story = Story.planning().seats('aoi', 'ren', 'kei', 'sora', 'mio')
    expect(told(see(new ConsoleLog(), story), story)).toEqual([
      'aoiさん、renさん、keiさん、ほか2名が席につきました',
    ])
  })
})
