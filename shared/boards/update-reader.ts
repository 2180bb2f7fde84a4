import { createDecoder, readVarUint, type Decoder } from 'lib0/decoding'
import {
  readList,
  readStructs,
  ReadType,
  unreadable,
  type Brought,
  type Id,
  type Item,
  type Struct,
} from './update-structs.ts'

/**
 * What updates in Yjs's first encoding read as, without Yjs: a small part of it, for looking and not for writing. It puts
 * items where Yjs's `Item.integrate` does (yjs 13.6), and tests/boards/board-picture.test.ts holds it against that. The updates must be all
 * of a document, as a newcomer gets them; anything else throws.
 */
export class UpdateReader {
  readonly #structs = new Map<number, Struct[]>()
  readonly #roots = new Map<string, ReadType>()

  constructor(updates: readonly Uint8Array[]) {
    const all = updates.map(createDecoder)
    // the last is the answer, which holds what came just before it
    this.#place(all.toReversed().flatMap((bytes) => readList(bytes, readStructs)))
    for (const bytes of all) this.#delete(bytes)
    // lib0 may read beyond the end of a view
    if (all.some(({ pos, arr }) => pos !== arr.byteLength)) throw unreadable()
  }

  root(name: string): ReadType {
    let root = this.#roots.get(name)
    if (!root) this.#roots.set(name, (root = new ReadType(null)))
    return root
  }

  /** Each client's own come in order; of different clients, what one builds on must be there before it. */
  #place(queues: Brought[][]): void {
    for (let waiting = queues; waiting.length > 0;) {
      let anyPlaced = false
      waiting = waiting.filter((queue) => {
        const stuck = queue.findIndex((brought) => !this.#placed(brought))
        if (stuck !== 0) anyPlaced = true
        if (stuck > 0) queue.splice(0, stuck)
        return stuck !== -1
      })
      if (!anyPlaced) throw unreadable()
    }
  }

  #placed(brought: Brought): boolean {
    const { client, clock, length, item } = brought
    const end = this.#end(client)
    // what somebody writes while one comes may come by itself and with all the rest
    if (end > clock) return end >= clock + length || this.#placed(later(brought, end))
    if (end < clock) return false
    if (item === undefined) {
      this.#structsOf(client).push({ client, clock, length })
      return true
    }
    const { origin, rightOrigin, parent } = item
    const needed = [origin, rightOrigin, typeof parent === 'string' ? null : parent]
    if (needed.some((id) => id !== null && id.clock >= this.#end(id.client))) return false
    this.#structsOf(client).push(this.#integrated(brought, item))
    return true
  }

  #integrated({ client, clock, length }: Brought, brought: NonNullable<Brought['item']>): Struct {
    const before = brought.origin && this.#endingAt(brought.origin)
    const behind = brought.rightOrigin && this.#startingAt(brought.rightOrigin)
    const gone = { client, clock, length }
    if ((before && !isItem(before)) || (behind && !isItem(behind))) return gone
    const place = this.#placeOf(brought, before ?? behind)
    if (place === null) return gone
    const { origin, rightOrigin, content } = brought
    const item: Item = {
      ...{ client, clock, length, origin, rightOrigin, content, ...place },
      ...{ left: before, right: behind, deleted: false },
    }
    this.#settle(item)
    const { left, parent, key } = item
    item.right = left ? left.right : this.#leftmost(parent, key)
    if (left) left.right = item
    else if (key === null) parent.first = item
    if (item.right) item.right.left = item
    else if (key !== null) parent.entries.set(key, item)
    return item
  }

