import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { addCard, addCluster, setLink, writeSummary } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { Command } from '#shared/domain/commands.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import { withNames, type People } from '#shared/domain/people.ts'
import type { Actor } from '#shared/domain/slice.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import { decide, evolve } from '#shared/domain/workshop.ts'
import { ALL_TEAMS, type BoardName, type CardId, type ParticipantId, type TeamId } from '#shared/ids.ts'
import type { BoardReading } from '#shared/outcome/build-outcome.ts'
import { seededRandom } from '#shared/random.ts'
import { must } from '#shared/result.ts'
import { MINUTE } from '#shared/time.ts'
import { workshopFixture } from '../fixtures/workshop.ts'
import {
  WRITTEN_BOARDS,
  type FixtureBoard,
  type FixtureCard,
  type FixtureTeam,
  type FixtureWorkshop,
  type PersonKey,
} from '../fixtures/workshop-types.ts'

/** The fixture as a workshop that took place: no server, only the rules and the documents. */
export interface PlayedWorkshop {
  readonly events: readonly WorkshopEvent[]
  readonly people: People
  /** ended, with names filled in */
  readonly state: WorkshopState
  readonly boards: readonly BoardReading[]
}

export function participantId(person: PersonKey): ParticipantId {
  return `seat-${person}` as ParticipantId
}

/** The document of one board, written as its people left it. `clusterIds` are the fixture's keys. */
export function fixtureDoc(fixture: FixtureBoard): BoardDoc {
  const board = boardDoc(new Y.Doc())
  for (const { key, text, part } of fixture.cards) addCard(board, { id: key, text, part: part ?? null })
  for (const { key, title } of fixture.clusters) addCluster(board, key, title, cardsIn(fixture, key))
  for (const card of fixture.cards) for (const to of card.links ?? []) setLink(board, card.key, to, true)
  if (fixture.summary !== '') writeSummary(board, fixture.summary)
  return board
}

function cardsIn(board: FixtureBoard, clusterKey: string): readonly string[] {
  return board.cards.filter(({ cluster }) => cluster === clusterKey).map(({ key }) => key)
}

/** The boards of a kind in the fixture: one for each team, or the one of all. */
export function fixtureBoards(fixture: FixtureWorkshop, board: BoardName): readonly FixtureBoard[] {
  switch (board) {
    case 'ideals':
    case 'challenges':
    case 'solutions':
      return fixture.teams.map((team) => team.boards[board])
    case 'topics':
      return [fixture.topics]
    case 'lookback':
      return []
  }
}

/** Plays the fixture from the first command to the end, deterministically. */
export function playWorkshop(fixture: FixtureWorkshop = workshopFixture): PlayedWorkshop {
  const play = new Play(fixture)
  play.seatEveryone()
  play.formTeams()
  play.runAgenda()
  const people: People = Object.fromEntries(fixture.people.map(({ key, name }) => [participantId(key), name]))
  const state = withNames(play.state, people)
  const teamIds = (board: BoardName) => (board === 'topics' ? [ALL_TEAMS] : state.teams.map(({ id }) => id))
  return {
    events: play.events,
    people,
    state,
    boards: WRITTEN_BOARDS.flatMap((board) =>
      fixtureBoards(fixture, board).map((written, index) => ({
        teamId: must(teamIds(board)[index], 'team') as TeamId,
        board,
        content: readBoard(fixtureDoc(written)),
      })),
    ),
  }
}

class Play {
  readonly events: WorkshopEvent[] = []
  #state: WorkshopState | null = null
  #now: number
  #ids = 0
  readonly #fixture: FixtureWorkshop
  readonly #random = seededRandom(1126)
  readonly #present: ReadonlySet<ParticipantId>

  constructor(fixture: FixtureWorkshop) {
    this.#fixture = fixture
    this.#now = fixture.startsAt - 30 * MINUTE
    this.#present = new Set(fixture.people.map(({ key }) => participantId(key)))
    const { title, goal, template, locale } = fixture
    this.#give({ role: 'system' }, { type: 'setup.create', title, goal, template, locale, names: 'start' })
  }

