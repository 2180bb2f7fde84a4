import type { Item } from '../results.ts'
import { arrivals } from './arrivals.ts'
import { coldOpenItem } from './cold-open.ts'
import { cursors, edits } from './edits.ts'
import { fanOutItem } from './fan-out.ts'
import { joins } from './joins.ts'
import { kill } from './kill.ts'
import { memory } from './memory.ts'
import { saturation } from './saturation.ts'

/** In the order in which they run. */
export const ITEMS: readonly Item[] = [
  edits,
  cursors,
  saturation,
  joins,
  coldOpenItem,
  kill,
  fanOutItem,
  arrivals,
  memory,
]
