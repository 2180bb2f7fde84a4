import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { FRAME, type SYNC } from '#shared/protocol/board-frames.ts'

/** `step1` asks for what lies beyond a state vector; `step2` answers that; `update` is an edit. */
export function syncFrame(kind: (typeof SYNC)[keyof typeof SYNC], payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, FRAME.sync)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** The payload of a sync frame of our own making. */
export function payloadOf(frame: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(frame)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}
