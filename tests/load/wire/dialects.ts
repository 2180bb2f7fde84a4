import * as encoding from 'lib0/encoding'

/** What the bench understands of what a server says; `bytes` are views, not copies. */
export type Heard =
  | { readonly kind: 'update' | 'answer' | 'ask' | 'presence'; readonly bytes: Uint8Array }
  /** `type` is the protocol's own number */
  | { readonly kind: 'other'; readonly type: number; readonly bytes: Uint8Array }

/** How one kind of server is spoken to on one board. */
export interface Dialect {
  readonly path: (board: string, token: string | null) => string
  /** sent as soon as the socket is open */
  readonly hello: (board: string) => readonly Uint8Array[]
  /** "this is what I have; what do you have beyond it?" */
  readonly ask: (board: string, stateVector: Uint8Array) => Uint8Array
  readonly answer: (board: string, update: Uint8Array) => Uint8Array
  readonly update: (board: string, update: Uint8Array) => Uint8Array
  readonly presence: (board: string, payload: Uint8Array) => Uint8Array
  readonly hear: (message: Buffer) => Heard
}

const TYPE = { sync: 0, awareness: 1, auth: 2, syncReply: 4 } as const
const KIND = ['ask', 'answer', 'update'] as const
const NOTHING = new Uint8Array()

function build(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode(write)
}

function syncFrame(address: string | null, kind: number, payload: Uint8Array): Uint8Array {
  return build((encoder) => {
    if (address !== null) encoding.writeVarString(encoder, address)
    encoding.writeVarUint(encoder, TYPE.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

function presenceFrame(address: string | null, payload: Uint8Array): Uint8Array {
  return build((encoder) => {
    if (address !== null) encoding.writeVarString(encoder, address)
    encoding.writeVarUint(encoder, TYPE.awareness)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

let cursor = 0
/** Reads a varuint at `cursor` and moves it; lib0's decoder would be an object a frame. */
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

function hearFrom(message: Buffer, start: number): Heard {
  cursor = start
  const type = varUint(message)
  const bytesHere = () => {
    const length = varUint(message)
    return message.subarray(cursor, cursor + length)
  }
  if (type === TYPE.sync || type === TYPE.syncReply) {
    const kind = KIND[varUint(message)]
    if (kind !== undefined) return { kind, bytes: bytesHere() }
  }
  if (type === TYPE.awareness) return { kind: 'presence', bytes: bytesHere() }
  return { kind: 'other', type, bytes: type === TYPE.auth ? NOTHING : message.subarray(cursor) }
}

/** The y-websocket protocol: ours, its reference server's, and what the relay's clients say to each other. */
function yWebsocket(path: Dialect['path']): Dialect {
  return {
    path,
    hello: () => [],
    ask: (_, stateVector) => syncFrame(null, 0, stateVector),
    answer: (_, update) => syncFrame(null, 1, update),
    update: (_, update) => syncFrame(null, 2, update),
    presence: (_, payload) => presenceFrame(null, payload),
    hear: (message) => hearFrom(message, 0),
  }
}

export const OURS: Dialect = yWebsocket((board, token) => {
  const [workshopId = ''] = board.split('/')
  return `/boards/${board}?w=${workshopId}&token=${token ?? ''}`
})

export const Y_WEBSOCKET: Dialect = yWebsocket((board) => `/${board}`)

/** Every message begins with the document's name; the first must be a token, even where nobody checks it. */
export const HOCUSPOCUS: Dialect = {
  path: () => '/',
  hello: (board) => [
    build((encoder) => {
      encoding.writeVarString(encoder, board)
      encoding.writeVarUint(encoder, TYPE.auth)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, '')
      encoding.writeVarString(encoder, '4.7.0')
    }),
  ],
  ask: (board, stateVector) => syncFrame(board, 0, stateVector),
  answer: (board, update) => syncFrame(board, 1, update),
  update: (board, update) => syncFrame(board, 2, update),
  presence: (board, payload) => presenceFrame(board, payload),
  hear: (message) => {
    cursor = 0
    const length = varUint(message)
    return hearFrom(message, cursor + length)
  },
}
