import { describe, expect, it } from 'vitest'
import { phasesToKeep, planLike, setupLike, withAgenda } from '#shared/domain/begin-again.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import {
  addTemplate,
  CHARTER_BLOCK_NAMES,
  CHARTER_BLOCKS,
  COMMUNITY_LIMITS,
  editCharter,
  EMPTY_CHARTER,
  type Charter,
  type CharterInput,
  type CommunityTemplate,
} from '#shared/domain/community.ts'
import { RULE_LIMITS } from '#shared/domain/house-rules.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { person, Story } from '../support/domain-builder.ts'

function charter(...edits: readonly CharterInput[]): Charter {
  return edits.reduce<Charter>(
    (before, typed) => {
      const edited = editCharter(before, typed)
      if (!edited.ok) throw new Error(edited.error.code)
      return edited.value
    },
    { ...EMPTY_CHARTER, name: '引っ越しの会' },
  )
}

const why = (typed: CharterInput, before = charter()) => {
  const edited = editCharter(before, typed)
  return edited.ok ? 'accepted' : { code: edited.error.code, limit: edited.error.limit }
}

describe('the charter', () => {
  it('COM-1 editing changes what is given and keeps the rest; an emptied block goes', () => {
    const written = charter(
      { purpose: ' 段取りの知恵を\r\n分けあう ', values: '急がない' },
      { forWhom: '春に引っ越す人', licence: 'CC0 1.0' },
      { values: '\u3000', name: ' 春の  引っ越しの会 ' },
    )
    expect(written).toEqual({
      name: '春の 引っ越しの会',
      blocks: { purpose: '段取りの知恵を\n分けあう', forWhom: '春に引っ越す人' },
      houseRules: { version: 0, lines: [] },
      licence: 'CC0 1.0',
    })
    expect(charter({}).licence).toBe('CC BY 4.0')
  })

  it('COM-1 what would change nothing is the very charter there was', () => {
    const before = charter({ purpose: '知恵を分けあう' })
    const edited = editCharter(before, { purpose: '知恵を分けあう ', name: before.name })
    expect(edited.ok && edited.value === before).toBe(true)
  })

  it.each(CHARTER_BLOCK_NAMES)('COM-1 the block %s has its bound', (block) => {
    const limit = CHARTER_BLOCKS[block]
    expect(why({ [block]: 'あ'.repeat(limit) })).toBe('accepted')
    expect(why({ [block]: 'あ'.repeat(limit + 1) })).toEqual({ code: 'text_too_long', limit })
  })

  it('COM-1 there is no community without a name, nor one with a name nobody reads to its end', () => {
    const limit = COMMUNITY_LIMITS.name
    expect(why({ name: ' \u200b ' })).toEqual({ code: 'name_invalid', limit })
    expect(why({ name: '会'.repeat(limit + 1) })).toEqual({ code: 'name_invalid', limit })
    expect(why({ name: '👨‍👩‍👧‍👦'.repeat(limit) })).toBe('accepted')
  })
})

describe('house rules', () => {
  it('COM-2 the version rises with each change of the lines, and never without one', () => {
    const first = charter({ houseRules: ['最後まで聞く', ' ', '役職で呼ばない'] })
    expect(first.houseRules).toEqual({ version: 1, lines: ['最後まで聞く', '役職で呼ばない'] })
    const same = charter({ houseRules: ['最後まで聞く', '役職で呼ばない'] }, { values: '急がない' })
    expect(same.houseRules.version).toBe(1)
    const moved = editCharter(first, { houseRules: ['役職で呼ばない', '最後まで聞く'] })
    expect(moved.ok && moved.value.houseRules.version).toBe(2)
    const none = editCharter(first, { houseRules: [] })
    expect(none.ok && none.value.houseRules).toEqual({ version: 2, lines: [] })
  })

  it('COM-2 they are few and short', () => {
    const { lines: rules, line: rule } = RULE_LIMITS
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `ルール${at}`)
    expect(why({ houseRules: lines(rules) })).toBe('accepted')
    expect(why({ houseRules: lines(rules + 1) })).toEqual({ code: 'rules_too_many', limit: rules })
    expect(why({ houseRules: ['あ'.repeat(rule)] })).toBe('accepted')
    expect(why({ houseRules: ['あ'.repeat(rule + 1)] })).toEqual({ code: 'text_too_long', limit: rule })
  })
})

