import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPeopleProblem } from '#shared/domain/hints/people.ts'
import { folded, searchKey } from '#shared/domain/hints/search-key.ts'
import { findTools, splitToolTalk } from '#shared/domain/hints/tool-talk.ts'
import { TOOL_NAMES } from '#shared/domain/hints/tool-names.ts'
import { writerHints } from '#shared/domain/hints/writer-hints.ts'
import { commandSchemas, type CommandInput } from '#shared/domain/commands.ts'
import { LIMITS } from '#shared/text.ts'
import { accepted, card, FACILITATOR, refused, seated, Story, SYSTEM } from '../support/domain-builder.ts'
import {
  ABOUT_PEOPLE,
  ABOUT_SYSTEMS,
  NAMES_NO_TOOL,
  NAMES_TOOLS,
  NO_SPLITS,
  SPLITS,
} from './hint-sentences.ts'

const written = (text: string, names = TOOL_NAMES) =>
  findTools(text, names).map(({ from, to }) => text.slice(from, to))

describe('the list of tool names', () => {
  const tools = (...names: string[]) => ({ type: 'setup.edit', tools: names }) as const

  it('HNT-1 is edited until the end, each name once however it is written', () => {
    const story = Story.inPhase('list-ideals')
    expect(story.state.hints).toEqual({ on: true, tools: null })
    expect(story.ask(FACILITATOR, tools(' Slack ', 'ｓｌａｃｋ', 'スラック', '', 'すらっく'))).toEqual(
      accepted({ type: 'hints.chosen', on: true, tools: ['Slack', 'スラック'] }),
    )
    story.facilitated(tools('Slack')).facilitated({ type: 'setup.edit', hints: false })
    expect(story.state.hints).toEqual({ on: false, tools: ['Slack'] })
    expect(story.ask(FACILITATOR, tools('Slack'))).toEqual(accepted())
    expect(story.facilitated({ type: 'setup.edit', tools: null, hints: true }).state.hints).toEqual({
      on: true,
      tools: null,
    })
    expect(story.ask(seated('aoi'), tools('Slack'))).toEqual(refused('not_allowed'))
    expect(story.facilitated({ type: 'agenda.end' }).ask(FACILITATOR, tools('Slack'))).toEqual(
      refused('ended'),
    )
  })

  it('HNT-1 has its limits, and the usual names are told from a list that reads the same', () => {
    const many = Array.from({ length: LIMITS.toolNames + 1 }, (_, index) => `tool ${index}`)
    const story = Story.planning()
    expect(story.ask(FACILITATOR, tools(...many))).toEqual(refused('tools_invalid', { limit: 100 }))
    expect(story.ask(FACILITATOR, tools('あ'.repeat(41)))).toEqual(refused('tools_invalid', { limit: 100 }))
    expect(story.ask(FACILITATOR, tools(...many.slice(1))).ok).toBe(true)
    expect(story.ask(FACILITATOR, tools(...TOOL_NAMES))).toEqual(accepted())
    expect(new Set(TOOL_NAMES.map(searchKey)).size).toBe(TOOL_NAMES.length)
  })

  it('HNT-1 may come with the birth of the workshop', () => {
    const born: CommandInput = {
      type: 'setup.create',
      title: 'テーマ',
      goal: 'ゴール',
      tools: ['Slack'],
      hints: false,
    }
    const decision = new Story().ask(SYSTEM, born)
    expect(decision.ok && decision.value.at(-1)).toEqual({
      type: 'hints.chosen',
      on: false,
      tools: ['Slack'],
    })
    expect(Story.planning({ tools: ['Slack'] }).state.hints).toEqual({ on: true, tools: ['Slack'] })
  })
})

