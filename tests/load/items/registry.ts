import type { Item } from '../results.ts'
import { cursors, edits } from './edits.ts'

/** In the order in which they run. */
export const ITEMS: readonly Item[] = [edits, cursors]
