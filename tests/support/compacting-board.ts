import type { TeamId, WorkshopId } from '#shared/ids.ts'
import { boardStream } from '../../server/storage/ports.ts'

export const COMPACTED = boardStream('compacted' as WorkshopId, 't1' as TeamId, 'ideals')

/** Texts that are overwritten in turn, so that the board stays small while its journal grows. */
export const SLOTS = 8

/** What edit `count` wrote: so long that a dozen of them make a compaction due. */
export function compactedText(count: number): string {
  return `${count} ${'よりあい'.repeat(1_800)}`
}
