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

interface Entry extends KeptMapping {
  readonly headings: string
}

function kept(): readonly Entry[] {
  const entries = readLocalJson(KEY)
  return Array.isArray(entries) ? entries.filter(isEntry) : []
}

/** Read by hand: one schema would bring a library along that no page needs otherwise. */
function isEntry(kept: unknown): kept is Entry {
  if (typeof kept !== 'object' || kept === null) return false
  const { headings, source, mapping } = kept as Partial<Record<string, unknown>>
  if (typeof headings !== 'string' || !SOURCES.some((name) => name === source)) return false
  if (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping)) return false
  return Object.values(mapping).every((column) => typeof column === 'string')
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
