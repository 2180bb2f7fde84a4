import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Clocks `from` up to but without `to` of one Yjs client. */
export interface Reach {
  readonly client: number
  readonly from: number
  readonly to: number
}

/** An empty update: the answer of somebody who has nothing. */
export const EMPTY_UPDATE = new Uint8Array([0, 0])
export const EMPTY_STATE_VECTOR = new Uint8Array([0])

let cursor = 0
function varUint(bytes: Uint8Array): number {
  let value = 0
  let factor = 1
  for (;;) {
    const byte = bytes[cursor++]
    if (byte === undefined) return value
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return value
    factor *= 128
  }
}

const CONTENT_STRING = 4
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40

/**
 * What an update brings, by Yjs (client, clock): so an edit is known again without a byte added to it, also when a
 * server merges or encodes anew.
 */
export function reachesOf(update: Uint8Array): readonly Reach[] {
  const one = keystroke(update)
  if (one !== null) return [one]
  const { from, to } = Y.parseUpdateMeta(update)
  return [...from].map(([client, clock]) => ({ client, from: clock, to: to.get(client) ?? clock }))
}

/** The short way for one character after another, which is nearly all there is; `null` when it is anything else. */
function keystroke(update: Uint8Array): Reach | null {
  if (update[0] !== 1 || update[1] !== 1) return null
  cursor = 2
  const client = varUint(update)
  const clock = varUint(update)
  const info = update[cursor++] ?? 0
  if ((info & 0x1f) !== CONTENT_STRING || (info & HAS_ORIGIN) === 0) return null
  varUint(update)
  varUint(update)
  if (info & HAS_RIGHT_ORIGIN) {
    varUint(update)
    varUint(update)
  }
  const bytes = update[cursor++] ?? 0
  const first = update[cursor] ?? 0
  const single = (bytes === 1 && first < 0x80) || (bytes === 3 && first >= 0xe0)
  return single ? { client, from: clock, to: clock + 1 } : null
}

/** The update a document makes of one character typed after `origin`, written without a document. */
export function typed(
  id: { readonly client: number; readonly clock: number },
  origin: { readonly client: number; readonly clock: number },
  character: string,
): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, id.client)
    encoding.writeVarUint(encoder, id.clock)
    encoding.writeUint8(encoder, HAS_ORIGIN | CONTENT_STRING)
    encoding.writeVarUint(encoder, origin.client)
    encoding.writeVarUint(encoder, origin.clock)
    encoding.writeVarString(encoder, character)
    encoding.writeVarUint(encoder, 0)
  })
}

export function awarenessPayload(client: number, clock: number, state: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  })
}
