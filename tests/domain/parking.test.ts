import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import { lotOpen, parkedCount } from '#shared/domain/lot.ts'
import { gateOf } from '#shared/domain/progress.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { NamesShown, Phase } from '#shared/domain/state.ts'
import { LIMITS } from '#shared/text.ts'
import {
  accepted,
  card,
  FACILITATOR,
  refused,
  seated,
  seatedFacilitator,
  Story,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const SEATS = ['aoi', 'ren', 'mei', 'sora'] as const
const inPhase = (kind: Phase['kind'], names: NamesShown = 'start') =>
  Story.planning({ names })
    .seats(...SEATS)
    .teams(2)
    .open()
    .goTo(kind)
const park = (cardId: string, board: 'ideals' | 'challenges' | 'solutions' = 'challenges', text = 'Slack') =>
  ({ type: 'card.park', cardId: card(cardId), board, text }) as const
const place = (cardId: string, newCardId: string) =>
  ({ type: 'parked.place', cardId: card(cardId), newCardId: card(newCardId) }) as const
const drop = (cardId: string) => ({ type: 'parked.drop', cardId: card(cardId) }) as const
const heard = (story: Story, viewer: Viewer) =>
  story.events.filter((event) => mayHear(viewer, audienceOf(event)))
const TEAM = teamId('team1')

describe('parking', () => {
  it('PRK-1 one parks one’s own card, and words that were not posted yet', () => {
    const story = inPhase('deepen-challenges').posts('aoi', 'c1')
    expect(typesOf(story.ask(seated('aoi'), park('c1')))).toEqual([
      'card.withdrawn',
      'gate.met',
      'card.parked',
      'lot.counted',
    ])
    expect(typesOf(story.ask(seated('aoi'), park('new')))).toEqual(['card.parked', 'lot.counted'])
    expect(story.ask(seated('ren'), park('c1'))).toEqual(refused('not_author'))
    expect(story.ask(seated('aoi'), park('c1', 'challenges', ' '))).toEqual(refused('text_empty'))
    story.by('aoi', park('c1'))
    expect(story.ask(seated('aoi'), park('c1'))).toEqual(accepted())
    expect(story.ask(seated('ren'), park('c1'))).toEqual(refused('card_exists'))
  })

  it('CRD-5 what is parked keeps its id', () => {
    const story = inPhase('deepen-challenges').by('aoi', park('p1'))
    const add = {
      type: 'card.add',
      cardId: card('p1'),
      board: 'challenges',
      text: '別の話',
      part: null,
    } as const
    for (const one of ['aoi', 'ren']) expect(story.ask(seated(one), add)).toEqual(refused('card_exists'))
    story.by('aoi', drop('p1'))
    expect(story.ask(seated('ren'), add).ok).toBe(true)
  })

  it('PRK-1 before solutions, on the board of the phase, and only where solutions are to come', () => {
    expect(inPhase('list-ideals').ask(seated('aoi'), park('p1', 'ideals')).ok).toBe(true)
    expect(inPhase('list-ideals').ask(seated('aoi'), park('p1'))).toEqual(refused('lot_closed'))
    for (const kind of ['check-in', 'solutions', 'next-topics'] as const) {
      const story = inPhase(kind)
      expect(lotOpen(story.state)).toBe(false)
      expect(story.ask(seated('aoi'), park('p1', 'solutions'))).toEqual(refused('lot_closed'))
    }
    const story = inPhase('list-challenges')
    story.facilitated({ type: 'agenda.edit', phases: [{ kind: 'close', minutes: 3 }] })
    expect(story.ask(seated('aoi'), park('p1'))).toEqual(refused('lot_closed'))
  })

  it('PRK-2 it leaves the board with its dots; its words stay with its author, the number is everybody’s', () => {
    const story = inPhase('deepen-challenges').posts('aoi', 'c1', 'Slackだと流れる')
    story.by('ren', { type: 'vote.cast', cardId: card('c1'), count: 2 })
    story.by('aoi', park('c1', 'challenges', 'Slackだと流れる'))
    expect(story.state).toMatchObject({ cards: [], votes: [], lots: [{ teamId: TEAM, count: 1 }] })
    for (const other of [seated('ren'), FACILITATOR, seatedFacilitator('mei')]) {
      expect(viewFor(story.state, other).parked).toEqual([])
      expect(parkedCount(viewFor(story.state, other), TEAM)).toBe(1)
    }
    expect(viewFor(story.state, seated('aoi')).parked).toMatchObject([
      { id: 'c1', board: 'challenges', text: 'Slackだと流れる', at: story.now },
    ])
  })

  it.each(['summary', 'never'] as const)(
    'PRK-2 a hidden draft is parked unseen, and stays unseen at the reveal (%s)',
    (names) => {
      const story = inPhase('list-challenges', names).posts('aoi', 'c1', 'Slack').posts('aoi', 'c2')
      expect(typesOf(story.ask(seated('aoi'), park('c1')))).toEqual([
        'draft.dropped',
        'drafts.counted',
        'card.parked',
        'lot.counted',
      ])
      story.by('aoi', park('c1')).facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id })
      expect(story.state.lastReveal?.cardIds).toEqual(['c2'])
      for (const other of [seated('ren'), FACILITATOR]) {
        expect(JSON.stringify(heard(story, other))).not.toMatch(/Slack|"c1"/)
        expect(JSON.stringify(viewFor(story.state, other))).not.toContain('Slack')
      }
    },
  )

  it.each(['start', 'summary', 'never'] as const)(
    'PRK-3 the gate does not wait again for who parked their card (%s)',
    (names) => {
      const story = inPhase('list-challenges', names).posts('aoi', 'c1').by('aoi', park('c1'))
      expect(gateOf(story.state, story.present).missing).toEqual(['ren', 'mei', 'sora'])
      expect(gateOf(viewFor(story.state, seated('ren')), story.present).missing).not.toContain('aoi')
    },
  )

  it('PRK-3 words parked without having been posted do not pass the gate', () => {
    const story = inPhase('list-challenges').by('aoi', park('p1'))
    expect(gateOf(story.state, story.present).missing).toContain('aoi')
  })

  it('PRK-8 a lot is full at its limit, the board it comes back to never', () => {
    const story = inPhase('list-challenges')
    for (let count = 0; count < LIMITS.parkedPerTeam; count++) story.by('aoi', park(`p${count}`))
    expect(story.ask(seated('ren'), park('more'))).toEqual(refused('lot_full', { limit: 60 }))
    expect(story.ask(seated('mei'), park('more')).ok).toBe(true)
    story.goTo('solutions')
    expect(story.state.cards).toHaveLength(LIMITS.parkedPerTeam)
  })
})

