import { later } from '../ui/later.ts'
import type { documentParts as parts } from './document-parts.ts'

type DocumentParts = typeof parts

let here: DocumentParts | null = null
let tell: (parts: DocumentParts) => void
const told = new Promise<DocumentParts>((resolve) => (tell = resolve))

/** Fetched once a board's first picture stands, or when it does not come. */
export const fetchDocuments = later(async () => {
  here = (await import('./document-parts.ts')).documentParts
  tell(here)
  return here
})

/** `null` until they have come. Whoever has a document has them. */
export function documentParts(): DocumentParts | null {
  return here
}

/** Resolves when somebody has fetched them, for what can wait until then. */
export function documentsHere(): Promise<DocumentParts> {
  return told
}
