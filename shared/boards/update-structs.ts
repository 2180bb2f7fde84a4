import { readAny, readUint8, readVarString, readVarUint, type Decoder } from 'lib0/decoding'

/** What one client wrote in a row, where it has come to stand. `content`: text, values, a type, or nothing one reads. */
export interface Item {
  readonly client: number
  readonly clock: number
  length: number
  readonly origin: Id | null
  readonly rightOrigin: Id | null
  readonly parent: ReadType
  readonly key: string | null
  content: string | readonly unknown[] | ReadType | null
  left: Item | null
  right: Item | null
  deleted: boolean
}

/** What was collected: it takes up numbers and nothing else. */
export interface Gone {
  readonly client: number
  readonly clock: number
  length: number
}

export type Struct = Item | Gone

export interface Id {
  readonly client: number
  readonly clock: number
}

/** As it comes: where it is to stand is said by others, which may not have come yet. */
export type Brought = Gone & {
  readonly item?: {
    readonly origin: Id | null
    readonly rightOrigin: Id | null
    /** a root's name, or the item that holds the parent; `null`: its neighbours' */
    readonly parent: string | Id | null
    readonly key: string | null
    readonly content: Item['content']
  }
}

/** Yjs's numbers of the kinds of structs. */
const [GC, SKIP] = [0, 10]
/** And of types. */
const MAP = 1
const TEXT = 2
const [ELEMENT, HOOK] = [3, 5]

/** A shared type as it reads now. */
export class ReadType {
  readonly kind: number | null
  /** by key the last of its chain, which is the one that counts */
  readonly entries = new Map<string, Item>()
  first: Item | null = null

  /** `null`: a root, which is what it is asked as. */
  constructor(kind: number | null) {
    this.kind = kind
  }

  keys(): string[] {
    return [...this.entries].flatMap(([key, { deleted }]) => (deleted ? [] : [key]))
  }

  /** `undefined` where there is none; a shared type comes as a `ReadType`. */
  get(key: string): unknown {
    const item = this.entries.get(key)
    if (item === undefined || item.deleted) return undefined
    return Array.isArray(item.content) ? (item.content.at(-1) as unknown) : item.content
  }

  /** The maps it holds, by key. */
  maps(): [string, ReadType][] {
    return this.keys().flatMap((key) => {
      const map = this.map(key)
      return map === null ? [] : [[key, map]]
    })
  }

  map(key: string): ReadType | null {
    const value = this.get(key)
    return value instanceof ReadType && value.kind === MAP ? value : null
  }

  /** The words of a plain text; empty where there is none. */
  text(key: string): string {
    const value = this.get(key)
    if (!(value instanceof ReadType) || value.kind !== TEXT) return ''
    let text = ''
    for (let item = value.first; item !== null; item = item.right)
      if (!item.deleted && typeof item.content === 'string') text += item.content
    return text
  }
}

/** A part is missing, or no program of ours wrote it: it takes a document to tell. */
export function unreadable(): Error {
  return new RangeError('These updates are not all of a board.')
}

/** As many as the number before them says. */
export function readList<One>(bytes: Decoder, read: (bytes: Decoder) => One): One[] {
  return Array.from({ length: readVarUint(bytes) }, () => read(bytes))
}

/** What one client wrote in a row, and all it names. */
export function readStructs(bytes: Decoder): Brought[] {
  const count = readVarUint(bytes)
  const client = readVarUint(bytes)
  let clock = readVarUint(bytes)
  return Array.from({ length: count }, () => {
    const brought = readStruct(bytes, client, clock)
    clock += brought.length
    return brought
  })
}

function readStruct(bytes: Decoder, client: number, clock: number): Brought {
  const info = readUint8(bytes)
  const kind = info & 0x1f
  if (kind === GC) return { client, clock, length: readVarUint(bytes) }
  if (kind === SKIP) throw unreadable()
  const origin = info & 0x80 ? readId(bytes) : null
  const rightOrigin = info & 0x40 ? readId(bytes) : null
  const alone = origin === null && rightOrigin === null
  const parent = alone ? (readVarUint(bytes) === 1 ? readVarString(bytes) : readId(bytes)) : null
  const key = alone && info & 0x20 ? readVarString(bytes) : null
  const [content, length] = readContent(bytes, kind)
  return { client, clock, length, item: { origin, rightOrigin, parent, key, content } }
}

function readId(bytes: Decoder): Id {
  return { client: readVarUint(bytes), clock: readVarUint(bytes) }
}

/** The content, and how many numbers it takes up; of the kinds a board holds. */
function readContent(bytes: Decoder, kind: number): [Item['content'], number] {
  switch (kind) {
    case 1: // deleted
      return [null, readVarUint(bytes)]
    case 4: {
      const text = readVarString(bytes)
      return [text, text.length]
    }
    case 6: // format
      readVarString(bytes)
      readVarString(bytes)
      return [null, 1]
    case 7: {
      const type = readVarUint(bytes)
      if (type === ELEMENT || type === HOOK) readVarString(bytes)
      return [new ReadType(type), 1]
    }
    case 8: {
      const values = readList(bytes, readAny)
      return [values, values.length]
    }
    default:
      throw unreadable()
  }
}
