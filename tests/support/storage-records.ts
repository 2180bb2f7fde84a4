import type { WorkshopId } from '#shared/ids.ts'

/** How many streams the appending program writes to at once. */
export const CHILD_STREAMS = 8

export function childWorkshop(which: number): WorkshopId {
  return `child-${which}` as WorkshopId
}

/** What record `seq` of a stream says; known to the program that writes it and to the test that looks for it. */
export function childRecord(which: number, seq: number): Uint8Array {
  return new TextEncoder().encode(`付箋 ${which}/${seq} ${'・'.repeat(seq % 40)}`)
}