describe('finding tools', () => {
  it.each(NAMES_TOOLS)('HNT-2 %s', (text, ...tools) => {
    expect(written(text)).toEqual(tools)
  })

  it.each(NAMES_NO_TOOL)('HNT-3 %s', (text) => {
    expect(written(text)).toEqual([])
  })

  it('HNT-2 places are those of the text as typed, also behind what folding makes longer', () => {
    const text = '㈱ｶﾞｶﾞの窓口は👨‍👩‍👧①ｽﾗｯｸだけ'
    const [found] = findTools(text, TOOL_NAMES)
    expect(found && text.slice(found.from, found.to)).toBe('ｽﾗｯｸ')
    expect(folded('㈱ア').key).toBe('(株)あ')
    expect(folded('㈱ア').at).toEqual([0, 0, 0, 1, 2])
  })

  it('HNT-2 a name inside what one character folds to is that character, not nothing', () => {
    expect(findTools('㏂に', ['a'])).toEqual([{ name: 'a', from: 0, to: 1 }])
  })

  it('HNT-2 folding maps every unit to where its grapheme begins, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const { key, plain, at } = folded(text)
        expect(at).toHaveLength(key.length + 1)
        expect(plain).toHaveLength(key.length)
        expect(at.at(-1)).toBe(text.length)
        expect(at.every((place, index) => index === 0 || place >= (at[index - 1] ?? 0))).toBe(true)
        for (const { from, to } of findTools(text, ['a', 'い', 'ｶﾞ'])) expect(from).toBeLessThan(to)
      }),
    )
  })

  it('HNT-2 a facilitator’s own names are found as they are, and short kana only as words', () => {
    expect(written('CoolDeskに入れる', ['CoolDesk'])).toEqual(['CoolDesk'])
    expect(written('連絡はラインで来る', ['ライン'])).toEqual(['ライン'])
    expect(written('ライン作業と生産ライン', ['ライン'])).toEqual([])
    expect(written('社内wikiが古い', ['社内wiki'])).toEqual(['社内wiki'])
    expect(written('C++ (native) [x]', ['C++'])).toEqual(['C++'])
  })
})

describe('tool and problem in one card', () => {
  it.each(SPLITS)('HNT-4 %s', (text, problem, tool) => {
    expect(splitToolTalk(text, TOOL_NAMES)).toEqual({ problem, tool })
  })

  it.each(NO_SPLITS)('HNT-4 %s stays one', (text) => {
    expect(splitToolTalk(text, TOOL_NAMES)).toBeNull()
  })
})

describe('problems of people', () => {
  it.each(ABOUT_PEOPLE)('HNT-5 %s', (text) => {
    expect(findPeopleProblem(text)).not.toBeNull()
  })

  it.each(ABOUT_SYSTEMS)('HNT-5 not in: %s', (text) => {
    expect(findPeopleProblem(text)).toBeNull()
  })

  it('HNT-5 says where', () => {
    const text = '①つ、部長が使わない。'
    const found = findPeopleProblem(text)
    expect(found && text.slice(found.from, found.to)).toBe('部長が使わない')
  })
})

describe('when hints are given', () => {
  const kinds = (story: Story, text: string) =>
    writerHints(story.state, story.phase.board ?? 'ideals', text).map(({ kind }) => kind)

  it('HNT-6 tools before solutions, splits on challenges, people wherever problems are written', () => {
    const mixed = '部長がSlackを使わない'
    expect(kinds(Story.inPhase('list-ideals'), mixed)).toEqual(['tool', 'people'])
    expect(kinds(Story.inPhase('list-challenges'), 'Slackだと流れて探せない')).toEqual(['split'])
    expect(kinds(Story.inPhase('solutions'), mixed)).toEqual([])
    expect(kinds(Story.inPhase('next-topics'), mixed)).toEqual([])
    const story = Story.inPhase('list-challenges')
    expect(writerHints(story.state, 'ideals', 'Slack')).toEqual([])
    expect(kinds(story, '  ')).toEqual([])
  })

  it('HNT-6 none where they are off, and none on names that were taken from the list', () => {
    const story = Story.inPhase('list-challenges').facilitated({ type: 'setup.edit', hints: false })
    expect(kinds(story, '部長がSlackを使わない')).toEqual([])
    story.facilitated({ type: 'setup.edit', hints: true, tools: [] })
    expect(kinds(story, 'Slackだと流れて探せない')).toEqual([])
    expect(kinds(story, '部長がSlackを使わない')).toEqual(['people'])
  })

  it('HNT-6 writing what would be hinted at says nothing of it in any event', () => {
    const story = Story.inPhase('list-challenges').posts('aoi', 'c1', '部長がSlackを使わない')
    expect(Object.keys(commandSchemas).filter((type) => type.includes('hint'))).toEqual([])
    expect(story.events.some(({ type }) => type.startsWith('hint'))).toBe(false)
    expect(story.state.cards.find(({ id }) => id === card('c1'))?.parked).toBeUndefined()
  })
})
