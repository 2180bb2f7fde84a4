import { columnKey, type Column, type ColumnMapping } from './columns.ts'
import { commonHeadings } from './common-headings.ts'
import type { Field } from './fields.ts'
import { SOURCES, type Headings, type Importer, type Source } from './importers/importer.ts'
import { importers } from './importers/registry.ts'

/** Where a file with these columns comes from: the first source one of whose signs is complete. */
export function sourceOf(columns: readonly Column[]): Source {
  const there = new Set(columns.map(({ key }) => key))
  return (
    SOURCES.find((source) =>
      importers[source].signs.some((sign) => sign.every((heading) => there.has(columnKey(heading)))),
    ) ?? 'any'
  )
}

/** A proposal, to be looked at and put right by a person. Each column answers one field at most. */
export function guessMapping(columns: readonly Column[], source: Source): ColumnMapping {
  const importer: Importer = importers[source]
  const ignored = new Set(importer.ignores.map(columnKey))
  const fits = (Object.keys(commonHeadings) as Field[])
    .flatMap((field) =>
      columns
        .filter(({ key }) => !ignored.has(key))
        .map(({ key }) => ({ field, key, score: scoreOf(key, field, importer) })),
    )
    .filter(({ score }) => score > 0)
    // sorting is stable: between equals the field further up, then the column further left
    .sort((one, other) => other.score - one.score)
  const mapping: Partial<Record<Field, string>> = {}
  const taken = new Set<string>()
  for (const { field, key } of fits) {
    if (mapping[field] !== undefined || taken.has(key)) continue
    mapping[field] = key
    taken.add(key)
  }
  return mapping
}

/** The source's own headings come before the common ones, a whole heading before a part, a long part before a short one. */
const OWN = 2_000
const WHOLE = 1_000

function scoreOf(key: string, field: Field, importer: Importer): number {
  const own = headingScore(key, importer.headings[field])
  return own > 0 ? OWN + own : headingScore(key, commonHeadings[field])
}

function headingScore(key: string, headings: Headings = {}): number {
  const { is = [], has = [] } = headings
  const whole = [...is, ...has].findIndex((heading) => columnKey(heading) === key)
  if (whole !== -1) return WHOLE - whole
  const parts = has.map(columnKey).filter((part) => key.includes(part))
  return Math.max(0, ...parts.map((part) => part.length))
}
