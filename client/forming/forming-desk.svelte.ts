import { differencesOf, type Difference } from '#shared/domain/formation/difference.ts'
import type { Axis, Entrant } from '#shared/domain/formation/entrant.ts'
import { explainPerson, type PersonFacts } from '#shared/domain/formation/explain-person.ts'
import type { FormationSetup } from '#shared/domain/formation/formation-setup.ts'
import { isSamePlan } from '#shared/domain/formation/plan.ts'
import type { PlanScore } from '#shared/domain/formation/plan-score.ts'
import { entrantOf, expectedIn } from '#shared/domain/slices/team-form.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import {
  drawingOfPlan,
  drawingOfTeams,
  drawnTeams,
  exchanged,
  keepingOnly,
  measuresOf,
  movedTo,
  notAside,
  pinnedAs,
  requestOf,
  withLate,
  type Drawing,
  type Settings,
} from './drawing.ts'
import type { Finding } from './findings.ts'
import { wishesOf, type FormingOptions, type Rival, type Searching } from './forming-options.ts'
import { readDrawing, scoreDrawing, type Reading } from './reading.ts'
import { answersIn } from './stand-ins.ts'
import { redone, stepped, trailFrom, undone, type Trail } from './trail.ts'

/** What a formation without a seed of its own begins with. */
const FIRST_SEED = 1

/** Steps of 「もっと良くする」 (team-formation.md 3.4). */
const THOROUGH = 200_000

/** The table on which a facilitator forms teams: nobody else sees anything of it until the drawing is given. */
export class FormingDesk {
  readonly #options: FormingOptions
  #trail: Trail<Drawing>
  #searching = $state.raw<Searching>({ kind: 'rest' })
  #rival = $state.raw<Rival | null>(null)
  #chance = $state.raw<{ readonly score: PlanScore; readonly axis: Axis } | null>(null)
  /** what was on the table before the last step, whatever the step was */
  #before = $state.raw<Drawing | null>(null)
  #hovering = $state.raw<Drawing | null>(null)
  #giving = $state(false)
  #again: () => void = () => this.again()
  /** what is sought will take the place of what is on the table */
  #replacing = false

  readonly #answersOf = (id: ParticipantId) => answersIn(this.#options.state(), this.#trail.now, id)
  readonly #past = $derived.by(() => this.#options.state().past)
  readonly #known = $derived({ answersOf: this.#answersOf, ...(this.#past && { past: this.#past }) })
  readonly #entrants = (ids: readonly ParticipantId[]): readonly Entrant[] =>
    ids.map((id) => entrantOf(id, this.#options.state(), this.#known))
  readonly #alive = $derived.by(() => new Set(this.#options.state().participants.map(({ id }) => id)))
  readonly #drawing = $derived.by(() => keepingOnly(this.#trail.now, this.#alive))
  readonly #here = $derived.by(() => ({ present: this.#options.present() }))
  readonly #expected = $derived.by(() =>
    notAside(this.#drawing, expectedIn(this.#options.state(), this.#here), this.#here.present),
  )
  readonly #drawn = $derived.by(() => new Set(this.#drawing.teams.flatMap(({ members }) => members)))
  readonly #late = $derived.by(() =>
    this.#drawing.teams.length === 0 ? [] : this.#expected.filter((id) => !this.#drawn.has(id)),
  )
  readonly #people = $derived.by(() => this.#entrants([...this.#drawn]))
  readonly #reading = $derived.by((): Reading =>
    readDrawing(this.#drawing, this.#people, this.#options.state(), this.#known),
  )
  readonly #differences = $derived.by((): readonly Difference[] => {
    if (this.#hovering !== null)
      return differencesOf(this.#reading.score, scoreDrawing(this.#hovering, this.#people, this.#past?.teams))
    return this.#before === null ? [] : differencesOf(this.#measure(this.#before), this.#reading.score)
  })
  readonly #rivalScore = $derived.by(() => (this.#rival === null ? null : this.#measure(this.#rival.drawing)))
  readonly #given = $derived.by(() => {
    const there = drawingOfTeams(this.#options.state().teams, this.settings)
    return isSamePlan(there.teams, this.#drawing.teams)
  })

  /** Begins with the drawing that was kept, or the teams there are and a plan beside them, or else the best plan. */
  constructor(options: FormingOptions) {
    this.#options = options
    const { teams, formation } = options.state()
    this.#trail = $state.raw(
      trailFrom(options.kept ?? drawingOfTeams(teams, { ...formation, seed: FIRST_SEED })),
    )
    this.begin()
  }

