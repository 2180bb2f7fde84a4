import type { Locale } from '../../domain/state.ts'
import type { Outcome } from '../outcome.ts'

/** The formats of `GET /api/workshops/:id/outcome.:format`. */
export const EXPORT_FORMATS = ['md', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** One shape of the outcome. Pure: the same outcome gives the same text on every machine. */
export interface Exporter {
  readonly format: ExportFormat
  /** with its charset, as it stands in `content-type` */
  readonly mediaType: string
  /** of the file, without the dot */
  readonly extension: string
  /** `locale` is the language of what we add around people's own words. */
  export(outcome: Outcome, locale: Locale): string
}

export function isExportFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text)
}
