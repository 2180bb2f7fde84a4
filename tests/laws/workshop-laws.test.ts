import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor } from '#shared/domain/audience.ts'
import { fold } from '#shared/domain/workshop.ts'
import { phaseIndex } from '#shared/domain/lookup.ts'
import { parkedCount } from '#shared/domain/lot.ts'
import { dotsGiven } from '#shared/domain/progress.ts'
import { policy } from '#shared/domain/policy.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import { ALL_TEAMS, type CardId } from '#shared/ids.ts'
import { histories, play, viewersOf, type History, type Moment } from '../support/domain-histories.ts'
import type { Story } from '../support/domain-builder.ts'
import { times } from '../support/times.ts'

/** A failing run prints its seed, its path and the smallest history that fails. */
function always(check: (history: History) => void, runs = 150): void {
  fc.assert(fc.property(histories, check), times(runs))
}

/** A law that has to hold at every moment of every history. */
const atEveryMoment = (check: (moment: Moment) => void) => always((history) => void play(history, check))

const heardBy = (story: Pick<Story, 'events'>, viewer: Viewer) =>
  story.events.filter((event) => mayHear(viewer, audienceOf(event)))

describe('laws over random histories', () => {
  it('LAW-1 replaying the events gives the state that was reached', () => {
    always((history) => {
      const story = play(history)
      expect(fold(story.events)).toEqual(story.state)
      expect(fold(JSON.parse(JSON.stringify(story.events)))).toEqual(story.state)
    })
  })

  it('LAW-1 it does not matter where the log is cut by a snapshot', () => {
    always((history) => {
      const { events, state } = play(history)
      const cut = 1 + (history.steps.length % events.length)
      const snapshot = JSON.parse(JSON.stringify(fold(events.slice(0, cut))))
      expect(fold(events.slice(cut), snapshot)).toEqual(state)
    }, 60)
  })

  it('LAW-2 what a viewer holds is the fold of the events they may hear', () => {
    always((history) => {
      const story = play(history)
      for (const viewer of viewersOf(story)) {
        expect(fold(heardBy(story, viewer)), JSON.stringify(viewer)).toEqual(viewFor(story.state, viewer))
      }
    })
  })

  it('LAW-3 nobody else’s view holds the words of a draft, at any moment', () => {
    atEveryMoment(({ story, decision }) => {
      if (!decision.ok) return
      const drafts = story.state.cards.filter((card) => !card.revealed)
      if (drafts.length === 0) return
      for (const viewer of viewersOf(story)) {
        const view = JSON.stringify(viewFor(story.state, viewer))
        for (const { id, authorId } of drafts) {
          const mine = viewer.role !== 'visitor' && viewer.participantId === authorId
          expect(
            view.includes(JSON.stringify(story.state.drafts[id])),
            `${id} to ${JSON.stringify(viewer)}`,
          ).toBe(mine)
        }
      }
    })
  })

  it('LAW-3 nobody else hears the words of a card or reply', () => {
    always((history) => {
      const story = play(history)
      for (const viewer of viewersOf(story)) {
        const heard = JSON.stringify(heardBy(story, viewer))
        for (const event of story.events) {
          if (event.type !== 'card.texted' && event.type !== 'reply.texted') continue
          if (viewer.role === 'visitor') continue
          expect(heard.includes(JSON.stringify(event.text))).toBe(viewer.participantId === event.authorId)
        }
      }
    })
  })

  it('LAW-11 nobody but its author holds a nameless card with its author, or knows of it before it is shown', () => {
    let looked = 0
    always((history) => {
      const story = play(history)
      for (const viewer of viewersOf(story)) {
        const view = viewFor(story.state, viewer)
        for (const { id, authorId, named, revealed } of story.state.cards) {
          if (named || (viewer.role !== 'visitor' && viewer.participantId === authorId)) continue
          looked++
          expect(view.cards.find((card) => card.id === id)?.authorId ?? null).toBeNull()
          // a pledge says who gave it, and anybody may give one, whoever wrote the card (PLE-3)
          // who withdrew a card frees its id for another one
          const begun = story.events.findLastIndex(
            (event) => (event.type === 'draft.kept' || event.type === 'card.added') && event.cardId === id,
          )
          const about = heardBy({ events: story.events.slice(begun) }, viewer).filter(
            (event) => event.type !== 'pledge.toggled' && JSON.stringify(event).includes(`"${id}"`),
          )
          expect(about.filter((event) => JSON.stringify(event).includes(`"${authorId}"`))).toEqual([])
          if (!revealed) expect(about).toEqual([])
        }
      }
    })
    expect(looked).toBeGreaterThan(100)
  })

  it('LAW-11 nobody but its author holds a nameless reply with its author', () => {
    let looked = 0
    always((history) => {
      const story = play(history)
      for (const viewer of viewersOf(story)) {
        const view = viewFor(story.state, viewer)
        for (const { id, authorId, named } of story.state.replies) {
          if (named || (viewer.role !== 'visitor' && viewer.participantId === authorId)) continue
          looked++
          expect(view.replies.find((reply) => reply.id === id)?.authorId).toBeNull()
          const about = heardBy(story, viewer).filter((event) => JSON.stringify(event).includes(`"${id}"`))
          expect(about.filter((event) => JSON.stringify(event).includes(`"${authorId}"`))).toEqual([])
        }
      }
    })
    expect(looked).toBeGreaterThan(0)
  })

  it('LAW-11 with names never, no author is ever told', () => {
    always((history) => {
      const story = play(history)
      if (story.state.names !== 'never') return
      expect([...story.state.cards, ...story.state.replies].filter(({ named }) => named)).toEqual([])
    })
  })

  it('LAW-14 who said thanks is known to them alone, and that a card was thanked for to its author alone', () => {
    let looked = 0
    always((history) => {
      const story = play(history)
      const authors = new Map(story.state.cards.map(({ id, authorId }) => [id, authorId]))
      looked += story.state.thanks.length
      for (const viewer of viewersOf(story)) {
        const own = viewer.role === 'visitor' ? null : viewer.participantId
        const view = viewFor(story.state, viewer)
        expect(view.thanks.every(({ participantId }) => participantId === own)).toBe(true)
        for (const id of Object.keys(view.thanked)) expect(authors.get(id as CardId)).toBe(own)
        for (const event of heardBy(story, viewer)) {
          if (event.type === 'thanks.toggled') expect(event.participantId).toBe(own)
          if (event.type === 'thanks.told') expect(event.authorId).toBe(own)
        }
      }
      for (const [id, count] of Object.entries(story.state.thanked))
        expect(story.state.thanks.filter(({ cardId }) => cardId === id)).toHaveLength(count)
    })
    expect(looked).toBeGreaterThan(0)
  })

  it('LAW-12 the words of what is parked are with their author alone, until they come back', () => {
    let looked = 0
    always((history) => {
      const story = play(history)
      for (const viewer of viewersOf(story)) {
        const view = JSON.stringify(viewFor(story.state, viewer))
        const heard = JSON.stringify(heardBy(story, viewer))
        for (const { text, authorId } of story.state.parked) {
          const mine = viewer.role !== 'visitor' && viewer.participantId === authorId
          looked++
          expect(view.includes(JSON.stringify(text)), JSON.stringify(viewer)).toBe(mine)
          if (!mine) expect(heard.includes(JSON.stringify(text))).toBe(false)
        }
        expect(viewFor(story.state, viewer).lots).toEqual(story.state.lots)
      }
    })
    expect(looked).toBeGreaterThan(20)
  })

  it('LAW-13 what was parked is in the lot, or came back once, or was taken out by its author', () => {
    let cameBack = 0
    always((history) => {
      const story = play(history)
      const times = (type: string) => story.events.filter((event) => event.type === type).length
      const returned = () =>
        story.events.flatMap((event) => (event.type === 'card.added' && event.parked ? [event.cardId] : []))
      expect(times('card.parked')).toBe(story.state.parked.length + times('parked.dropped'))
      for (const { id } of story.state.teams) {
        const parked = story.state.parked.filter(({ teamId }) => teamId === id).length
        expect(parkedCount(story.state, id)).toBe(parked)
      }
      const waiting = story.state.parked.length
      const before = returned().length
      if (story.state.status === 'live') {
        story.facilitated({ type: 'agenda.end' })
        expect(returned().length).toBe(before + waiting)
      }
      if (story.state.status === 'ended') expect(story.state).toMatchObject({ parked: [], lots: [] })
      expect(new Set(returned()).size).toBe(returned().length)
      expect(returned().length).toBeLessThanOrEqual(times('parked.dropped'))
      cameBack += returned().length
    })
    expect(cameBack).toBeGreaterThan(5)
  })

  it('LAW-4 no mentor presents, and every other role but member is there once at most', () => {
    atEveryMoment(({ story, before, decision }) => {
      for (const { members } of story.state.teams) {
        const roles = members
          .map((member) => member.role)
          .filter((role) => role !== 'member' && role !== 'mentor')
        expect(new Set(roles).size).toBe(roles.length)
        expect(new Set(members.map((member) => member.participantId)).size).toBe(members.length)
      }
      if (!decision.ok) return
      const mentors = new Set(
        before.teams.flatMap((team) =>
          team.members.filter((one) => one.role === 'mentor').map((one) => one.participantId),
        ),
      )
      const presenters = story.state.teams.flatMap((team) =>
        team.members.filter((one) => one.role === 'presenter'),
      )
      expect(presenters.filter((one) => mentors.has(one.participantId))).toEqual([])
    })
  })

  it('LAW-5 nobody is in two teams, and teams and seats agree', () => {
    atEveryMoment(({ story: { state } }) => {
      const places = state.teams.flatMap((team) =>
        team.members.map((one) => [one.participantId, team.id] as const),
      )
      const expected = state.participants
        .filter((one) => one.teamId !== null)
        .map((one) => [one.id, one.teamId] as const)
      const sorted = (pairs: readonly (readonly [string, string | null])[]) =>
        pairs.map((pair) => pair.join(' ')).sort()
      expect(sorted(places)).toEqual(sorted(expected))
    })
  })

  it('LAW-6 no phase is skipped: every move goes one step', () => {
    atEveryMoment(({ before, decision }) => {
      for (const event of decision.ok ? decision.value : []) {
        if (event.type !== 'agenda.moved' && event.type !== 'agenda.undone') continue
        const from = before.agenda.current!
        const steps = phaseIndex(before, event.current.phaseId) - phaseIndex(before, from.phaseId)
        expect(Math.abs(steps)).toBe(1)
        if (event.type === 'agenda.undone') continue
        expect(event.before).toEqual(from)
        expect(steps).toBe(event.direction === 'forward' ? 1 : -1)
      }
    })
  })

  it('LAW-7 no decision throws, and a refusal changes nothing', () => {
    // States are frozen before every decision, so a rule that writes into one throws here.
    const accepted = new Set<string>()
    atEveryMoment(({ story, before, decision, command }) => {
      if (decision.ok) accepted.add(command.type)
      else expect(story.state).toBe(before)
    })
    // The histories are worth something: they get almost everything to happen.
    expect(accepted.size).toBeGreaterThan(Object.keys(policy).length * 0.7)
  })

  it('LAW-8 every card and reply has an author who had a seat, an id of its own and a place', () => {
    always((history) => {
      const { state, events } = play(history)
      const seated = new Set(
        events.flatMap((event) => (event.type === 'seat.taken' ? [event.participantId] : [])),
      )
      for (const card of state.cards) {
        expect(card.authorId !== null && seated.has(card.authorId)).toBe(true)
        expect(card.teamId === ALL_TEAMS || state.teams.some((team) => team.id === card.teamId)).toBe(true)
        expect(state.drafts[card.id]).toMatch(/secret#\d+#$/)
      }
      const texts = [...state.cards, ...state.replies]
      expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length)
      for (const { id, authorId, under } of state.replies) {
        expect(authorId !== null && seated.has(authorId)).toBe(true)
        expect(state.drafts[id]).toMatch(/secret#\d+#$/)
        if (under.kind === 'card')
          expect(state.cards.find((card) => card.id === under.cardId)).toMatchObject({ withheld: false })
      }
    })
  })

  it('LAW-9 dots stay within the budget of their phase, two a card at most', () => {
    atEveryMoment(({ story, before, decision }) => {
      for (const event of decision.ok ? decision.value : []) {
        if (event.type !== 'vote.cast') continue
        const { phaseId, participantId } = event
        const given = dotsGiven(story.state, phaseId, participantId)
        // A budget that was made smaller later does not take dots away, but none can be added.
        const most = Math.max(story.phase.votes, dotsGiven(before, phaseId, participantId) - 1)
        expect(given).toBeLessThanOrEqual(most)
      }
      for (const vote of story.state.votes) expect([1, 2]).toContain(vote.count)
    })
  })

  it('LAW-10 once it has ended nothing is hidden', () => {
    always((history) => {
      const story = play(history)
      if (story.state.status === 'live') story.facilitated({ type: 'agenda.end' })
      if (story.state.status === 'ended')
        expect(story.state.cards.filter((card) => !card.revealed)).toEqual([])
    })
  })
})
