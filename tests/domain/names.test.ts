import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import { gateOf, teamProgress } from '#shared/domain/progress.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { NamesShown, Phase } from '#shared/domain/state.ts'
import { fold } from '#shared/domain/workshop.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  Story,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'

const SEATS = ['aoi', 'ren', 'mei', 'sora'] as const
const AUTHORS = ['aoi', 'ren', 'mei', 'sora', 'yui'] as const
const inPhase = (names: NamesShown, kind: Phase['kind']) =>
  Story.planning({ names })
    .seats(...SEATS)
    .teams(2)
    .open()
    .goTo(kind)
const reveal = (story: Story) =>
  story.facilitated({ type: 'card.reveal', expectedPhaseId: story.phase.id }).state
const add = (cardId: string) =>
  ({ type: 'card.add', cardId: card(cardId), board: 'ideals', text: '理想' }) as const
const heard = (story: Story, viewer: Viewer) =>
  story.events.filter((event) => mayHear(viewer, audienceOf(event)))
const authors = (story: Story, viewer: Viewer) =>
  viewFor(story.state, viewer).cards.map(({ id, authorId }) => [id, authorId])

describe('choosing', () => {
  it('NAM-1 names are on from the start unless it is said otherwise, and changed until the opening', () => {
    const story = Story.planning()
    expect(story.state.names).toBe('start')
    const never = { type: 'setup.edit', names: 'never' } as const
    expect(story.ask(FACILITATOR, never)).toEqual(accepted({ type: 'names.chosen', names: 'never' }))
    expect(story.facilitated(never).state.names).toBe('never')
    expect(story.ask(FACILITATOR, never)).toEqual(accepted())
    expect(typesOf(story.ask(FACILITATOR, { ...never, title: 'べつの題' }))).toEqual(['setup.edited'])
    story.seats('aoi', 'ren').teams(2).open()
    expect(story.ask(FACILITATOR, { type: 'setup.edit', names: 'start' })).toEqual(refused('already_open'))
    expect(story.ask(FACILITATOR, never)).toEqual(accepted())
  })
})

describe('cards without names', () => {
  it.each(['summary', 'never'] as const)(
    'NAM-2 an open card is told without its author, who alone learns that it is theirs (%s)',
    (names) => {
      const story = inPhase(names, 'deepen-ideals')
      const decision = story.ask(seated('aoi'), add('c1'))
      expect(typesOf(decision)).toEqual(['card.added', 'card.owned', 'card.texted'])
      expect(decision.ok && decision.value[0]).toMatchObject({ authorId: null, revealed: true })
      story.by('aoi', add('c1'))
      expect(authors(story, seated('aoi'))).toEqual([['c1', 'aoi']])
      for (const other of [seated('ren'), FACILITATOR, seatedFacilitator('ren')])
        expect(authors(story, other)).toEqual([['c1', null]])
      expect(story.ask(seated('ren'), { type: 'card.withdraw', cardId: card('c1') })).toEqual(
        refused('not_author'),
      )
      expect(typesOf(story.ask(seated('aoi'), { type: 'card.withdraw', cardId: card('c1') }))).toEqual([
        'card.withdrawn',
      ])
    },
  )

  it('NAM-3 a hidden card is its author’s alone; everyone learns how many a team has, and who has one', () => {
    const story = inPhase('never', 'list-ideals').posts('aoi', 'c1').posts('aoi', 'c2').posts('mei', 'c3')
    for (const other of [seated('ren'), FACILITATOR, seatedFacilitator('sora')]) {
      const view = viewFor(story.state, other)
      expect(view.cards).toEqual([])
      expect(view.met.map((one) => one.participantId)).toEqual(['aoi', 'mei'])
      expect(view.draftCounts).toMatchObject([
        { teamId: 'team1', board: 'ideals', count: 2 },
        { teamId: 'team2', board: 'ideals', count: 1 },
      ])
      expect(JSON.stringify(heard(story, other))).not.toMatch(/"c[123]"/)
      expect(teamProgress(view, teamId('team1'), story.present)).toEqual({
        required: ['aoi', 'ren'],
        posted: ['aoi'],
        missing: ['ren'],
        cards: 2,
      })
    }
    expect(viewFor(story.state, seated('aoi')).cards.map(({ id }) => id)).toEqual(['c1', 'c2'])
    expect(teamProgress(story.state, teamId('team1'), story.present).cards).toBe(2)
  })

  it('NAM-3 a draft taken back is counted off, and its author waited for again when it was the last', () => {
    const story = inPhase('never', 'list-ideals').posts('aoi', 'c1').posts('aoi', 'c2')
    const drop = (cardId: string) => ({ type: 'card.withdraw', cardId: card(cardId) }) as const
    expect(typesOf(story.ask(seated('aoi'), drop('c1')))).toEqual(['draft.dropped', 'drafts.counted'])
    story.by('aoi', drop('c1'))
    expect(typesOf(story.ask(seated('aoi'), drop('c2')))).toEqual([
      'draft.dropped',
      'drafts.counted',
      'gate.met',
    ])
    expect(story.by('aoi', drop('c2')).state).toMatchObject({ cards: [], draftCounts: [], met: [] })
    expect(gateOf(story.state, story.present).missing).toContain('aoi')
  })

  it('NAM-4 a reveal brings them in random order at one time: neither place nor time says when they were written', () => {
    const firsts = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const story = inPhase('never', 'list-ideals')
      for (let draws = 0; draws < round; draws++) story.context(FACILITATOR).random()
      for (const id of ['c1', 'c2', 'c3', 'c4']) story.posts('aoi', id).later(1_000)
      story.posts('ren', 'c5').later(1_000)
      const state = reveal(story)
      expect(state.cards.map(({ id }) => id)).toEqual(state.lastReveal?.cardIds)
      expect(new Set(state.cards.map(({ at }) => at))).toEqual(new Set([story.now]))
      expect(state.draftCounts).toEqual([])
      firsts.add(state.cards[0]!.id)
      const view = viewFor(state, seated('ren'))
      expect(view.cards.filter(({ authorId }) => authorId !== null).map(({ id }) => id)).toEqual(['c5'])
      expect(fold(heard(story, seated('ren')))).toEqual(view)
    }
    expect(firsts.size).toBeGreaterThan(1)
  })
})

