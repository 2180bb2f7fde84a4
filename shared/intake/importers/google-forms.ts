import { SEMICOLON, COMMA_SPACE } from '../several.ts'
import type { Importer } from './importer.ts'

/**
 * Google Forms: the linked sheet's CSV joins several answers with a comma and a space, the form's own download with a
 * semicolon. A choice may have 、 in it, so that one separates nothing here.
 */
export const googleForms: Importer = {
  source: 'google-forms',
  signs: [['タイムスタンプ'], ['Timestamp']],
  headings: {},
  ignores: ['タイムスタンプ', 'Timestamp', 'スコア', 'Score'],
  joiners: [SEMICOLON, COMMA_SPACE],
}
