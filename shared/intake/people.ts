import { err, ok, type Result } from '../result.ts'
import { columnKey, type ColumnMapping } from './columns.ts'
import { markDuplicates } from './duplicates.ts'
import type { IncomingPerson } from './incoming-person.ts'
import type { Importer, Source } from './importers/importer.ts'
import { importers } from './importers/registry.ts'
import { cellReader } from './cells.ts'
import { readPerson, type Said } from './read-person.ts'
import type { RowTrouble } from './row-trouble.ts'
import { challengeKey, inOneSpelling } from './spelling.ts'
import type { Table } from './table.ts'

/** What a file comes to under a mapping. Nothing has been taken in yet. */
export interface Intake {
  readonly people: readonly IncomingPerson[]
  /** rows that their status calls cancelled, refunded or expired */
  readonly cancelled: number
  /** in the order of the file */
  readonly troubles: readonly RowTrouble[]
}

export interface IntakeWay {
  readonly source: Source
  readonly mapping: ColumnMapping
  /** the challenges of the workshop's own form; an answer that reads the same becomes that one */
  readonly challenges?: readonly string[]
}

/** The people in a table. `name_column_missing`: no column says what people are called, so none can be taken in. */
export function intakeFrom(table: Table, way: IntakeWay): Result<Intake, 'name_column_missing'> {
  const { source, mapping, challenges = [] } = way
  const importer: Importer = importers[source]
  const read = cellReader(table.columns, mapping)
  if (!read.has('name')) return err('name_column_missing')
  const known = new Set(
    [...challenges, ...table.rows.map((row) => read.cell(row, 'challenge'))].map(columnKey),
  )
  known.delete('')

  const offered = new Set(challenges.map(challengeKey))

  const said: Said[] = table.rows.map((row) =>
    readPerson(row, { width: table.columns.length, read, importer, known, offered }),
  )
  const people = said.flatMap(({ person }) => person ?? [])
  const cells = new Map(table.rows.map(({ line, cells }) => [line, cells]))
  return ok({
    people: markDuplicates(inOneSpelling(people, challenges), cells),
    cancelled: said.filter(({ cancelled }) => cancelled).length,
    troubles: said.flatMap(({ troubles }) => troubles),
  })
}
