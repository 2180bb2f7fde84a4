import * as encoding from 'lib0/encoding'
import { FRAME, SYNC, type BoardAccess, type RefusalReason } from '#shared/protocol/board-frames.ts'
import { Cursor } from './cursor.ts'

/** What a client may say. Anything else is `ignored` (a type of a later version) or malformed. */
export type ClientFrame =
  | { readonly kind: 'ask'; readonly stateVector: Uint8Array }
  | { readonly kind: 'edit'; readonly answer: boolean; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly payload: Uint8Array }
  | { readonly kind: 'askAwareness' }
  | { readonly kind: 'ignored' }

/**
 * Reads one frame; `null` when it is malformed. What it returns are views into `bytes`, nothing is copied. By hand, since this
 * is done for everything anybody sends; no payload reaches beyond its frame, whatever it announces.
 */
export function readFrame(bytes: Uint8Array): ClientFrame | null {
  const cursor = new Cursor(bytes)
  const type = cursor.number()
  switch (type) {
    case FRAME.sync:
      return readSync(cursor)
    case FRAME.awareness: {
      const payload = cursor.payload()
      return payload && { kind: 'awareness', payload }
    }
    case FRAME.queryAwareness:
      return { kind: 'askAwareness' }
    default:
      return Number.isNaN(type) ? null : { kind: 'ignored' }
  }
}

function readSync(cursor: Cursor): ClientFrame | null {
  const kind = cursor.number()
  const payload = cursor.payload()
  if (payload === null) return null
  if (kind === SYNC.step1) return { kind: 'ask', stateVector: payload }
  if (kind === SYNC.step2 || kind === SYNC.update) {
    return { kind: 'edit', answer: kind === SYNC.step2, update: payload }
  }
  return null
}

/** "This is what I have; what do you have beyond it?" */
export function askFrame(stateVector: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step1, stateVector)
}

export function answerFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step2, update)
}

export function updateFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.update, update)
}

export function acknowledgedFrame(count: number): Uint8Array {
  const bytes: number[] = [FRAME.acknowledged]
  pushNumber(bytes, count)
  return Buffer.from(bytes)
}

export function refusedFrame(reason: RefusalReason, count: number): Uint8Array {
  return frame(FRAME.refused, (encoder) => {
    encoding.writeVarString(encoder, reason)
    encoding.writeVarUint(encoder, count)
  })
}

export function welcomeFrame(generation: string, access: BoardAccess): Uint8Array {
  return frame(FRAME.welcome, (encoder) => {
    encoding.writeVarString(encoder, generation)
    encoding.writeVarString(encoder, access)
  })
}

export interface AwarenessEntry {
  readonly clientId: number
  readonly clock: number
  /** JSON; `null` says that the client is gone */
  readonly state: string
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  return awarenessFrameOf(
    entries.map(({ clientId, clock, state }) => encodeAwarenessEntry(clientId, clock, Buffer.from(state))),
  )
}

/** One entry of an awareness frame; `state` is JSON in UTF-8. */
export function encodeAwarenessEntry(clientId: number, clock: number, state: Uint8Array): Uint8Array {
  const head: number[] = []
  for (const number of [clientId, clock, state.byteLength]) pushNumber(head, number)
  const entry = Buffer.allocUnsafe(head.length + state.byteLength)
  entry.set(head)
  entry.set(state, head.length)
  return entry
}

/** A frame of entries that were encoded before, because most of them go to several people in different company. */
export function awarenessFrameOf(entries: readonly Uint8Array[]): Uint8Array {
  const count: number[] = []
  pushNumber(count, entries.length)
  const size = entries.reduce((sum, { byteLength }) => sum + byteLength, count.length)
  const head: number[] = [FRAME.awareness]
  pushNumber(head, size)
  head.push(...count)
  const frame = Buffer.allocUnsafe(head.length - count.length + size)
  frame.set(head)
  let end = head.length
  for (const entry of entries) {
    frame.set(entry, end)
    end += entry.byteLength
  }
  return frame
}

/**
 * Calls `each` with every entry of an awareness payload, its client id and its state in bytes that nobody has judged;
 * `false`, and no calls, when it does not read. Clients repeat what they hear of others, so one payload may carry several.
 */
export function forEachAwareness(
  payload: Uint8Array,
  each: (clientId: number, state: Uint8Array) => void,
): boolean {
  const cursor = new Cursor(payload)
  const count = cursor.number()
  const entries: [clientId: number, state: Uint8Array][] = []
  for (let left = count; left > 0; left--) {
    const clientId = cursor.number()
    const clock = cursor.number()
    const state = cursor.payload()
    if (state === null || Number.isNaN(clientId + clock)) return false
    entries.push([clientId, state])
  }
  if (Number.isNaN(count)) return false
  for (const [clientId, state] of entries) each(clientId, state)
  return true
}

/**
 * By hand, since this is done for every edit: an encoder would make two buffers and copy twice. Node's buffers are cut from a
 * pool: an array with memory of its own costs several times as much to make and to collect.
 */
function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  const size = payload.byteLength
  const head = [FRAME.sync, kind]
  pushNumber(head, size)
  const frame = Buffer.allocUnsafe(head.length + size)
  frame.set(head)
  frame.set(payload, head.length)
  return frame
}

function frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    write(encoder)
  })
}

/** lib0's varuint */
function pushNumber(bytes: number[], number: number): void {
  let rest = number
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
}
