import * as v from 'valibot'
import type { Column, ColumnMapping } from '#shared/intake/columns.ts'
import { SOURCES, type Source } from '#shared/intake/importers/importer.ts'
import { readLocalJson, writeLocal } from '../connection/local-store.ts'

/** Which column answered what in files with these headings. Headings alone: nobody's data is kept. */
export interface KeptMapping {
  readonly source: Source
  readonly mapping: ColumnMapping
}

const KEY = 'yoriai.import-columns'
/** Forms that one device meets; the one used longest ago is forgotten. */
const KEPT = 20

const entries = v.array(
  v.object({
    headings: v.string(),
    source: v.picklist(SOURCES),
    mapping: v.record(v.string(), v.string()),
  }),
)

function kept() {
  const parsed = v.safeParse(entries, readLocalJson(KEY))
  return parsed.success ? parsed.output : []
}

const headingsOf = (columns: readonly Column[]) => JSON.stringify(columns.map(({ key }) => key))

export function keptMapping(columns: readonly Column[]): KeptMapping | null {
  const headings = headingsOf(columns)
  return kept().find((one) => one.headings === headings) ?? null
}

export function keepMapping(columns: readonly Column[], { source, mapping }: KeptMapping): void {
  const headings = headingsOf(columns)
  const others = kept().filter((one) => one.headings !== headings)
  writeLocal(KEY, JSON.stringify([{ headings, source, mapping }, ...others].slice(0, KEPT)))
}
