import { later } from '../ui/later.ts'
import type { boardExtras as parts } from './board-extras.ts'

type BoardExtras = typeof parts

let here = $state.raw<BoardExtras | null>(null)

/** Fetched once the board stands: a hand, keys and hints are of no use before. */
export const fetchExtras = later(async () => (here = (await import('./board-extras.ts')).boardExtras))

/** `null` until they have come, moments after the board's first picture; reactive where it is read in a component. */
export function boardExtras(): BoardExtras | null {
  return here
}