  #placeOf(
    { parent, key }: NonNullable<Brought['item']>,
    neighbour: Item | null,
  ): Pick<Item, 'parent' | 'key'> | null {
    if (typeof parent === 'string') return { parent: this.root(parent), key }
    if (parent === null) return neighbour && { parent: neighbour.parent, key: neighbour.key }
    const holder = this.#at(parent)
    return isItem(holder) && holder.content instanceof ReadType ? { parent: holder.content, key } : null
  }

  /** Of those that several wrote into one gap, finds which stands to the left. */
  #settle(item: Item): void {
    const { right } = item
    const free = item.left ? item.left.right === right : right !== null && right.left === null
    if (free) return
    const [conflicting, before] = [new Set<Struct>(), new Set<Struct>()]
    let other = item.left ? item.left.right : this.#leftmost(item.parent, item.key)
    for (; other !== null && other !== right; other = other.right) {
      before.add(other)
      conflicting.add(other)
      if (sameId(item.origin, other.origin)) {
        if (other.client >= item.client) {
          if (sameId(item.rightOrigin, other.rightOrigin)) break
          continue
        }
      } else {
        const origin = other.origin && this.#at(other.origin)
        if (!origin || !before.has(origin)) break
        if (conflicting.has(origin)) continue
      }
      item.left = other
      conflicting.clear()
    }
  }

  #leftmost(parent: ReadType, key: string | null): Item | null {
    if (key === null) return parent.first
    let item = parent.entries.get(key) ?? null
    while (item?.left) item = item.left
    return item
  }

  #delete(bytes: Decoder): void {
    for (let clients = readVarUint(bytes); clients > 0; clients--) {
      const client = readVarUint(bytes)
      for (let ranges = readVarUint(bytes); ranges > 0; ranges--) {
        const start = readVarUint(bytes)
        const end = start + readVarUint(bytes)
        if (end > this.#end(client)) throw unreadable()
        for (let clock = start; clock < end;) {
          const struct = this.#startingAt({ client, clock })
          if (struct.clock + struct.length > end) this.#endingAt({ client, clock: end - 1 })
          if (isItem(struct)) struct.deleted = true
          clock += struct.length
        }
      }
    }
  }

  #structsOf(client: number): Struct[] {
    let structs = this.#structs.get(client)
    if (!structs) this.#structs.set(client, (structs = []))
    return structs
  }

  #end(client: number): number {
    const last = this.#structs.get(client)?.at(-1)
    return last ? last.clock + last.length : 0
  }

  #at(id: Id): Struct {
    const structs = this.#structsOf(id.client)
    const struct = structs[indexAt(structs, id.clock)]
    if (!struct) throw unreadable()
    return struct
  }

  #startingAt(id: Id): Struct {
    const struct = this.#at(id)
    return struct.clock === id.clock ? struct : this.#split(struct, id.clock - struct.clock)
  }

  #endingAt(id: Id): Struct {
    const struct = this.#at(id)
    const length = id.clock + 1 - struct.clock
    if (length < struct.length) this.#split(struct, length)
    return struct
  }

  /** Answers the right part. */
  #split(struct: Struct, at: number): Struct {
    const { client, clock, length } = struct
    const [ids, rest] = [{ client, clock: clock + at }, length - at]
    struct.length = at
    let right: Struct = { ...ids, length: rest }
    if (isItem(struct)) {
      const [own, others] = halves(struct.content, at)
      const origin = { client, clock: clock + at - 1 }
      right = { ...struct, ...ids, length: rest, origin, left: struct, content: others }
      struct.content = own
      struct.right = right
      if (right.right) right.right.left = right
      else if (right.key !== null) right.parent.entries.set(right.key, right)
    }
    const structs = this.#structsOf(client)
    structs.splice(indexAt(structs, clock) + 1, 0, right)
    return right
  }
}

/** The part of it from a number on; what is before has come already. */
function later({ client, clock, length, item }: Brought, from: number): Brought {
  const rest = { client, clock: from, length: length - (from - clock) }
  if (item === undefined) return rest
  const origin = { client, clock: from - 1 }
  return { ...rest, item: { ...item, origin, content: halves(item.content, from - clock)[1] } }
}

function isItem(struct: Struct): struct is Item {
  return 'parent' in struct
}

function sameId(one: Id | null, other: Id | null): boolean {
  return one === other || (one !== null && one.client === other?.client && one.clock === other.clock)
}

/** The struct with this number; -1 where there is none. */
function indexAt(structs: readonly Struct[], clock: number): number {
  let [low, high] = [0, structs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const struct = structs[middle]
    if (!struct) break
    if (clock < struct.clock) high = middle - 1
    else if (clock >= struct.clock + struct.length) low = middle + 1
    else return middle
  }
  return -1
}

/** A character cut in two is lost, for everybody. */
function halves(content: Item['content'], at: number): [Item['content'], Item['content']] {
  if (typeof content === 'string') {
    const code = content.charCodeAt(at - 1)
    const cut = code >= 0xd800 && code <= 0xdbff
    return cut
      ? [`${content.slice(0, at - 1)}\ufffd`, `\ufffd${content.slice(at + 1)}`]
      : [content.slice(0, at), content.slice(at)]
  }
  if (Array.isArray(content)) return [content.slice(0, at), content.slice(at)]
  return [content, content]
}