  /** The first search; nothing while nobody is expected. */
  begin(): void {
    this.#search(this.#trail.now.teams.length > 0 ? 'beside' : 'here', this.settings)
  }

  get drawing(): Drawing {
    return this.#drawing
  }

  get settings(): Settings {
    return this.#drawing.settings
  }

  get reading(): Reading {
    return this.#reading
  }

  get searching(): Searching {
    return this.#searching
  }

  get rival(): Rival | null {
    return this.#rival
  }

  /** By the wishes of what is on the table, so that the two can be compared. */
  get rivalScore(): PlanScore | null {
    return this.#rivalScore
  }

  /** What chance gives in the mean; `null` until it is known. */
  get chance(): PlanScore | null {
    return this.#chance?.axis === this.settings.axis ? this.#chance.score : null
  }

  /** What the last step changed; while somebody is dragged, what letting go would change. */
  get differences(): readonly Difference[] {
    return this.#differences
  }

  get hovering(): boolean {
    return this.#hovering !== null
  }

  /** Somebody is there whom teams could be formed of. */
  get anybody(): boolean {
    return this.#expected.length > 0
  }

  /** Who is expected and in no team of the drawing. */
  get late(): readonly ParticipantId[] {
    return this.#late
  }

  /** People in the drawing. */
  get drawn(): number {
    return this.#drawn.size
  }

  /** There is something to tell of the last step. */
  get told(): boolean {
    return this.#before !== null
  }

