import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { FRAME, SYNC, type BoardAccess, type RefusalReason } from '#shared/protocol/board-frames.ts'

/** What a client may say. Anything else is `ignored` (a type of a later version) or malformed. */
export type ClientFrame =
  | { readonly kind: 'ask'; readonly stateVector: Uint8Array }
  | { readonly kind: 'edit'; readonly answer: boolean; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly payload: Uint8Array }
  | { readonly kind: 'askAwareness' }
  | { readonly kind: 'ignored' }

/** Reads one frame; `null` when it is malformed. What it returns are views into `bytes`, nothing is copied. */
export function readFrame(bytes: Uint8Array): ClientFrame | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    switch (decoding.readVarUint(decoder)) {
      case FRAME.sync:
        return readSync(decoder)
      case FRAME.awareness:
        return { kind: 'awareness', payload: decoding.readVarUint8Array(decoder) }
      case FRAME.queryAwareness:
        return { kind: 'askAwareness' }
      default:
        return { kind: 'ignored' }
    }
  } catch {
    return null
  }
}

function readSync(decoder: decoding.Decoder): ClientFrame | null {
  const kind = decoding.readVarUint(decoder)
  const payload = decoding.readVarUint8Array(decoder)
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
  return frame(FRAME.acknowledged, (encoder) => encoding.writeVarUint(encoder, count))
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
  return frame(FRAME.awareness, (encoder) => {
    const payload = encoding.encode((inner) => {
      encoding.writeVarUint(inner, entries.length)
      for (const { clientId, clock, state } of entries) {
        encoding.writeVarUint(inner, clientId)
        encoding.writeVarUint(inner, clock)
        encoding.writeVarString(inner, state)
      }
    })
    encoding.writeVarUint8Array(encoder, payload)
  })
}

/** Clients repeat what they hear of others, so one payload may carry several. Throws when it does not read. */
export function readAwareness(payload: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(payload)
  const entries: AwarenessEntry[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    entries.push({
      clientId: decoding.readVarUint(decoder),
      clock: decoding.readVarUint(decoder),
      state: decoding.readVarString(decoder),
    })
  }
  return entries
}

/** By hand, since this is done for every edit: an encoder would make two buffers and copy twice. */
function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  const size = payload.byteLength
  const head = [FRAME.sync, kind]
  let rest = size
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) head.push((rest & 0x7f) | 0x80)
  head.push(rest)
  const frame = new Uint8Array(head.length + size)
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
