import { describe, expect, it } from 'vitest'
import { PHASE_KINDS } from '#shared/domain/phases/phase-kind.ts'
import { phaseKind, phaseTitle } from '#shared/domain/phases/registry.ts'
import { LOCALES } from '#shared/domain/state.ts'
import { template, templates } from '#shared/domain/templates/registry.ts'
import { graphemeCount, LIMITS } from '#shared/text.ts'
import { accepted, FACILITATOR, refused, START, Story, SYSTEM } from '../support/domain-builder.ts'

const create = (title: string, goal = 'ゴール') =>
  new Story().ask(SYSTEM, { type: 'setup.create', title, goal })

describe('setup', () => {
  it('SET-1 a workshop is born in planning, with the agenda of its template', () => {
    const { state } = Story.planning({
      title: ' 情報共有\u3000の理想 ',
      template: 'ideals-challenges-solutions-60',
      locale: 'en',
    })
    expect(state).toMatchObject({
      id: 'id1',
      status: 'planning',
      title: '情報共有 の理想',
      goal: '明日からの1つ',
      locale: 'en',
      createdAt: START,
      agenda: { current: null, openedAt: null },
    })
    expect(state.agenda.phases.map(({ kind, minutes }) => ({ kind, minutes }))).toEqual(
      template('ideals-challenges-solutions-60').phases,
    )
    expect(new Set(state.agenda.phases.map((phase) => phase.id)).size).toBe(state.agenda.phases.length)
  })

  it('SET-1 ninety minutes in Japanese is what one gets without asking', () => {
    expect(Story.planning().state).toMatchObject({ template: 'ideals-challenges-solutions-90', locale: 'ja' })
  })

  it('SET-2 there is no workshop without a theme and a goal', () => {
    expect(create('\u3000 \u200b')).toEqual(refused('title_missing'))
    expect(create('テーマ', ' ')).toEqual(refused('goal_missing'))
    expect(Story.planning().ask(FACILITATOR, { type: 'setup.edit', goal: '' })).toEqual(
      refused('goal_missing'),
    )
  })

  it('SET-3 a family emoji counts as one character of a theme', () => {
    expect(create('👨‍👩‍👧'.repeat(LIMITS.title)).ok).toBe(true)
    expect(create('あ'.repeat(LIMITS.title + 1))).toEqual(refused('title_too_long', { limit: 80 }))
    expect(create('テーマ', 'あ'.repeat(LIMITS.goal + 1))).toEqual(refused('text_too_long', { limit: 200 }))
  })

  it('SET-4 editing changes what is given and keeps the rest', () => {
    const story = Story.planning()
    expect(story.ask(FACILITATOR, { type: 'setup.edit', title: '新しいテーマ' })).toEqual(
      accepted({ type: 'setup.edited', title: '新しいテーマ', goal: '明日からの1つ', locale: 'ja' }),
    )
    story.facilitated({ type: 'setup.edit', title: '新しいテーマ' })
    expect(story.state.title).toBe('新しいテーマ')
    expect(story.ask(FACILITATOR, { type: 'setup.edit', title: '新しいテーマ ' })).toEqual(accepted())
  })
})

describe('templates and phase kinds', () => {
  it.each(templates)('TPL-1 the minutes of $name add up', ({ name, minutes, phases }) => {
    expect(phases.reduce((sum, phase) => sum + phase.minutes, 0)).toBe(minutes)
    expect(name.endsWith(`-${minutes}`)).toBe(true)
  })

  it('TPL-2 every phase stands in its order; an hour has no break', () => {
    const kinds = (minutes: 60 | 90 | 120) =>
      template(`ideals-challenges-solutions-${minutes}`).phases.map((phase) => phase.kind)
    expect(kinds(90)).toEqual(PHASE_KINDS)
    expect(kinds(120)).toEqual(PHASE_KINDS)
    expect(kinds(60)).toEqual(PHASE_KINDS.filter((kind) => kind !== 'break'))
  })

  it.each(PHASE_KINDS)('PHA-1 %s speaks both languages, briefly', (kind) => {
    // Two lines on a phone: about 24 full-width characters a line, twice as many half-width ones.
    const longest = { ja: 48, en: 96 }
    for (const locale of LOCALES) {
      const { title, ask, everyone, mentor, facilitator } = phaseKind(kind).text[locale]
      for (const text of [title, ask, everyone, facilitator, mentor ?? 'none']) {
        expect(graphemeCount(text), text).toBeGreaterThan(0)
        expect(graphemeCount(text), text).toBeLessThanOrEqual(longest[locale])
      }
    }
    expect(phaseKind(kind).kind).toBe(kind)
  })

  it('PHA-2 where cards are written there is a board; listing is hidden and gated', () => {
    for (const kind of PHASE_KINDS) {
      const { writing, board, defaults } = phaseKind(kind)
      expect(writing, kind).toBe(board !== null)
      expect(defaults.hidden && defaults.gate, kind).toBe(kind.startsWith('list-'))
    }
  })

  it('PHA-3 a phase is called by its own title, or by its kind in the reader’s language', () => {
    expect(phaseTitle({ kind: 'list-ideals', title: null }, 'ja')).toBe('理想の羅列')
    expect(phaseTitle({ kind: 'list-ideals', title: null }, 'en')).toBe('List ideals')
    expect(phaseTitle({ kind: 'list-ideals', title: '夢を語る' }, 'en')).toBe('夢を語る')
  })
})
