import type { WorkshopId } from '#shared/ids.ts'
import type { Log } from '../runtime.ts'
import type { UptimeMark } from './uptime-mark.ts'

/**
 * Opens the rooms whose phase ends by itself, one after the other: their clocks go on though nobody came back yet (F-38).
 * Opening one costs some ms; people who come meanwhile are served between two.
 * Never rejects; a room that does not open is tried again by the next start, or opened by whoever comes.
 */
export async function wakeRooms(
  registry: { getRoom(workshopId: WorkshopId): Promise<unknown> },
  uptime: Pick<UptimeMark, 'toWake' | 'woke'>,
  log: Log,
): Promise<void> {
  for (const workshopId of uptime.toWake) {
    try {
      await registry.getRoom(workshopId)
      uptime.woke(workshopId)
    } catch (error) {
      log.warn({ workshopId, err: error }, 'a room with a running phase did not open')
    }
    await new Promise(setImmediate)
  }
}