describe('coming back', () => {
  it('PRK-4 it comes back when solutions begin, once, as its author’s open card, saying where it was', () => {
    const story = inPhase('list-ideals').by('aoi', park('p1', 'ideals', 'Notion'))
    const parkedAt = story.now
    story
      .later(60_000)
      .goTo('deepen-challenges')
      .by('mei', park('p2', 'challenges', 'Zoom'))
    story.goTo('solutions')
    expect(story.state.cards).toMatchObject([
      {
        board: 'solutions',
        teamId: 'team1',
        authorId: 'aoi',
        named: true,
        revealed: true,
        late: false,
        parked: { from: 'ideals', at: parkedAt },
      },
      { board: 'solutions', teamId: 'team2', authorId: 'mei', parked: { from: 'challenges' } },
    ])
    expect(story.state.cards.map(({ id }) => story.state.drafts[id])).toEqual(['Notion', 'Zoom'])
    expect(story.state).toMatchObject({ parked: [], lots: [] })
    const own = story.state.cards[0]!.id
    expect(story.ask(seated('aoi'), { type: 'card.withdraw', cardId: own }).ok).toBe(true)
    story.advance().back()
    expect(story.state.cards).toHaveLength(2)
  })

  it('PRK-4 at the end it comes back at the latest, so the outcome has it', () => {
    const story = inPhase('list-challenges').by('aoi', park('p1')).facilitated({ type: 'agenda.end' })
    expect(story.state).toMatchObject({ parked: [], lots: [], status: 'ended' })
    expect(story.state.cards).toMatchObject([
      { board: 'solutions', revealed: true, parked: { from: 'challenges' } },
    ])
  })

  it('PRK-4 also where solutions are written hidden', () => {
    const story = inPhase('list-challenges')
    const { phases } = story.state.agenda
    const coming = phases.slice(phases.findIndex(({ id }) => id === story.phase.id) + 1)
    story.facilitated({
      type: 'agenda.edit',
      phases: coming.map(({ id, kind, minutes }) => ({ id, kind, minutes, hidden: kind === 'solutions' })),
    })
    story.by('aoi', park('p1')).goTo('solutions')
    expect(story.phase.hidden).toBe(true)
    expect(viewFor(story.state, seated('ren')).cards).toMatchObject([{ revealed: true, late: false }])
  })

  it.each(['summary', 'never'] as const)(
    'PRK-5 where names are off it comes back without author, time and order (%s)',
    (names) => {
      const firsts = new Set<string>()
      for (let round = 0; round < 12; round++) {
        const story = inPhase('list-challenges', names)
        for (let draws = 0; draws < round; draws++) story.context(FACILITATOR).random()
        for (const id of ['p1', 'p2', 'p3']) story.by('aoi', park(id, 'challenges', id)).later(1_000)
        story.goTo('solutions')
        firsts.add(story.state.drafts[story.state.cards[0]!.id]!)
        for (const other of [seated('ren'), FACILITATOR]) {
          const { cards } = viewFor(story.state, other)
          expect(cards.map(({ authorId, parked }) => [authorId, parked])).toEqual(
            Array.from({ length: 3 }, () => [null, { from: 'challenges', at: null }]),
          )
        }
        const own = viewFor(story.state, seated('aoi')).cards
        expect(own.every(({ authorId }) => authorId === 'aoi')).toBe(true)
      }
      expect(firsts.size).toBeGreaterThan(1)
    },
  )

  it('PRK-6 a step back or a move taken back parks nothing again; later ones come the next time', () => {
    const story = inPhase('deepen-challenges').by('aoi', park('p1')).goTo('solutions')
    expect(story.state.cards).toHaveLength(1)
    story.facilitated({ type: 'agenda.undo' })
    expect(story.state.cards).toHaveLength(1)
    while (story.phase.board !== 'challenges') story.back()
    story.by('ren', park('p2')).goTo('solutions')
    expect(story.state.cards).toHaveLength(2)
  })

  it('PRK-6 what was parked after a step back comes when that step is taken back', () => {
    const without = Story.planning().seats('aoi', 'ren').teams(2)
    const phases = without.state.agenda.phases.filter(({ kind }) => kind !== 'break')
    without.facilitated({
      type: 'agenda.edit',
      phases: phases.map(({ id, kind, minutes }) => ({ id, kind, minutes })),
    })
    without.open().goTo('solutions').back()
    expect(without.phase.board).toBe('challenges')
    without.by('aoi', park('p1')).facilitated({ type: 'agenda.undo' })
    expect(without.phase.kind).toBe('solutions')
    expect(without.state.cards).toHaveLength(1)
  })
})

