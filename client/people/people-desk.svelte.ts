import type { Participant } from '#shared/domain/state.ts'
import { mappingFor, withColumn, type ColumnMapping } from '#shared/intake/columns.ts'
import type { Field } from '#shared/intake/fields.ts'
import { INTAKE_LIMITS } from '#shared/intake/file-trouble.ts'
import { guessMapping } from '#shared/intake/guess.ts'
import type { Source } from '#shared/intake/importers/importer.ts'
import type { IncomingPerson } from '#shared/intake/incoming-person.ts'
import type { IntakeTrouble } from '#shared/intake/intake-text.ts'
import type { Intake } from '#shared/intake/people.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Brought } from '#shared/protocol/people.ts'
import { bringPeople, type Bringing } from './bring.ts'
import { foundPeople, isChosenAtFirst, type Found } from './found.ts'
import { keepMapping, keptMapping } from './kept-mapping.ts'
import type { OpenedTable } from './table-desk.ts'
import type { TableReader } from './table-reader.ts'

/** Why a file did not open: what is the matter with it, or that the part that reads files did not come. */
export type OpenTrouble = IntakeTrouble | { readonly kind: 'not_fetched' } | { readonly kind: 'not_readable' }

export interface OpenFile {
  readonly name: string
  readonly table: OpenedTable
  /** these columns were mapped on this device before */
  readonly remembered: boolean
  /** the fields that had a column when the file was opened: they stay in their place while the mapping changes */
  readonly fields: readonly Field[]
}

/** What became of somebody. */
export interface Outcome {
  readonly person: IncomingPerson
  /** `null`: the server has not said */
  readonly brought: Brought | null
}

type Stage =
  | { readonly at: 'choose'; readonly trouble: OpenTrouble | null }
  | { readonly at: 'opening'; readonly name: string }
  | { readonly at: 'check'; readonly file: OpenFile }
  | { readonly at: 'bringing' | 'done'; readonly file: OpenFile }

interface Options {
  readonly reader: TableReader
  readonly seated: () => readonly Participant[]
  /** the challenges the form offers */
  readonly challenges: () => readonly string[]
  readonly post: Bringing['post']
  readonly wait: Bringing['wait']
  readonly newId: () => string
}

/** One import, from choosing a file to everybody's link. Nobody is brought in before `bring`. */
export class PeopleDesk {
  readonly #options: Options
  #stage = $state.raw<Stage>({ at: 'choose', trouble: null })
  #source = $state<Source>('any')
  #mapping = $state.raw<ColumnMapping>({})
  #intake = $state.raw<Intake | null>(null)
  #found = $state.raw<readonly Found[]>([])
  #nameless = $state(false)
  #outcomes = $state.raw<readonly Outcome[]>([])
  #held = $state(false)
  #refusal = $state.raw<WireError | null>(null)
  #chosen = $state.raw<ReadonlySet<number>>(new Set())
  #reading = 0
  #stopped = false

  constructor(options: Options) {
    this.#options = options
  }

  get stage(): Stage {
    return this.#stage
  }
  get source(): Source {
    return this.#source
  }
  get mapping(): ColumnMapping {
    return this.#mapping
  }
  /** `null` while the rows are being read, and while no column says what people are called */
  get intake(): Intake | null {
    return this.#intake
  }
  get found(): readonly Found[] {
    return this.#found
  }
  /** no column says what people are called */
  get nameless(): boolean {
    return this.#nameless
  }
  /** lines of those who are to be brought in */
  get chosen(): ReadonlySet<number> {
    return this.#chosen
  }
  /** of those who were chosen, in the order of the file */
  get outcomes(): readonly Outcome[] {
    return this.#outcomes
  }
  /** the server does not answer and is being waited for */
  get held(): boolean {
    return this.#held
  }
  /** why it ended before everybody was told of */
  get refusal(): WireError | null {
    return this.#refusal
  }

