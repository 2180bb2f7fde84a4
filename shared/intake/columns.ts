import type { Field } from './fields.ts'

/** One column of a file. */
export interface Column {
  readonly index: number
  /** as the file has it, on one line; a second one of the same name is told apart: `備考 (2)` */
  readonly label: string
  /** what a mapping names it by: the same in every file of one source. A second one has `#2` after it, one without a name its number. */
  readonly key: string
}

/** Which column answers what. By key, so that it can be kept and used for the next file from the same place. */
export type ColumnMapping = Readonly<Partial<Record<Field, string>>>

/** The form in which two headings are the same: NFKC, lower case, letters and digits only. */
export function columnKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

export function columnsOf(headings: readonly string[]): readonly Column[] {
  const seen = new Map<string, number>()
  return headings.map((heading, index) => {
    const label = heading.replace(/\s+/g, ' ').trim()
    const plain = columnKey(heading)
    const name = plain === '' ? `#${index + 1}` : plain
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1
      ? { index, label, key: name }
      : { index, label: `${label} (${times})`, key: `${name}#${times}` }
  })
}

/** The mapping with one field answered by another column, or by none. A column answers one field: the other lets it go. */
export function withColumn(mapping: ColumnMapping, field: Field, key: string | null): ColumnMapping {
  const others = Object.entries(mapping).filter(([name, column]) => name !== field && column !== key)
  return Object.fromEntries(key === null ? others : [...others, [field, key]])
}

/** What of a kept mapping this file has columns for. */
export function mappingFor(kept: ColumnMapping, columns: readonly Column[]): ColumnMapping {
  const there = new Set(columns.map(({ key }) => key))
  return Object.fromEntries(Object.entries(kept).filter(([, key]) => there.has(key)))
}

/** The columns that answer nothing: their cells go nowhere. */
export function unusedColumns(mapping: ColumnMapping, columns: readonly Column[]): readonly Column[] {
  const used = new Set(Object.values(mapping))
  return columns.filter(({ key }) => !used.has(key))
}
