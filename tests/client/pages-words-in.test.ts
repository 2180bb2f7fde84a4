import { describe, expect, it } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { ClusterId } from '#shared/ids.ts'
import { wordsIn } from '../../client/pages/words-in.ts'
import { card, Story } from '../support/domain-builder.ts'

const reply = (id: string): CommandInput => ({
  type: 'reply.add',
  replyId: card('r1'),
  under: { kind: 'card', cardId: card(id) },
  text: '返事',
})
const reword: CommandInput = { type: 'card.reword', cardId: card('c1'), text: '書き直し' }

describe('F-12 words in a command that was refused when nobody could show it any more', () => {
  it('F-12 go to the drawer of their board, whatever command they are in', () => {
    const { state } = Story.inPhase('list-ideals').posts('aoi', 'c1').goTo('list-challenges')
    const add: CommandInput = { type: 'card.add', cardId: card('c2'), board: 'solutions', text: '案' }
    const park: CommandInput = { type: 'card.park', cardId: card('p1'), board: 'challenges', text: 'Slack' }
    expect(wordsIn(add, state)).toEqual({ text: '案', board: 'solutions' })
    expect(wordsIn(park, state)).toEqual({ text: 'Slack', board: 'challenges' })
    expect(wordsIn(reword, state)).toEqual({ text: '書き直し', board: 'ideals' })
    expect(wordsIn(reply('c1'), state)).toEqual({ text: '返事', board: 'ideals' })
  })

  it('F-12 are kept where their card has gone, or nothing is known yet: for the board that is open, or the first', () => {
    const { state } = Story.inPhase('list-challenges')
    const under = { kind: 'cluster', clusterId: 'k1' as ClusterId } as const
    for (const command of [reply('gone'), reword, { ...reply('x'), under } as CommandInput])
      expect(wordsIn(command, state)?.board).toBe('challenges')
    expect(wordsIn(reword, null)).toEqual({ text: '書き直し', board: 'ideals' })
    expect(wordsIn(reply('c1'), Story.planning().state)?.board).toBe('ideals')
  })

  it('F-12 there are none in what only presses a button', () => {
    expect(wordsIn({ type: 'like.toggle', cardId: card('c1') }, null)).toBeNull()
    expect(wordsIn({ type: 'announce', text: '五分前です' }, null)).toBeNull()
  })
})
