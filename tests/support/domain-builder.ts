import { NO_ANSWERS, type Answers } from '#shared/domain/answers.ts'
import { parseCommand, type Command, type CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import type { Rejection, RejectionCode } from '#shared/domain/rejection.ts'
import type { Actor, Context, Decision, Viewer } from '#shared/domain/slice.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import { decide, evolve } from '#shared/domain/workshop.ts'
import type { CardId, ParticipantId, PhaseId, TeamId } from '#shared/ids.ts'
import { seededRandom } from '#shared/random.ts'
import { err, must, ok } from '#shared/result.ts'
import type { Millis } from '#shared/time.ts'

export const SYSTEM: Actor = { role: 'system' }
export const VISITOR: Viewer = { role: 'visitor' }
/** A facilitator by link, without a seat. */
export const FACILITATOR: Viewer = { role: 'facilitator', participantId: null }

/** 2026-01-10 10:00 in Tokyo; a point in time like any other. */
export const START: Millis = Date.UTC(2026, 0, 10, 1)

export const person = (id: string) => id as ParticipantId
export const card = (id: string) => id as CardId
export const phaseId = (id: string) => id as PhaseId
export const teamId = (id: string) => id as TeamId
export const seated = (id: string): Viewer => ({ role: 'participant', participantId: person(id) })
export const seatedFacilitator = (id: string): Viewer => ({ role: 'facilitator', participantId: person(id) })

/** A command as the door reads it; a test that writes one wrongly fails at once. */
export function command(input: CommandInput): Command {
  const parsed = parseCommand(input)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

/** What a decision looks like: `expect(story.ask(…)).toEqual(refused('ended'))`. */
export const accepted = (...events: readonly WorkshopEvent[]): Decision => ok(events)
export const refused = (code: RejectionCode, details: Omit<Rejection, 'code'> = {}): Decision =>
  err({ code, ...details })
export const typesOf = (decision: Decision): readonly string[] =>
  decision.ok ? decision.value.map((event) => event.type) : [`refused: ${decision.error.code}`]

/**
 * A workshop told step by step: `given` commands that must be accepted, then `ask` one and look at the decision. Time
 * stands still unless `later` moves it. Everyone who sits down is here until they are `away`.
 */
export class Story {
  #state: WorkshopState | null = null
  #ids = 0
  readonly events: WorkshopEvent[] = []
  readonly present = new Set<ParticipantId>()
  readonly answers: Record<ParticipantId, Answers> = {}
  readonly #random = seededRandom(7)
  now: Millis = START

  static planning(setup: Partial<Extract<CommandInput, { type: 'setup.create' }>> = {}): Story {
    const story = new Story()
    return story.given(SYSTEM, {
      type: 'setup.create',
      title: '情報共有の理想',
      goal: '明日からの1つ',
      ...setup,
    })
  }

  /** Live, in the first phase with a board that has the given kind; `seats` sit in teams of `size`. */
  static inPhase(kind: Phase['kind'], seats: readonly string[] = ['aoi', 'ren'], size = 2): Story {
    return Story.planning()
      .seats(...seats)
      .teams(size)
      .open()
      .goTo(kind)
  }

  get state(): WorkshopState {
    return must(this.#state, 'state')
  }

  get phase(): Phase {
    const { current, phases } = this.state.agenda
    return must(
      phases.find((phase) => phase.id === current?.phaseId),
      'current phase',
    )
  }

  context(actor: Actor): Context {
    return {
      actor,
      now: this.now,
      newId: () => `id${++this.#ids}`,
      random: this.#random,
      present: this.present,
      answersOf: (id) => this.answers[id] ?? null,
    }
  }

  /** What the workshop answers; nothing is changed. */
  ask(actor: Actor, input: CommandInput): Decision {
    return decide(command(input), this.#state, this.context(actor))
  }

  /** A command that has been accepted. */
  given(actor: Actor, input: CommandInput): this {
    const decision = this.ask(actor, input)
    if (!decision.ok) throw new Error(`${input.type} was refused: ${JSON.stringify(decision.error)}`)
    return this.happened(...decision.value)
  }

  happened(...events: readonly WorkshopEvent[]): this {
    for (const event of events) {
      this.#state = evolve(this.#state, event)
      this.events.push(event)
    }
    return this
  }

  by(id: string, input: CommandInput): this {
    return this.given(seated(id), input)
  }

  facilitated(input: CommandInput): this {
    return this.given(FACILITATOR, input)
  }

  seats(...ids: readonly string[]): this {
    for (const id of ids) {
      this.given(SYSTEM, { type: 'seat.take', participantId: person(id), name: `${id}さん` })
      this.present.add(person(id))
    }
    return this
  }

  /** Teams of `size` in seat order, so that a test can say who is with whom: the first `size` people are team 1. */
  teams(size: number): this {
    const ids = this.state.participants.map((one) => one.id)
    const roles = ['lead', 'presenter', 'scribe', 'timekeeper', 'member', 'member'] as const
    const teams = []
    for (let first = 0; first < ids.length; first += size) {
      const members = ids.slice(first, first + size)
      const number = 1 + first / size
      teams.push({
        id: teamId(`team${number}`),
        name: `チーム${number}`,
        members: members.map((participantId, index) => ({ participantId, role: must(roles[index], 'role') })),
      })
    }
    return this.happened({ type: 'teams.formed', teams })
  }

  open(): this {
    return this.facilitated({ type: 'agenda.open' })
  }

  advance(): this {
    const expectedPhaseId = this.phase.id
    return this.facilitated({ type: 'agenda.advance', expectedPhaseId, force: true, reason: '時間です' })
  }

  back(): this {
    return this.facilitated({ type: 'agenda.back' })
  }

  goTo(kind: Phase['kind']): this {
    while (this.phase.kind !== kind) this.advance()
    return this
  }

  later(time: Millis): this {
    this.now += time
    return this
  }

  /** What somebody said in the form. */
  answered(id: string, answers: Partial<Answers>): this {
    this.answers[person(id)] = { ...NO_ANSWERS, ...answers }
    return this
  }

  away(...ids: readonly string[]): this {
    for (const id of ids) this.present.delete(person(id))
    return this
  }

  /** A card of one's own on the board of the phase. */
  posts(id: string, cardId: string, text = `${cardId}のことば`): this {
    const board = must(this.phase.board, 'board')
    return this.by(id, { type: 'card.add', cardId: card(cardId), board, text })
  }

  role(id: string): string | null {
    const members = this.state.teams.flatMap((team) => team.members)
    return members.find((member) => member.participantId === person(id))?.role ?? null
  }
}