  async open(file: File): Promise<void> {
    const { name, size } = file
    const limit = INTAKE_LIMITS.bytes
    if (size > limit) return this.#choose({ kind: 'too_large', limit, found: size })
    this.#stage = { at: 'opening', name }
    const bytes = await file.arrayBuffer().catch(() => null)
    if (bytes === null) return this.#choose({ kind: 'not_readable' })
    const opened = await this.#options.reader.open(new Uint8Array(bytes)).catch(() => null)
    if (opened === null) return this.#choose({ kind: 'not_fetched' })
    if (!opened.ok) return this.#choose(opened.error)
    const table = opened.value
    const kept = keptMapping(table.columns)
    this.#source = kept?.source ?? table.source
    this.#mapping = kept ? mappingFor(kept.mapping, table.columns) : table.mapping
    const fields = Object.keys(this.#mapping) as Field[]
    this.#stage = { at: 'check', file: { name, table, remembered: kept !== null, fields } }
    await this.#read(table)
  }

  /** Back to choosing, with nothing kept of the file. */
  restart(): void {
    this.#choose(null)
  }

  async setSource(source: Source): Promise<void> {
    if (this.#stage.at !== 'check') return
    const { table } = this.#stage.file
    this.#source = source
    this.#mapping = guessMapping(table.columns, source)
    await this.#read(table)
  }

  async setColumn(field: Field, key: string | null): Promise<void> {
    if (this.#stage.at !== 'check') return
    this.#mapping = withColumn(this.#mapping, field, key)
    await this.#read(this.#stage.file.table)
  }

  choose(line: number, on: boolean): void {
    const chosen = new Set(this.#chosen)
    if (on) chosen.add(line)
    else chosen.delete(line)
    this.#chosen = chosen
  }

  /** Leaves the first `count` of those chosen. */
  keepFirst(count: number): void {
    const lines = this.#found.map(({ person }) => person.line).filter((line) => this.#chosen.has(line))
    this.#chosen = new Set(lines.slice(0, count))
  }

  /** Everybody who is chosen, and once: a key each by chance, which goes with every try. */
  async bring(): Promise<void> {
    if (this.#stage.at !== 'check') return
    const { file } = this.#stage
    const people = this.#found.flatMap(({ person }) => (this.#chosen.has(person.line) ? [person] : []))
    if (people.length === 0) return
    keepMapping(file.table.columns, { source: this.#source, mapping: this.#mapping })
    const keyed = people.map((person) => ({ person, key: this.#options.newId() }))
    const places = new Map(keyed.map(({ key }, index) => [key, index]))
    this.#outcomes = people.map((person) => ({ person, brought: null }))
    this.#refusal = null
    this.#stopped = false
    this.#stage = { at: 'bringing', file }
    const refusal = await bringPeople(
      keyed.map(({ person: { name, answers }, key }) => ({ key, name, answers })),
      {
        post: this.#options.post,
        wait: this.#options.wait,
        held: (held) => (this.#held = held),
        stopped: () => this.#stopped,
        told: (brought) => {
          const outcomes = [...this.#outcomes]
          for (const one of brought) {
            const place = places.get(one.key ?? '')
            const outcome = place === undefined ? undefined : outcomes[place]
            if (place !== undefined && outcome) outcomes[place] = { ...outcome, brought: one }
          }
          this.#outcomes = outcomes
        },
      },
    )
    this.#held = false
    this.#refusal = refusal
    this.#stage = { at: 'done', file }
  }

  /** After the request that is under way no other goes out. */
  stop(): void {
    this.#stopped = true
  }

  close(): void {
    this.stop()
    this.#options.reader.close()
  }

  #choose(trouble: OpenTrouble | null): void {
    this.#reading++
    this.#intake = null
    this.#found = []
    this.#chosen = new Set()
    this.#stage = { at: 'choose', trouble }
  }

  async #read({ columns }: OpenedTable): Promise<void> {
    const reading = ++this.#reading
    const known = new Set(columns.map(({ key }) => key))
    this.#intake = null
    this.#nameless = !known.has(this.#mapping.name ?? '')
    this.#found = []
    this.#chosen = new Set()
    if (this.#nameless) return
    const challenges = this.#options.challenges()
    const way = { source: this.#source, mapping: $state.snapshot(this.#mapping), challenges }
    const read = await this.#options.reader.read(way).catch(() => null)
    if (reading !== this.#reading) return
    if (read === null) return this.#choose({ kind: 'not_fetched' })
    if (!read.ok) {
      this.#nameless = true
      return
    }
    this.#intake = read.value
    this.#found = foundPeople(read.value.people, this.#options.seated())
    this.#chosen = new Set(this.#found.filter(isChosenAtFirst).map(({ person }) => person.line))
  }
}
