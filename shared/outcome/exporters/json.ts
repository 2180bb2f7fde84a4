import type { Exporter } from './exporter.ts'

/** The outcome as it is (`outcome.json`, ARCHITECTURE.md section 4), for programs. Not translated. */
export const jsonExporter: Exporter = {
  format: 'json',
  mediaType: 'application/json; charset=utf-8',
  extension: 'json',
  export: (outcome) => `${JSON.stringify(outcome, null, 2)}\n`,
}