describe('F-43 who listens to everything', () => {
  /** Guesses of which card each wrote, in the order in which people are told to have written. */
  const analysts: Readonly<Record<string, (cards: readonly string[]) => readonly string[]>> = {
    'the first to write wrote the first card': (cards) => cards,
    'the last to write wrote the first card': (cards) => cards.toReversed(),
    'cards are numbered as they were written': (cards) => cards.toSorted(),
  }

  it('NAM-4 F-43 ties cards to people no better than chance, whatever it makes of the order of things', () => {
    const rounds = 200
    const hits = new Map(Object.keys(analysts).map((name) => [name, 0]))
    for (let round = 0; round < rounds; round++) {
      const story = Story.planning({ names: 'never' })
        .seats(...AUTHORS, 'kai')
        .teams(6)
        .open()
        .goTo('list-ideals')
      const { random } = story.context(FACILITATOR)
      for (let draws = 0; draws <= round; draws++) random()
      const written = new Map<string, string>()
      // ids are drawn by the pages, and people write in an order of their own
      for (const author of AUTHORS.toSorted(() => random() - 0.5)) {
        const id = `c${Math.floor(random() * 1e9)}`
        written.set(author, id)
        story.posts(author, id).later(1_000)
      }
      reveal(story)
      const told = heard(story, seated('kai'))
      const met = told.flatMap((event) => (event.type === 'gate.met' ? [event.participantId] : []))
      const cards = told.flatMap((event) => (event.type === 'cards.revealed' ? event.cardIds : []))
      expect([new Set(met), new Set(cards)]).toEqual([new Set(AUTHORS), new Set(written.values())])
      for (const [name, guess] of Object.entries(analysts)) {
        const guessed = guess(cards)
        const right = met.filter((author, at) => written.get(author) === guessed[at]).length
        hits.set(name, (hits.get(name) ?? 0) + right)
      }
    }
    // of any fixed pairing one is right on average, with a variance of one: six deviations
    for (const [name, count] of hits)
      expect(Math.abs(count - rounds), name).toBeLessThan(6 * Math.sqrt(rounds))
  })
})

