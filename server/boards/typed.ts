import { Cursor } from './cursor.ts'

/** Characters typed after a character, and nothing else: what nearly every update is. */
export interface Typed {
  readonly client: number
  /** of the first character */
  readonly clock: number
  readonly originClient: number
  readonly originClock: number
  /** the character it stands before; -1: none */
  readonly rightClient: number
  readonly rightClock: number
  /** UTF-16 units, which is what Yjs counts; at least 1 */
  readonly units: number
  /** where in the update the characters stand, in UTF-8; a view of them would cost more than all the rest */
  readonly textStart: number
  readonly textEnd: number
}

/** Bits and number of a struct's first byte in Yjs's V1 format. */
const STRING = 4
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
/** Bytes of an update. Longer ones are pasted, not typed. */
export const LONGEST_TYPED = 512

/**
 * Reads an update that is one string after another character; `null` for any other. Strict, so that these bytes may go on
 * as they are: every number in its shortest form, the text valid UTF-8, nothing behind the end.
 */
export function readTyped(update: Uint8Array): Typed | null {
  if (update[0] !== 1 || update[1] !== 1) return null
  const cursor = new Cursor(update)
  cursor.at = 2
  const client = cursor.number()
  const clock = cursor.number()
  const info = update[cursor.at++]
  if (info !== (STRING | HAS_ORIGIN) && info !== (STRING | HAS_ORIGIN | HAS_RIGHT_ORIGIN)) return null
  const originClient = cursor.number()
  const originClock = cursor.number()
  const hasRight = (info & HAS_RIGHT_ORIGIN) !== 0
  const rightClient = hasRight ? cursor.number() : -1
  const rightClock = hasRight ? cursor.number() : -1
  const size = cursor.number()
  const textStart = cursor.at
  const textEnd = textStart + size
  // The one byte behind the text says that nothing is deleted.
  if (textEnd + 1 !== update.byteLength || update[textEnd] !== 0) return null
  // What does not read is NaN, and so is what comes of it.
  const isRead = !Number.isNaN(client + clock + originClient + originClock + rightClient + rightClock)
  const units = isRead && cursor.isShortest ? unitsIn(update, textStart, textEnd) : 0
  if (units === 0) return null
  return { client, clock, originClient, originClock, rightClient, rightClock, units, textStart, textEnd }
}

/** UTF-16 units of well-formed UTF-8 (RFC 3629, section 4); 0 when it is not. */
function unitsIn(bytes: Uint8Array, start: number, end: number): number {
  let units = 0
  for (let index = start; index < end; units++) {
    const lead = bytes[index++] as number
    if (lead < 0x80) continue
    const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0
    if (more === 0 || index + more > end) return 0
    const next = bytes[index] as number
    // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte.
    if (lead === 0xe0 && next < 0xa0) return 0
    if (lead === 0xed && next > 0x9f) return 0
    if (lead === 0xf0 && next < 0x90) return 0
    if (lead === 0xf4 && next > 0x8f) return 0
    for (let left = more; left > 0; left--) if (((bytes[index++] as number) & 0xc0) !== 0x80) return 0
    if (more === 3) units++
  }
  return units
}
