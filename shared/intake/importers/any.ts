import { LINE_END, SEMICOLON, COMMA_SPACE, COMMAS } from '../several.ts'
import type { Importer } from './importer.ts'

/** Any other file: the headings that every file is tried with, and the person who maps the rest. */
export const anyFile: Importer = {
  source: 'any',
  signs: [[]],
  headings: {},
  ignores: [],
  joiners: [LINE_END, SEMICOLON, COMMA_SPACE, COMMAS],
}
