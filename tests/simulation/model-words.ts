import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'

/** A frame from the server, as a client that knows our own frames reads it. Written apart from the server's reader. */
export type Told =
  | { readonly type: 'welcome'; readonly access: string }
  | { readonly type: 'acknowledged'; readonly count: number }
  | { readonly type: 'refused'; readonly reason: string; readonly count: number }
  | { readonly type: 'ask' | 'answer' | 'update'; readonly bytes: Uint8Array }
  | { readonly type: 'other' }

export function readTold(frame: Uint8Array): Told {
  const decoder = decoding.createDecoder(frame)
  switch (decoding.readVarUint(decoder)) {
    case FRAME.welcome:
      decoding.readVarString(decoder)
      return { type: 'welcome', access: decoding.readVarString(decoder) }
    case FRAME.acknowledged:
      return { type: 'acknowledged', count: decoding.readVarUint(decoder) }
    case FRAME.refused:
      return {
        type: 'refused',
        reason: decoding.readVarString(decoder),
        count: decoding.readVarUint(decoder),
      }
    case FRAME.sync: {
      const kind = decoding.readVarUint(decoder)
      const type = kind === SYNC.step1 ? 'ask' : kind === SYNC.step2 ? 'answer' : 'update'
      return { type, bytes: decoding.readVarUint8Array(decoder) }
    }
    default:
      return { type: 'other' }
  }
}

export function askingFrame(stateVector: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step1, stateVector)
}

export function answeringFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.step2, update)
}

export function editFrame(update: Uint8Array): Uint8Array {
  return syncFrame(SYNC.update, update)
}

function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, FRAME.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
  })
}
