import { normaliseLine } from '../text.ts'
import type { Column, ColumnMapping } from './columns.ts'
import type { Field } from './fields.ts'
import { unguardFormula } from './formula.ts'
import type { Row } from './table.ts'

/** Cells by what they answer. */
export interface CellReader {
  /** whether a column answers it */
  has(field: Field): boolean
  /** as it stands there, but for the `'` that guards a formula; empty where there is none */
  cell(row: Row, field: Field): string
  /** on one line; `null` where nothing is said */
  line(row: Row, field: Field): string | null
}

export function cellReader(columns: readonly Column[], mapping: ColumnMapping): CellReader {
  const byKey = new Map(columns.map(({ key, index }) => [key, index]))
  const indexOf = (field: Field) => byKey.get(mapping[field] ?? '')
  const cell = (row: Row, field: Field) => {
    const index = indexOf(field)
    return unguardFormula(index === undefined ? '' : (row.cells[index] ?? ''))
  }
  return {
    has: (field) => indexOf(field) !== undefined,
    cell,
    line: (row, field) => normaliseLine(cell(row, field)) || null,
  }
}
