import { anyFile } from './any.ts'
import { connpass } from './connpass.ts'
import { googleForms } from './google-forms.ts'
import type { Importer, Source } from './importer.ts'
import { own } from './own.ts'
import { peatix } from './peatix.ts'

/** One importer a source: a new one is one file, one line here and one name in `SOURCES`, before `any`. */
export const importers = {
  own,
  peatix,
  connpass,
  'google-forms': googleForms,
  any: anyFile,
} satisfies Record<Source, Importer>