  get answered(): number {
    const asked = new Set([...this.#expected, ...this.#drawn])
    return [...asked].filter((id) => this.#answersOf(id) !== null).length
  }

  get canUndo(): boolean {
    return this.#trail.past.length > 0
  }

  get canRedo(): boolean {
    return this.#trail.future.length > 0
  }

  /** The workshop's teams are these. */
  get given(): boolean {
    return this.#given
  }

  get giving(): boolean {
    return this.#giving
  }

  explain(id: ParticipantId): PersonFacts | null {
    const measures = measuresOf(this.#drawing, this.#people, this.#past?.teams)
    return explainPerson({ ...measures, pinned: [...this.#drawing.pins] }, drawnTeams(this.#drawing), id)
  }

  /** 「もう一度」: another search with the same wishes; the pinned stay. */
  again(): void {
    const { settings } = this.#drawing
    this.#search('here', { ...settings, seed: settings.seed + 1 })
  }

  /** Seeks longer for the same. */
  thoroughly(): void {
    this.#search('here', this.#drawing.settings, THOROUGH)
  }

  /** Forms again with another wish, and keeps it with the workshop; the pinned stay. */
  wish(change: Partial<FormationSetup>): void {
    const settings = { ...this.#drawing.settings, ...change }
    this.#remember(settings)
    this.#search('here', settings)
  }

  /** Asks the same again. */
  retry(): void {
    this.#again()
  }

  draw(drawing: Drawing): void {
    this.#step(drawing)
  }

  move(id: ParticipantId, to: string): void {
    this.#step(movedTo(this.#drawing, [id], to))
  }

  exchange(id: ParticipantId, instead: readonly ParticipantId[], to: string): void {
    this.#step(exchanged(this.#drawing, id, instead, to))
  }

  pin(id: ParticipantId, pinned: boolean): void {
    this.#step(pinnedAs(this.#drawing, id, pinned))
  }

  placeLate(): void {
    const people = this.#entrants([...this.#drawn, ...this.#late])
    this.#step(withLate(this.#drawing, people, this.#late, this.#past?.teams))
  }

  /** Somebody is held over a team; `null` when nobody is any more. */
  hover(held: { readonly id: ParticipantId; readonly over: string } | null): void {
    this.#hovering = held === null ? null : movedTo(this.#drawing, [held.id], held.over)
  }

  undo(): void {
    this.#go(undone(this.#trail))
  }

  redo(): void {
    this.#go(redone(this.#trail))
  }

  /** Puts this drawing aside, to compare the next ones with it. */
  keep(): void {
    this.#rival = { kind: 'kept', drawing: this.#drawing }
  }

  /** Changes places with what it is compared with. */
  takeRival(): void {
    const rival = this.#rival
    if (rival === null) return
    this.keep()
    this.#step(rival.drawing)
  }

  /** Makes the drawing the workshop's teams. */
  async give(): Promise<CommandReply> {
    this.#giving = true
    const { aim, seed } = this.#drawing.settings
    const { plan } = this.#reading
    const reply = await this.#options.give({ type: 'team.form', by: 'answers', size: aim, seed, plan })
    this.#giving = false
    return reply
  }

  close(): void {
    this.#options.search.close()
  }

  #step(drawing: Drawing): void {
    this.#hovering = null
    if (drawing === this.#drawing) return
    this.#settle()
    const isFirst = this.#trail.now.teams.length === 0
    // figures of other people tell nothing of what was done
    const same = drawing.teams.flatMap(({ members }) => members)
    this.#before =
      same.length === this.#drawn.size && same.every((id) => this.#drawn.has(id)) ? this.#drawing : null
    this.#trail = isFirst ? trailFrom(drawing) : stepped(this.#trail, drawing)
  }

  #go(trail: Trail<Drawing> | null): void {
    if (trail === null) return
    this.#hovering = null
    this.#settle()
    this.#before = this.#drawing
    this.#trail = trail
    this.#remember(this.settings)
  }

  /** The wishes on the table are the workshop's, for the next time and for other facilitators. */
  #remember(settings: Settings): void {
    void this.#options.give(wishesOf(settings))
  }

  /** The hand was quicker than a search for the same place: what the search would bring is no longer wanted. */
  #settle(): void {
    if (!this.#replacing) return
    this.#replacing = false
    this.#options.search.close()
    this.#searching = { kind: 'rest' }
  }

  /** What another drawing costs by the wishes of this one. */
  #measure(drawing: Drawing): PlanScore {
    const ids = drawing.teams.flatMap(({ members }) => members).filter((id) => this.#alive.has(id))
    return scoreDrawing({ ...drawing, settings: this.settings }, this.#entrants(ids), this.#past?.teams)
  }

  /** `beside`: what is found is shown for comparison, and what is on the table stays. */
  #search(where: 'here' | 'beside', settings: Settings, steps?: number): void {
    this.#again = () => this.#search(where, settings, steps)
    const from = this.#drawing
    const people = this.#entrants(this.#expected)
    if (people.length === 0) return
    const asked = requestOf({ ...from, settings }, people, this.#past?.teams)
    const request = { ...asked, ...(steps !== undefined && { steps }) }
    this.#searching = { kind: 'busy', found: 0 }
    this.#replacing = where === 'here'
    const drawingOf = (teams: Parameters<typeof drawingOfPlan>[0]) => drawingOfPlan(teams, from, settings)
    this.#options.search.ask(request, {
      found: (finding) => {
        this.#found(finding, where, settings.axis, drawingOf)
        const found = this.#searching.kind === 'busy' ? this.#searching.found + 1 : 0
        this.#searching = finding.kind === 'chance' ? { kind: 'rest' } : { kind: 'busy', found }
      },
      failed: () => {
        this.#replacing = false
        this.#searching = { kind: 'failed' }
      },
    })
  }

  #found(
    finding: Finding,
    where: 'here' | 'beside',
    axis: Axis,
    drawingOf: (teams: Parameters<typeof drawingOfPlan>[0]) => Drawing,
  ): void {
    if (finding.kind === 'chance') {
      this.#chance = { score: finding.score, axis }
      return
    }
    const { kind, plan } = finding
    if (kind === 'plan' && where === 'here') {
      this.#replacing = false
      return this.#step(drawingOf(plan.teams))
    }
    if (this.#rival?.kind === 'kept' || (kind === 'second' && where === 'beside')) return
    const as = kind === 'plan' ? 'found' : 'second'
    this.#rival = plan === null ? null : { kind: as, drawing: drawingOf(plan.teams) }
  }
}