  get state(): WorkshopState {
    return must(this.#state, 'state')
  }

  seatEveryone(): void {
    for (const { key, name, consent } of this.#fixture.people) {
      this.#give({ role: 'system' }, { type: 'seat.take', participantId: participantId(key), name, consent })
    }
  }

  formTeams(): void {
    this.#facilitate({ type: 'team.form', by: 'headcount', size: 5, seed: 1 })
    for (const [index, team] of this.#fixture.teams.entries()) {
      const { id: teamId } = must(this.state.teams[index], `team ${index}`)
      this.#facilitate({ type: 'team.rename', teamId, name: team.name })
      for (const { person } of team.members) {
        this.#facilitate({ type: 'team.move', participantId: participantId(person), teamId })
      }
    }
    for (const team of this.#fixture.teams) this.#dealRoles(team)
  }

  /** First everybody without a role, so that no step on the way has a mentor who presents. */
  #dealRoles({ members }: FixtureTeam): void {
    for (const { person } of members) {
      this.#facilitate({ type: 'team.role', participantId: participantId(person), role: 'member' })
    }
    for (const { person, role } of members) {
      this.#facilitate({ type: 'team.role', participantId: participantId(person), role })
    }
  }

  runAgenda(): void {
    this.#now = this.#fixture.startsAt
    this.#facilitate({ type: 'agenda.open' })
    for (const phase of this.state.agenda.phases) {
      this.#runPhase(phase)
      this.#now = this.#fixture.startsAt + this.#planned(phase)
      if (phase !== this.state.agenda.phases.at(-1)) {
        this.#facilitate({ type: 'agenda.advance', expectedPhaseId: phase.id, force: false })
      }
    }
    this.#now += MINUTE
    this.#facilitate({ type: 'agenda.end' })
  }

  /** When a phase ends if all keep their minutes, from the start. */
  #planned(until: Phase): number {
    const { phases } = this.state.agenda
    return phases.slice(0, phases.indexOf(until) + 1).reduce((sum, { minutes }) => sum + minutes * MINUTE, 0)
  }

  #runPhase(phase: Phase): void {
    if (phase.kind === 'share') {
      for (const _ of this.#fixture.teams) this.#facilitate({ type: 'share.next' })
    }
    const { board } = phase
    if (board === null) return
    const cards = fixtureBoards(this.#fixture, board).flatMap((each) => each.cards)
    if (!this.state.cards.some((card) => card.board === board)) {
      for (const card of cards) this.#post(card, board)
    }
    if (phase.votes > 0) for (const card of cards) this.#prize(card)
  }

  #post({ key, by, text, part }: FixtureCard, board: BoardName): void {
    this.#now += 1_000
    this.#participate(by, { type: 'card.add', cardId: key as CardId, board, text, part: part ?? null })
  }

  #prize({ key, likes, votes }: FixtureCard): void {
    const cardId = key as CardId
    for (const person of likes ?? []) this.#participate(person, { type: 'like.toggle', cardId })
    for (const { key: person } of this.#fixture.people) {
      const count = votes?.[person]
      if (count !== undefined) this.#participate(person, { type: 'vote.cast', cardId, count })
    }
  }

  #facilitate(command: Command): void {
    this.#give({ role: 'facilitator', participantId: null }, command)
  }

  #participate(person: PersonKey, command: Command): void {
    this.#give({ role: 'participant', participantId: participantId(person) }, command)
  }

  #give(actor: Actor, command: Command): void {
    const decision = decide(command, this.#state, {
      actor,
      now: this.#now,
      newId: () => `id-${++this.#ids}`,
      random: this.#random,
      present: this.#present,
      answersOf: () => null,
    })
    if (!decision.ok) {
      throw new Error(`${JSON.stringify(command)} was refused: ${JSON.stringify(decision.error)}`)
    }
    for (const event of decision.value) {
      this.events.push(event)
      this.#state = evolve(this.#state, event)
    }
  }
}
