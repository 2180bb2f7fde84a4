import type { Exporter, ExportFormat } from './exporter.ts'
import { jsonExporter } from './json.ts'
import { markdownExporter } from './markdown.ts'

/** One exporter a format: a new format is one file, one line here and one name in `EXPORT_FORMATS`. */
export const exporters = {
  md: markdownExporter,
  json: jsonExporter,
} satisfies Record<ExportFormat, Exporter>
