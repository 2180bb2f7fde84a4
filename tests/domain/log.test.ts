import { describe, expect, it } from 'vitest'
import type { EventOf, WorkshopEvent } from '#shared/domain/events.ts'
import { EVENT_VERSION, UnreadableRecordError, upcast } from '#shared/domain/upcast.ts'
import { evolve, fold } from '#shared/domain/workshop.ts'
import { card, person, phaseId, START, Story, teamId } from '../support/domain-builder.ts'

const record = {
  v: EVENT_VERSION,
  at: START,
  by: { role: 'facilitator' },
  commandId: 'cmd1',
  event: { type: 'gather.called', at: START },
}

describe('the log', () => {
  it('LOG-1 a record of this version is read as it is', () => {
    expect(upcast(JSON.parse(JSON.stringify(record)))).toEqual(record)
  })

  it.each([
    ['a version from the future', { ...record, v: EVENT_VERSION + 1 }, /version 3 is not known/],
    ['no version', { event: record.event }, /no version/],
    ['no event', { v: 1 }, /no event/],
    ['an event without a type', { ...record, event: { at: START } }, /no event/],
    ['not an object', 'gather.called', /no version/],
    ['nothing', null, /no version/],
  ])('LOG-1 %s is a clear error', (_, wrong, message) => {
    expect(() => upcast(wrong)).toThrow(UnreadableRecordError)
    expect(() => upcast(wrong)).toThrow(message)
  })

  it('LOG-3 a workshop from before names could be chosen has them from the start', () => {
    const { events } = Story.inPhase('list-ideals')
    const { names: _names, ...born } = events[0] as EventOf<'workshop.created'>
    const cardId = card('c1')
    const phase = phaseId('p')
    const old = [
      born,
      ...events.slice(1),
      {
        type: 'card.added',
        cardId,
        teamId: teamId('team1'),
        board: 'ideals',
        phaseId: phase,
        authorId: person('aoi'),
        part: null,
        revealed: false,
        at: START,
      },
      { type: 'cards.revealed', phaseId: phase, cardIds: [cardId] },
    ]
    const read = old.map((event) => upcast({ ...record, v: 1, event }).event)
    expect(fold(read)).toMatchObject({
      names: 'start',
      cards: [{ id: 'c1', authorId: 'aoi', named: true, revealed: true, late: false }],
      lastReveal: { phaseId: 'p', at: START, cardIds: ['c1'] },
    })
  })

  it('LOG-4 a workshop from before there were hints has them on, with the usual names', () => {
    const born = Story.planning().events[0] as EventOf<'workshop.created'>
    expect(fold([upcast({ ...record, event: born }).event])?.hints).toEqual({ on: true, tools: null })
  })

  it('LOG-2 an unknown event changes nothing', () => {
    const { state } = Story.inPhase('list-ideals')
    for (const type of ['badge.awarded', 'toString', '__proto__']) {
      expect(evolve(state, { type } as unknown as WorkshopEvent)).toBe(state)
    }
  })

  it('LOG-2 an event whose subject is gone changes nothing', () => {
    const { state, now } = Story.inPhase('list-ideals')
    const orphans: readonly WorkshopEvent[] = [
      { type: 'team.moved', participantId: person('gone'), teamId: teamId('team1') },
      { type: 'team.dealt', teamId: teamId('gone'), members: [] },
      { type: 'team.renamed', teamId: teamId('gone'), name: 'x' },
      { type: 'seat.left', participantId: person('gone') },
      { type: 'facilitator.granted', participantId: person('gone') },
      { type: 'consent.set', participantId: person('gone'), names: true },
      { type: 'card.texted', cardId: card('gone'), authorId: person('aoi'), text: 'x' },
      { type: 'card.withdrawn', cardId: card('gone') },
      { type: 'card.owned', cardId: card('gone'), authorId: person('aoi') },
      { type: 'draft.dropped', cardId: card('gone'), authorId: person('aoi') },
      { type: 'card.withheld', cardId: card('gone') },
      { type: 'parked.dropped', cardId: card('gone'), authorId: person('aoi') },
      { type: 'call.cleared', participantId: person('gone') },
      { type: 'agenda.timed', phaseId: phaseId('gone'), timer: { kind: 'running', endsAt: now } },
    ]
    for (const event of orphans) expect(evolve(state, event), event.type).toEqual(state)
  })

  it('LOG-2 a deal cannot bring anybody back who has left', () => {
    const story = Story.planning().seats('aoi', 'ren').teams(2).by('aoi', { type: 'seat.leave' })
    story.happened({
      type: 'team.dealt',
      teamId: teamId('team1'),
      members: [
        { participantId: person('aoi'), role: 'lead' },
        { participantId: person('ren'), role: 'presenter' },
      ],
    })
    expect(story.state.teams[0]?.members.map((one) => one.participantId)).toEqual(['ren'])
  })

  it('LOG-2 a log begins with the birth of its workshop', () => {
    expect(fold([])).toBeNull()
    expect(() => fold([{ type: 'gather.called', at: START }])).toThrow(/begins with workshop.created/)
  })
})
