import * as encoding from 'lib0/encoding'

/** A struct of a hand-made update: a string in a text, or a map entry. */
export interface ForgedItem {
  readonly origin?: readonly [client: number, clock: number]
  /** a root's name, or the item that is the parent; needed without `origin` */
  readonly parent?: string | readonly [client: number, clock: number]
  readonly key?: string
  readonly text: string
}

export interface ForgedClient {
  readonly client: number
  readonly clock: number
  readonly items: readonly ForgedItem[]
}

const HAS_ORIGIN = 0x80
const HAS_KEY = 0x20
const STRING = 4

/** An update in Yjs's V1 format, as no honest client would make it: written by hand, byte by byte. */
export function forgedUpdate(...clients: readonly ForgedClient[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clients.length)
    for (const { client, clock, items } of clients) {
      encoding.writeVarUint(encoder, items.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const item of items) writeItem(encoder, item)
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** An update that says: of `client`, these many clocks are gone. */
export function forgedHollow(client: number, clock: number, length: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
    encoding.writeVarUint(encoder, 0)
  })
}

function writeItem(encoder: encoding.Encoder, { origin, parent, key, text }: ForgedItem): void {
  encoding.writeUint8(encoder, STRING | (origin ? HAS_ORIGIN : 0) | (key === undefined ? 0 : HAS_KEY))
  if (origin) for (const part of origin) encoding.writeVarUint(encoder, part)
  else if (typeof parent === 'string') {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, parent)
  } else if (parent) {
    encoding.writeVarUint(encoder, 0)
    for (const part of parent) encoding.writeVarUint(encoder, part)
  }
  if (!origin && key !== undefined) encoding.writeVarString(encoder, key)
  encoding.writeVarString(encoder, text)
}
