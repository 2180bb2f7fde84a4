import type { Entrant } from '#shared/domain/formation/entrant.ts'
import { entrantOf } from '#shared/domain/slices/team-form.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { withoutAbsent, type DayChange } from './day.ts'
import type { FormingDesk } from './forming-desk.svelte.ts'
import type { ReadTeam } from './reading.ts'

/** A team whose mentor does not come: who could step in, or who might visit it. */
export interface MentorGone {
  readonly team: ReadTeam
  readonly gone: readonly ParticipantId[]
  /** solved the team's challenge and sits in it; `null` when nobody there has */
  readonly stepsIn: ParticipantId | null
  readonly visitors: readonly ParticipantId[]
}

interface DayOptions {
  readonly state: () => WorkshopState
  readonly present: () => ReadonlySet<ParticipantId>
}

/** Before this share of the people is here nobody is absent yet: they are still on their way. */
const SHARE_HERE = 1 / 3

/** The last minutes before the start: who did not come, and what the teams are without them. */
export class DayOf {
  readonly #desk: FormingDesk
  readonly #options: DayOptions
  #change = $state.raw<DayChange | null>(null)
  #mentors = $state.raw<ReadonlyMap<string, readonly ParticipantId[]>>(new Map())
  #names = $state.raw<ReadonlyMap<string, string>>(new Map())

  constructor(desk: FormingDesk, options: DayOptions) {
    this.#desk = desk
    this.#options = options
  }

  /** Who has a place in the drawing and is not here. Nobody once the first phase has begun: from then on only a hand moves people. */
  get absent(): readonly ParticipantId[] {
    if (this.#options.state().status !== 'planning') return []
    const drawn = this.#desk.drawing.teams.flatMap(({ members }) => members)
    const present = this.#options.present()
    const away = drawn.filter((id) => !present.has(id))
    return drawn.length - away.length >= Math.max(1, drawn.length * SHARE_HERE) ? away : []
  }

  /** What was changed, as long as it lies on the table. */
  get change(): DayChange | null {
    return this.#change?.drawing === this.#desk.drawing ? this.#change : null
  }

  /** What a team was called before the change, though it may have ended with it. */
  nameOf(key: string): string {
    return this.#names.get(key) ?? ''
  }

  get mentorsGone(): readonly MentorGone[] {
    if (this.change === null) return []
    return this.#desk.reading.teams.flatMap((team): readonly MentorGone[] => {
      const gone = this.#mentors.get(team.key) ?? []
      if (gone.length === 0 || team.advice === null) return []
      const { kind, participantIds } = team.advice
      return [
        kind === 'promote'
          ? { team, gone, stepsIn: participantIds[0] ?? null, visitors: [] }
          : { team, gone, stepsIn: null, visitors: participantIds },
      ]
    })
  }

  /** 「欠席を反映」: on the table only, and taken back as any other step. */
  reflect(nameOf: (key: string) => string): void {
    const { drawing } = this.#desk
    const { absent } = this
    const away = new Set(absent)
    const people = drawing.teams.flatMap(({ members }) => members.map((id) => this.#entrant(id)))
    const mentors = new Set(people.filter(({ answers }) => answers?.mentor === true).map(({ id }) => id))
    this.#names = new Map(drawing.teams.map(({ key }) => [key, nameOf(key)]))
    this.#mentors = new Map(
      drawing.teams.map(({ key, members }) => [key, members.filter((id) => away.has(id) && mentors.has(id))]),
    )
    const change = withoutAbsent(drawing, people, absent, this.#options.state().past?.teams)
    this.#change = change
    this.#desk.draw(change.drawing)
  }

  #entrant(id: ParticipantId): Entrant {
    const state = this.#options.state()
    const answersOf = (one: ParticipantId) => state.participants.find((p) => p.id === one)?.answers ?? null
    return entrantOf(id, state, { answersOf, ...(state.past && { past: state.past }) })
  }
}