describe('before it comes back', () => {
  it('PRK-7 its author puts it on the open board or drops it, nobody else', () => {
    const story = inPhase('list-ideals')
      .by('aoi', park('p1', 'ideals', '共有が遅い'))
      .goTo('deepen-challenges')
    for (const other of [seated('ren'), seatedFacilitator('mei')]) {
      expect(story.ask(other, place('p1', 'c1'))).toEqual(refused('not_author'))
      expect(story.ask(other, drop('p1'))).toEqual(refused('not_author'))
    }
    expect(typesOf(story.ask(seated('aoi'), place('p1', 'c1')))).toEqual([
      'card.added',
      'card.texted',
      'parked.dropped',
      'lot.counted',
    ])
    expect(typesOf(story.ask(seated('aoi'), drop('p1')))).toEqual(['parked.dropped', 'lot.counted'])
    story.by('aoi', place('p1', 'c1'))
    expect(story.state).toMatchObject({ cards: [{ id: 'c1', board: 'challenges' }], parked: [], lots: [] })
    expect(story.ask(seated('aoi'), drop('p1'))).toEqual(refused('card_unknown'))
  })

  it('PRK-7 while no board is open it waits', () => {
    const story = inPhase('deepen-challenges').by('aoi', park('p1')).advance()
    expect(story.phase.board).toBeNull()
    expect(story.ask(seated('aoi'), place('p1', 'c1'))).toEqual(refused('board_closed'))
    expect(story.state.parked).toHaveLength(1)
  })

  it('PRK-9 who leaves leaves it to the team, whose board stays', () => {
    const story = inPhase('list-challenges').by('mei', park('p1'))
    story.by('mei', { type: 'seat.leave' }).facilitated({ type: 'team.form', by: 'headcount', size: 3 })
    expect(story.state.teams.map(({ id }) => id)).toContain('team2')
    story.goTo('solutions')
    expect(story.state.cards).toMatchObject([{ teamId: 'team2', board: 'solutions', authorId: 'mei' }])
  })
})
