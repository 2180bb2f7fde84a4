import type { Entrant } from '#shared/domain/formation/entrant.ts'
import { entrantOf } from '#shared/domain/slices/team-form.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { withoutAbsent, type DayChange } from './day.ts'
import type { FormingDesk } from './forming-desk.svelte.ts'
import { readDrawing } from './reading.ts'
import { answersIn } from './stand-ins.ts'

/** A team whose mentor does not come: who could step in, or who might visit it. */
export interface MentorGone {
  /** its key */
  readonly team: string
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
  #mentorsGone = $state.raw<readonly MentorGone[]>([])
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
    return this.change === null ? [] : this.#mentorsGone
  }

  /**
   * 「欠席を反映」: on the table only, and taken back as any other step. Who steps in is the mentor of the drawing from now on, so
   * that nothing on the table says that there is none.
   */
  reflect(nameOf: (key: string) => string): void {
    const { drawing } = this.#desk
    const { absent } = this
    const away = new Set(absent)
    const people = drawing.teams.flatMap(({ members }) => members.map((id) => this.#entrant(id)))
    const mentors = new Set(people.filter(({ answers }) => answers?.mentor === true).map(({ id }) => id))
    this.#names = new Map(drawing.teams.map(({ key }) => [key, nameOf(key)]))
    const goneFrom = new Map(
      drawing.teams.map(({ key, members }) => [key, members.filter((id) => away.has(id) && mentors.has(id))]),
    )
    const state = this.#options.state()
    const change = withoutAbsent(drawing, people, absent, state.past?.teams)
    const here = people.filter(({ id }) => !away.has(id))
    const { teams } = readDrawing(change.drawing, here, state, {
      answersOf: this.#answersOf,
      ...(state.past && { past: state.past }),
    })
    this.#mentorsGone = teams.flatMap(({ key, advice }): readonly MentorGone[] => {
      const gone = goneFrom.get(key) ?? []
      if (gone.length === 0 || advice === null) return []
      const { kind, participantIds } = advice
      return [
        kind === 'promote'
          ? { team: key, gone, stepsIn: participantIds[0] ?? null, visitors: [] }
          : { team: key, gone, stepsIn: null, visitors: participantIds },
      ]
    })
    const stepIn = this.#mentorsGone.flatMap(({ stepsIn }) => stepsIn ?? [])
    const after =
      stepIn.length === 0
        ? change.drawing
        : { ...change.drawing, standIns: new Set([...(drawing.standIns ?? []), ...stepIn]) }
    this.#change = { ...change, drawing: after }
    this.#desk.draw(after)
  }

  readonly #answersOf = (id: ParticipantId) => answersIn(this.#options.state(), this.#desk.drawing, id)

  #entrant(id: ParticipantId): Entrant {
    const state = this.#options.state()
    return entrantOf(id, state, { answersOf: this.#answersOf, ...(state.past && { past: state.past }) })
  }
}
