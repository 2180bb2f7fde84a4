import * as Y from 'yjs'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'

export interface Range {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** One edit of a document, as Yjs numbers what it wrote and what it deleted. */
export interface Op {
  readonly board: string
  readonly inserts: readonly Range[]
  readonly deletes: readonly Range[]
  /** in how many frames it has been sent; beyond one, a refusal of the last says nothing of the first */
  sends: number
  fate: 'pending' | 'acknowledged' | 'refused'
}

/** A command somebody gave, and what they were told in the end. */
export interface Given {
  readonly by: string
  readonly commandId: string
  readonly command: CommandInput
  reply: CommandReply | null
  /** sent once more on purpose */
  repeated: boolean
}

/** Where a character was typed; every one is typed once in a history, so it can be found again anywhere. */
export interface Typed {
  readonly by: string
  readonly board: string
  /** `card <id>`, `cluster <id>` or `summary` */
  readonly where: string
}

/** All that was done, promised and seen in a history, for the oracle. */
export class Ledger {
  readonly typed = new Map<string, Typed>()
  /** characters somebody has taken out again */
  readonly erased = new Set<string>()
  readonly ops: Op[] = []
  readonly given: Given[] = []
  /** events as they were published, by seq */
  readonly published = new Map<number, string>()
  /** what went wrong on the way */
  readonly faults: string[] = []
  /** per board, how far each Yjs client has been shown to anybody */
  readonly #seen = new Map<string, Map<number, number>>()
  readonly #seenDeletes = new Map<string, Range[]>()
  #next = 0x4e00

  /** One to three characters nobody has typed yet. */
  freshText(count: number, typed: Typed): string {
    let text = ''
    for (let left = count; left > 0; left--) {
      const letter = String.fromCharCode(this.#next++)
      this.typed.set(letter, typed)
      text += letter
    }
    return text
  }

  erase(text: string): void {
    for (const letter of text) this.erased.add(letter)
  }

  opOf(board: string, update: Uint8Array): Op {
    const op: Op = { board, ...rangesOf(update), sends: 0, fate: 'pending' }
    this.ops.push(op)
    return op
  }

  /** Somebody was shown this. */
  saw(board: string, update: Uint8Array): void {
    const { inserts, deletes } = rangesOf(update)
    const seen = this.#seen.get(board) ?? new Map<number, number>()
    this.#seen.set(board, seen)
    for (const { client, clock, length } of inserts)
      seen.set(client, Math.max(seen.get(client) ?? 0, clock + length))
    const gone = this.#seenDeletes.get(board) ?? []
    this.#seenDeletes.set(board, gone)
    gone.push(...deletes)
  }

  seenOn(board: string): {
    readonly clocks: ReadonlyMap<number, number>
    readonly deletes: readonly Range[]
  } {
    return { clocks: this.#seen.get(board) ?? new Map(), deletes: this.#seenDeletes.get(board) ?? [] }
  }

  get boards(): ReadonlySet<string> {
    return new Set([...this.#seen.keys(), ...this.ops.map(({ board }) => board)])
  }

  publish(entries: readonly { readonly seq: number; readonly event: WorkshopEvent }[]): void {
    for (const { seq, event } of entries) {
      const text = JSON.stringify(event)
      const before = this.published.get(seq)
      if (before !== undefined && before !== text)
        this.faults.push(`event ${seq} was published twice, differently`)
      this.published.set(seq, text)
    }
  }
}

function rangesOf(update: Uint8Array): { inserts: Range[]; deletes: Range[] } {
  const { structs, ds } = Y.decodeUpdate(update)
  const inserts = structs.flatMap((struct) =>
    struct instanceof Y.Skip
      ? []
      : [{ client: struct.id.client, clock: struct.id.clock, length: struct.length }],
  )
  const deletes = [...ds.clients].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }) => ({ client, clock, length: len })),
  )
  return { inserts, deletes }
}

/** Whether a document holds all of a range. */
export function hasInserted(doc: Y.Doc, { client, clock, length }: Range): boolean {
  return Y.getState(doc.store, client) >= clock + length
}

/** The clocks of a range that a document still shows. */
export function hasDeleted(deleted: Y.Snapshot['ds'], { client, clock, length }: Range): boolean {
  let from = clock
  for (const { clock: start, len } of deleted.clients.get(client) ?? []) {
    if (start <= from && from < start + len) from = start + len
    if (from >= clock + length) return true
  }
  return false
}
