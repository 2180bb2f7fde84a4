import { describe, expect, it } from 'vitest'
import { viewFor } from '#shared/domain/audience.ts'
import { rulesStanding } from '#shared/domain/house-rules.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
  typesOf,
  VISITOR,
} from '../support/domain-builder.ts'

const LINES = ['人の話をさえぎらない', 'ここで聞いた話は持ち出さない']
const edit = (...lines: readonly string[]): CommandInput => ({ type: 'rules.edit', lines: [...lines] })
const agree = (version: number): CommandInput => ({ type: 'rules.agree', version })
const write: CommandInput = { type: 'card.add', cardId: card('c9'), board: 'ideals', text: '理想' }

describe('house rules', () => {
  it('HRU-1 lines are kept in their order without empty ones, and a change raises the version', () => {
    const story = Story.planning()
    expect(story.state.houseRules).toEqual({ version: 0, lines: [] })
    expect(story.ask(FACILITATOR, edit(' 人の話を  さえぎらない', '', '  ', LINES[1]!))).toEqual(
      accepted({ type: 'rules.edited', version: 1, lines: ['人の話を さえぎらない', LINES[1]!] }),
    )
    story.facilitated(edit(...LINES))
    expect(story.ask(FACILITATOR, edit(...LINES, ''))).toEqual(accepted())
    story.facilitated(edit(LINES[1]!, LINES[0]!))
    expect(story.state.houseRules).toEqual({ version: 2, lines: [LINES[1], LINES[0]] })
    story.facilitated(edit())
    expect(story.state.houseRules).toEqual({ version: 3, lines: [] })
  })

  it('HRU-1 a thirteenth line or a 121st character changes nothing', () => {
    const story = Story.planning()
    const twelve = Array.from({ length: 12 }, (_, index) => `ルール${index + 1}`)
    expect(typesOf(story.ask(FACILITATOR, edit(...twelve, '')))).toEqual(['rules.edited'])
    expect(story.ask(FACILITATOR, edit(...twelve, 'もうひとつ'))).toEqual(
      refused('rules_too_many', { limit: 12 }),
    )
    expect(typesOf(story.ask(FACILITATOR, edit('👨‍👩‍👧‍👦'.repeat(120))))).toEqual(['rules.edited'])
    expect(story.ask(FACILITATOR, edit('あ'.repeat(121)))).toEqual(refused('text_too_long', { limit: 120 }))
  })

  it('HRU-2 one agrees to the version in force, once; an older one is refused', () => {
    const story = Story.planning().seats('aoi')
    expect(story.ask(seated('aoi'), agree(1))).toEqual(refused('rules_changed'))
    story.facilitated(edit(LINES[0]!)).facilitated(edit(...LINES))
    expect(story.ask(seated('aoi'), agree(1))).toEqual(refused('rules_changed'))
    expect(story.ask(seated('aoi'), agree(3))).toEqual(refused('rules_changed'))
    story.by('aoi', agree(2))
    expect(story.state.agreedRules).toEqual({ aoi: 2 })
    expect(story.ask(seated('aoi'), agree(2))).toEqual(accepted())
    expect(story.ask(FACILITATOR, agree(2))).toEqual(refused('participant_unknown'))
  })

  it('HRU-2 facilitators learn who agreed, everybody else of their own alone', () => {
    const story = Story.planning()
      .seats('aoi', 'ren')
      .facilitated(edit(...LINES))
      .by('aoi', agree(1))
    const seen = (viewer: Parameters<typeof viewFor>[1]) => viewFor(story.state, viewer).agreedRules
    expect(seen(FACILITATOR)).toEqual({ aoi: 1 })
    expect(seen(seated('aoi'))).toEqual({ aoi: 1 })
    expect(seen(seated('ren'))).toEqual({})
    expect(seen(VISITOR)).toEqual({})
    story.by('aoi', { type: 'seat.forget', participantId: person('aoi') })
    expect(story.state.agreedRules).toEqual({})
  })

  it('HRU-3 who never agreed posts no card, no reply and parks nothing, until they do', () => {
    const story = Story.inPhase('deepen-ideals')
      .posts('ren', 'c1')
      .facilitated(edit(...LINES))
    const stopped: readonly CommandInput[] = [
      write,
      { type: 'card.park', cardId: card('c8'), board: 'ideals', text: 'Slack' },
      { type: 'reply.add', replyId: card('r1'), under: { kind: 'card', cardId: card('c1') }, text: '返信' },
    ]
    for (const input of stopped)
      expect(story.ask(seated('aoi'), input), input.type).toEqual(refused('rules_first'))
    // what is not posting goes on
    expect(story.ask(seated('aoi'), { type: 'gate.pass' }).ok).toBe(true)
    expect(story.ask(seated('aoi'), { type: 'like.toggle', cardId: card('c1') }).ok).toBe(true)
    story.by('aoi', agree(1))
    for (const input of stopped) expect(story.ask(seated('aoi'), input).ok, input.type).toBe(true)
  })

  it('HRU-3 facilitators need not agree', () => {
    const story = Story.inPhase('list-ideals')
      .facilitated(edit(...LINES))
      .facilitated({ type: 'facilitator.grant', participantId: person('aoi') })
    expect(typesOf(story.ask(seatedFacilitator('aoi'), write))).toContain('card.added')
  })

  it('HRU-4 who agreed to an earlier version goes on, and is told that the rules changed', () => {
    const story = Story.inPhase('list-ideals')
    expect(rulesStanding(story.state, person('aoi'))).toBe('none')
    story.facilitated(edit(LINES[0]!))
    expect(rulesStanding(story.state, person('aoi'))).toBe('open')
    expect(rulesStanding(story.state, null)).toBe('open')
    story.by('aoi', agree(1))
    expect(rulesStanding(story.state, person('aoi'))).toBe('agreed')
    story.facilitated(edit(...LINES))
    expect(rulesStanding(story.state, person('aoi'))).toBe('changed')
    expect(typesOf(story.ask(seated('aoi'), write))).toContain('card.added')
  })

  it('HRU-4 without rules, and once they are taken away, nobody is asked', () => {
    const story = Story.inPhase('list-ideals')
    expect(typesOf(story.ask(seated('aoi'), write))).toContain('card.added')
    story.facilitated(edit(...LINES)).facilitated(edit())
    expect(typesOf(story.ask(seated('aoi'), write))).toContain('card.added')
  })
})
