import { isBoardName, type BoardName, type TeamId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'

/** Unacknowledged edits of one document of one page. */
export interface Kept {
  /** `<workshopId>/<seat>/<teamId>/<board>/<generation>/<id of the document's life>` */
  readonly key: string
  readonly teamId: TeamId
  readonly board: BoardName
  /** of the server's data: in another one the update would bring back what was taken off */
  readonly generation: string
  /** counts the writings of this key */
  readonly version: number
  readonly at: Millis
  /** one Yjs update */
  readonly update: Uint8Array
  /** the texts it touched, for the drawer, where it can go nowhere else */
  readonly texts: readonly string[]
}

/** What local storage can hold of it. */
export function localForm(kept: Kept): object {
  let bytes = ''
  for (const byte of kept.update) bytes += String.fromCharCode(byte)
  return { ...kept, update: btoa(bytes) }
}

/** What a store gave back, if it is whole; an earlier version may have left something else. */
export function readKept(found: unknown): Kept | null {
  if (typeof found !== 'object' || found === null) return null
  const { key, teamId, board, generation, version, at, update, texts } = found as Record<string, unknown>
  const bytes = bytesOf(update)
  const whole =
    typeof key === 'string' &&
    typeof teamId === 'string' &&
    typeof board === 'string' &&
    isBoardName(board) &&
    typeof generation === 'string' &&
    typeof version === 'number' &&
    typeof at === 'number' &&
    Array.isArray(texts)
  if (!whole || bytes === null) return null
  const words = texts.filter((text): text is string => typeof text === 'string')
  return { key, teamId: teamId as TeamId, board, generation, version, at, update: bytes, texts: words }
}

function bytesOf(update: unknown): Uint8Array | null {
  // a store may hand out another realm's bytes
  if (ArrayBuffer.isView(update)) return new Uint8Array(update.buffer, update.byteOffset, update.byteLength)
  if (typeof update !== 'string') return null
  try {
    return Uint8Array.from(atob(update), (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}
