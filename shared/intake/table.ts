import { parse } from 'csv-parse/browser/esm/sync'
import { err, ok, type Result } from '../result.ts'
import { columnsOf, type Column } from './columns.ts'
import { decodeFile, type DecodedText, type Decoders } from './decode.ts'
import { INTAKE_LIMITS, type FileTrouble } from './file-trouble.ts'
import { rowsIn, separatorOf, type Separator } from './separator.ts'

export interface Row {
  /** in the file, from 1: where the row begins */
  readonly line: number
  /** as they stand in the file; there may be more or fewer than columns */
  readonly cells: readonly string[]
}

/** A file of rows under one heading. Rows without a single letter are not in it. */
export interface Table {
  readonly file: Omit<DecodedText, 'text'> & { readonly separator: Separator }
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** Reads bytes as a table: encoding and separator found, quotes and line ends within cells understood (RFC 4180). */
export function openTable(bytes: Uint8Array, decoders: Decoders): Result<Table, FileTrouble> {
  const decoded = decodeFile(bytes, decoders)
  if (!decoded.ok) return decoded
  const { text, ...file } = decoded.value
  const separator = separatorOf(text)
  const rows = rowsOf(text, separator)
  if (!rows.ok) return rows
  const [heading, ...people] = rows.value
  if (heading === undefined) return err({ kind: 'empty' })
  if (people.length === 0) return err({ kind: 'no_rows' })
  return ok({ file: { ...file, separator }, columns: columnsOf(heading.cells), rows: people })
}

function rowsOf(text: string, separator: Separator): Result<readonly Row[], FileTrouble> {
  const { rows: limit } = INTAKE_LIMITS
  const counted = rowsIn(text, separator) - 1
  // Counting takes an instant; ten million bytes of short rows would keep the parser busy for a minute.
  if (counted > limit) return err({ kind: 'too_many_rows', limit, found: counted })
  const rows: Row[] = []
  try {
    parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: INTAKE_LIMITS.rows + 2,
      on_record: (cells, { lines }) => {
        const within = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lines - within, cells })
        return null
      },
    })
  } catch (error) {
    return err({ kind: 'quote_open', line: lineOf(error) })
  }
  // quotes in odd places may hide rows from the count
  if (rows.length - 1 > limit) return err({ kind: 'too_many_rows', limit, found: rows.length - 1 })
  return ok(rows)
}

/** The parser says in which line it gave up; what else it throws is a bug of ours. */
function lineOf(error: unknown): number {
  if (error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
  }
  throw error
}
