import { describe, expect, it } from 'vitest'
import { boardAccess } from '#shared/domain/board-access.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { apply, published } from '../support/applying.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
  SYSTEM,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const takeSeat = (id: string): CommandInput => ({
  type: 'seat.take',
  participantId: person(id),
  name: 'めい',
})
const write = (id: string): CommandInput => ({
  type: 'card.add',
  cardId: card(id),
  board: 'ideals',
  text: '理想',
})
const access = (story: Story, id: string) => boardAccess(story.state, seated(id), teamId('team1'), 'ideals')

describe('a frozen room', () => {
  it('SAF-1 takes nothing from participants but leaving, their own consent and calls for help', () => {
    const story = Story.inPhase('deepen-ideals')
      .posts('aoi', 'c1', '理想')
      .facilitated({ type: 'room.freeze' })
    const refusedNow: readonly CommandInput[] = [
      write('c2'),
      { type: 'card.withdraw', cardId: card('c1') },
      { type: 'like.toggle', cardId: card('c1') },
      { type: 'gate.pass' },
      { type: 'seat.rename', name: 'ファシリテーター' },
    ]
    for (const input of refusedNow)
      expect(story.ask(seated('aoi'), input), input.type).toEqual(refused('frozen'))
    const theirs: readonly CommandInput[] = [
      { type: 'consent.set', names: true },
      { type: 'call.raise' },
      { type: 'call.clear' },
      { type: 'seat.leave' },
    ]
    for (const input of theirs) expect(story.ask(seated('aoi'), input).ok, input.type).toBe(true)
  })

  it('SAF-1 facilitators go on, with a seat or without', () => {
    const story = Story.inPhase('deepen-ideals')
      .facilitated({ type: 'facilitator.grant', participantId: person('aoi') })
      .facilitated({ type: 'room.freeze' })
    expect(typesOf(story.ask(seatedFacilitator('aoi'), write('c1')))).toContain('card.added')
    expect(typesOf(story.ask(FACILITATOR, { type: 'agenda.pause' }))).toEqual(['agenda.timed'])
    expect(typesOf(story.ask(FACILITATOR, { type: 'seat.remove', participantId: person('ren') }))[0]).toBe(
      'seat.removed',
    )
  })

  it('SAF-2 closes the boards to participants, and opens them again as they were', () => {
    const story = Story.inPhase('deepen-ideals')
    expect(access(story, 'aoi')).toBe('write')
    expect(access(story.facilitated({ type: 'room.freeze' }), 'aoi')).toBe('read')
    expect(access(story.facilitated({ type: 'room.thaw' }), 'aoi')).toBe('write')
    expect(story.ask(seated('aoi'), write('c1')).ok).toBe(true)
  })
})

describe('a closed door', () => {
  it('SAF-3 lets nobody new in, and bothers nobody who is here', () => {
    const story = Story.inPhase('deepen-ideals').facilitated({ type: 'door.close' })
    expect(story.ask(SYSTEM, takeSeat('mei'))).toEqual(refused('door_closed'))
    expect(story.ask(SYSTEM, takeSeat('aoi'))).toEqual(accepted())
    expect(story.ask(seated('aoi'), write('c1')).ok).toBe(true)
    expect(access(story, 'aoi')).toBe('write')
    expect(story.facilitated({ type: 'door.open' }).ask(SYSTEM, takeSeat('mei')).ok).toBe(true)
  })

  it('SAF-4 closing, freezing and taking them back twice changes nothing', () => {
    const story = Story.planning()
    for (const [set, undo] of [
      ['room.freeze', 'room.thaw'],
      ['door.close', 'door.open'],
      ['door.guard', 'door.open'],
    ] as const) {
      expect(story.ask(FACILITATOR, { type: undo })).toEqual(accepted())
      story.facilitated({ type: set })
      expect(story.ask(FACILITATOR, { type: set })).toEqual(accepted())
      story.facilitated({ type: undo })
      expect(story.ask(FACILITATOR, { type: undo })).toEqual(accepted())
    }
  })

  it('SAF-4 what stands in the way is taken away after the end, too', () => {
    const story = Story.inPhase('deepen-ideals')
      .facilitated({ type: 'room.freeze' })
      .facilitated({ type: 'door.close' })
      .facilitated({ type: 'agenda.end' })
    expect(typesOf(story.ask(FACILITATOR, { type: 'room.thaw' }))).toEqual(['room.thawed'])
    expect(typesOf(story.ask(FACILITATOR, { type: 'door.open' }))).toEqual(['door.opened'])
    expect(story.ask(FACILITATOR, { type: 'room.freeze' })).toEqual(refused('ended'))
    expect(story.ask(FACILITATOR, { type: 'door.guard' })).toEqual(refused('ended'))
  })
})

describe('a guarded door', () => {
  const letIn = (id: string): CommandInput => ({
    type: 'seat.take',
    participantId: person(id),
    name: 'めい',
    letIn: true,
  })

  it('SAF-5 gives a seat to whom a facilitator lets in alone, and bothers nobody who is here', () => {
    const story = Story.inPhase('deepen-ideals').facilitated({ type: 'door.guard' })
    expect(story.ask(SYSTEM, takeSeat('mei'))).toEqual(refused('door_guarded'))
    expect(story.ask(SYSTEM, takeSeat('aoi'))).toEqual(accepted())
    expect(typesOf(story.ask(SYSTEM, letIn('mei')))[0]).toBe('seat.taken')
    expect(story.ask(seated('aoi'), write('c1')).ok).toBe(true)
    expect(access(story, 'aoi')).toBe('write')
    expect(story.facilitated({ type: 'door.open' }).ask(SYSTEM, takeSeat('mei')).ok).toBe(true)
  })

  it('SAF-5 being let in opens no closed door, and makes no name valid', () => {
    const story = Story.planning().facilitated({ type: 'door.guard' })
    expect(
      story.ask(SYSTEM, { type: 'seat.take', participantId: person('mei'), name: ' ', letIn: true }),
    ).toEqual(refused('name_invalid', { limit: 40 }))
    story.facilitated({ type: 'door.close' })
    expect(story.ask(SYSTEM, letIn('mei'))).toEqual(refused('door_closed'))
    expect(typesOf(story.ask(FACILITATOR, { type: 'door.guard' }))).toEqual(['door.guarded'])
  })

  it('SAF-5 nobody applies while it is guarded', () => {
    const story = published().facilitated({ type: 'door.guard' })
    expect(story.ask(SYSTEM, apply('mei'))).toEqual(refused('door_guarded'))
    expect(story.facilitated({ type: 'door.open' }).ask(SYSTEM, apply('mei')).ok).toBe(true)
  })
})