describe('from the summary on', () => {
  it('NAM-5 authors are told when the phase that sums a board up is left forwards, not before', () => {
    const story = inPhase('summary', 'list-ideals').posts('aoi', 'c1').posts('mei', 'c2')
    reveal(story)
    story.goTo('deepen-ideals').posts('ren', 'c3')
    expect(authors(story, FACILITATOR).map(([, author]) => author)).toEqual([null, null, null])
    story.back().advance()
    expect(story.state.namedBoards).toEqual([])
    story.advance()
    expect(story.state.namedBoards).toEqual(['ideals'])
    expect(Object.fromEntries(authors(story, seated('sora')))).toEqual({ c1: 'aoi', c2: 'mei', c3: 'ren' })
  })

  it('NAM-5 a board nobody sums up is told when its last phase is left, and the rest at the end', () => {
    const story = inPhase('summary', 'next-topics').posts('aoi', 't1')
    story.advance()
    expect(authors(story, FACILITATOR)).toEqual([['t1', 'aoi']])
    const ended = inPhase('summary', 'list-ideals').posts('aoi', 'c1').facilitated({ type: 'agenda.end' })
    expect(authors(ended, FACILITATOR)).toEqual([['c1', 'aoi']])
  })

  it('NAM-5 once told, a board’s cards say at once who wrote them, hidden ones when they are shown', () => {
    const story = inPhase('summary', 'list-challenges').back()
    expect(story.state.namedBoards).toEqual(['ideals'])
    story.posts('aoi', 'c1')
    expect(authors(story, seated('ren'))).toEqual([['c1', 'aoi']])
    story.back()
    expect(story.phase.kind).toBe('list-ideals')
    story.posts('mei', 'c2')
    expect(authors(story, seated('ren'))).toEqual([['c1', 'aoi']])
    story.advance()
    expect(authors(story, seated('ren'))).toEqual([
      ['c1', 'aoi'],
      ['c2', 'mei'],
    ])
  })
})

describe('never', () => {
  it('NAM-6 nobody is ever told, and a facilitator takes a card off without learning whose it is', () => {
    const story = inPhase('never', 'list-ideals').posts('aoi', 'c1').posts('mei', 'c2').advance()
    story.posts('ren', 'c3').facilitated({ type: 'card.hide', cardId: card('c1') })
    expect(story.state.cards.find(({ id }) => id === 'c1')?.withheld).toBe(true)
    story.facilitated({ type: 'agenda.end' })
    expect(authors(story, FACILITATOR).map(([, author]) => author)).toEqual([null, null, null])
    expect(heard(story, FACILITATOR).map((event) => event.type)).not.toContain('authors.told')
    expect(authors(story, seated('aoi')).filter(([, author]) => author !== null)).toEqual([['c1', 'aoi']])
  })
})

describe('what follows from it', () => {
  it('GAT-7 where names are off the gate waits while writing is hidden, and then for nobody', () => {
    const story = inPhase('never', 'list-ideals').posts('aoi', 'c1')
    expect(gateOf(story.state, story.present)).toMatchObject({ open: false, missing: ['ren', 'mei', 'sora'] })
    expect(gateOf(viewFor(story.state, seated('ren')), story.present).missing).toEqual(['ren', 'mei', 'sora'])
    reveal(story)
    for (const state of [story.state, viewFor(story.state, seated('ren'))])
      expect(gateOf(state, story.present)).toMatchObject({ open: true, missing: [] })
    expect(teamProgress(story.state, teamId('team1'), story.present).missing).toEqual([])
  })

  it('CRD-12 what mentors wrote is shown last, except where names never come', () => {
    const lastOf = (names: NamesShown) => {
      const story = inPhase(names, 'list-ideals')
      story.facilitated({ type: 'team.role', participantId: person('aoi'), role: 'mentor' })
      const lasts = new Set<string>()
      story.posts('aoi', 'm1')
      for (const id of ['c1', 'c2', 'c3']) story.posts('ren', id)
      for (let draw = 0; draw < 24; draw++) {
        const decision = story.ask(FACILITATOR, { type: 'card.reveal', expectedPhaseId: story.phase.id })
        const [event] = decision.ok ? decision.value : []
        if (event?.type === 'cards.revealed') lasts.add(event.cardIds.at(-1)!)
      }
      return [...lasts]
    }
    expect(lastOf('start')).toEqual(['m1'])
    expect(lastOf('summary')).toEqual(['m1'])
    expect(lastOf('never').length).toBeGreaterThan(1)
  })

  it.each(['start', 'never'] as const)(
    'CRD-13 a card that comes after its board was revealed is marked late, no other (%s)',
    (names) => {
      const story = inPhase(names, 'list-ideals').posts('aoi', 'c1')
      reveal(story)
      story.posts('ren', 'c2').goTo('deepen-ideals').posts('mei', 'c3').goTo('list-challenges')
      const late = () => Object.fromEntries(story.state.cards.map(({ id, late }) => [id, late]))
      expect(late()).toEqual({ c1: false, c2: true, c3: true })
      story.goTo('solutions').posts('aoi', 's1')
      expect(late()).toMatchObject({ s1: false })
    },
  )
})