describe('templates of a community', () => {
  it('COM-3 are kept under a name, the latest last, and no more than a page shows', () => {
    const named = (name: string): CommunityTemplate => ({ id: name, name, phases: [] })
    const some = addTemplate([named('一')], { ...named('二'), name: ' 二 ' })
    expect(some.ok && some.value.map(({ name }) => name)).toEqual(['一', '二'])
    const full = Array.from({ length: COMMUNITY_LIMITS.templates }, (_, at) => named(`${at}`))
    const limit = COMMUNITY_LIMITS.templates
    expect(addTemplate(full, named('もう一つ'))).toEqual({
      ok: false,
      error: { code: 'templates_full', limit },
    })
    for (const name of ['', 'あ'.repeat(COMMUNITY_LIMITS.templateName + 1)])
      expect(addTemplate([], named(name)).ok).toBe(false)
  })
})

/** Begins as `earlier` did. */
function again(earlier: WorkshopState): WorkshopState {
  const story = Story.planning(setupLike(earlier))
  for (const command of planLike(earlier)) story.facilitated(command as CommandInput)
  return story.state
}

describe('beginning again', () => {
  const earlier = () =>
    Story.planning({ title: '荷造り', goal: '順番が分かる', names: 'summary', hints: false, tools: ['付箋'] })
      .facilitated({
        type: 'agenda.edit',
        phases: [
          { kind: 'intro', minutes: 5, title: 'はじめに' },
          { kind: 'list-challenges', minutes: 12, votes: 3, gate: true, hidden: false },
        ],
      })
      .facilitated({
        type: 'plan.edit',
        lines: { inScope: '荷造り', outOfScope: '家さがし' },
        startsAt: 1_800_000_000_000,
        callLink: 'https://meet.jit.si/Yoriai',
      })
      .facilitated({
        type: 'form.edit',
        questions: [{ key: 'wish', required: true }],
        consents: [{ text: '写真に写ってよい' }],
        capacity: 24,
      })
      .facilitated({ type: 'form.publish' })
      .facilitated({ type: 'rules.edit', lines: ['最後まで聞く'] })
      .seats('asahi', 'midori')
      .facilitated({
        type: 'formation.wish',
        axis: 'job',
        wishes: { mentors: 2 },
        apart: [[person('asahi'), person('midori')]],
      })

  it('COM-4 theme, goal, names, hints, agenda, plan lines, form, rules and wishes are as they were', () => {
    const before = earlier().state
    const after = again(before)
    const whole = (state: WorkshopState) => {
      const { title, goal, locale, names, hints, plan, form, agenda, houseRules, formation } = state
      return {
        ...{ title, goal, locale, names, hints, houseRules },
        formation: { ...formation, apart: null },
        lines: plan.lines,
        form: { ...form, status: null },
        phases: agenda.phases.map((phase) => ({ ...phase, id: null })),
      }
    }
    expect(whole(after)).toEqual(whole(before))
  })

  it('COM-4 people, start, call link and announcement stay where they were', () => {
    const before = earlier().state
    expect(before.participants).toHaveLength(2)
    expect(before.form.status).toBe('published')
    const after = again(before)
    expect(after.participants).toEqual([])
    expect(after.formation.apart).toEqual([])
    expect(after.plan).toMatchObject({ startsAt: null, callLink: null })
    expect(after.form.status).toBe('draft')
    expect(JSON.stringify([setupLike(before), planLike(before)])).not.toContain(before.agenda.phases[0]?.id)
  })

  it('COM-3 a kept agenda gives a new workshop the same phases', () => {
    const { phases } = earlier().state.agenda
    const story = Story.planning().facilitated(withAgenda(phasesToKeep(phases)) as CommandInput)
    const shape = (all: typeof phases) => all.map((phase) => ({ ...phase, id: null }))
    expect(shape(story.state.agenda.phases)).toEqual(shape(phases))
  })
})
