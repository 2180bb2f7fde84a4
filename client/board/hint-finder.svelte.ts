import type { writerHints, WriterHint } from '#shared/domain/hints/writer-hints.ts'
import { later } from '../ui/later.ts'

type FindHints = typeof writerHints

let found = $state.raw<FindHints | null>(null)

/** What finds hints, with its word lists: nobody needs it before they have written something. */
export const hintFinder = later(async () => {
  found = (await import('#shared/domain/hints/writer-hints.ts')).writerHints
})

/** The hints on a text; none until what finds them is here, and then, where this is read in a component, anew. */
export function findHints(...about: Parameters<FindHints>): readonly WriterHint[] {
  if (found) return found(...about)
  // one that does not come is no harm: the next key asks again
  hintFinder().catch(() => {})
  return []
}
