import { upcast, type StoredEvent } from '#shared/domain/upcast.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { SavedReceipts } from './receipts.ts'

/** Raised when a state cannot be read as it was: the room is then folded anew from its journal. */
export const SNAPSHOT_VERSION = 9

/** A room as of `seq`, so that opening folds the tail alone. Another `v` is ignored: the whole journal is still there. */
export interface RoomSnapshot {
  readonly v: typeof SNAPSHOT_VERSION
  readonly state: WorkshopState
  readonly receipts: SavedReceipts
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** One event as it stands in a room's journal: UTF-8 JSON, one record an event. Never a name, never a secret. */
export function encodeRecord(record: StoredEvent): Uint8Array {
  return encoder.encode(JSON.stringify(record))
}

/** Throws when the bytes are no record that this version understands. */
export function decodeRecord(bytes: Uint8Array): StoredEvent {
  return upcast(JSON.parse(decoder.decode(bytes)))
}

export function encodeSnapshot(snapshot: RoomSnapshot): Uint8Array {
  return encoder.encode(JSON.stringify(snapshot))
}

/** `null` when it is of another version or does not read. */
export function decodeSnapshot(bytes: Uint8Array): RoomSnapshot | null {
  try {
    const snapshot = JSON.parse(decoder.decode(bytes)) as Partial<RoomSnapshot> | null
    return snapshot?.v === SNAPSHOT_VERSION && snapshot.state && snapshot.receipts
      ? (snapshot as RoomSnapshot)
      : null
  } catch {
    return null
  }
}
