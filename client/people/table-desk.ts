import type { Column, ColumnMapping } from '#shared/intake/columns.ts'
import type { Decoders } from '#shared/intake/decode.ts'
import type { FileTrouble } from '#shared/intake/file-trouble.ts'
import { guessMapping, sourceOf } from '#shared/intake/guess.ts'
import type { Source } from '#shared/intake/importers/importer.ts'
import { intakeFrom, type Intake, type IntakeWay } from '#shared/intake/people.ts'
import { openTable, type Table } from '#shared/intake/table.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { firstGraphemes, normaliseLine } from '#shared/text.ts'

/** A file as it was recognised, and what is proposed to do with it. */
export interface OpenedTable {
  readonly file: Table['file']
  readonly source: Source
  readonly mapping: ColumnMapping
  readonly columns: readonly ColumnSeen[]
  /** under the heading */
  readonly rows: number
}

export interface ColumnSeen extends Column {
  /** how its first filled cells begin */
  readonly examples: readonly string[]
}

/** What can be asked about a file; the same in a worker and on the spot. */
export type TableQuestion =
  { readonly kind: 'open'; readonly bytes: Uint8Array } | { readonly kind: 'read'; readonly way: IntakeWay }
export interface TableAnswers {
  readonly open: Result<OpenedTable, FileTrouble>
  readonly read: Result<Intake, 'name_column_missing'>
}

/** Enough to know a column by; more makes the list of columns hard to look through. */
const EXAMPLES = 3
/** Graphemes of one. */
const EXAMPLE = 24
/** Rows that examples are looked for in. */
const LOOKED_AT = 100

const decoders: Decoders = (encoding, options) => new TextDecoder(encoding, options)

/** Keeps one file open and answers about it. Without a file nobody is found. */
export function tableDesk(): (question: TableQuestion) => TableAnswers[keyof TableAnswers] {
  let table: Table | null = null
  return (question) => {
    if (question.kind === 'read')
      return table ? intakeFrom(table, question.way) : err('name_column_missing' as const)
    const opened = openTable(question.bytes, decoders)
    table = opened.ok ? opened.value : null
    return opened.ok ? ok(seen(opened.value)) : opened
  }
}

function seen({ file, columns, rows }: Table): OpenedTable {
  const source = sourceOf(columns)
  return {
    file,
    source,
    mapping: guessMapping(columns, source),
    columns: columns.map((column) => ({ ...column, examples: examplesOf(column, rows) })),
    rows: rows.length,
  }
}

function examplesOf({ index }: Column, rows: Table['rows']): readonly string[] {
  const cells = rows.slice(0, LOOKED_AT).map((row) => normaliseLine(row.cells[index] ?? ''))
  const filled = new Set(cells.filter((cell) => cell !== ''))
  return [...filled].slice(0, EXAMPLES).map((cell) => {
    const beginning = firstGraphemes(cell, EXAMPLE)
    return beginning === cell ? cell : `${beginning}…`
  })
}
