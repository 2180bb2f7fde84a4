import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Sender } from './client-ids.ts'

/** An update as the journal keeps it, with the word of who sent it. */
export interface BoardRecord {
  /** `null` in records older than this form */
  readonly sender: Sender | null
  /** as Yjs emitted it, never as a client sent it */
  readonly update: Uint8Array
}

/** A board up to a record: enough to greet a newcomer without building a document. */
export interface BoardSnapshotRecord {
  readonly update: Uint8Array
  /** how far it goes, client by client */
  readonly clocks: ReadonlyMap<number, number>
  readonly owners: Iterable<readonly [number, Sender]>
}

/**
 * Both begin with a mark that no bare update can begin with: it would announce 16,383 clients, more than a board takes.
 * What lacks it was written before senders were kept, and is an update as it stands.
 */
const MARK = [0xff, 0x7f] as const

/** By hand, since this is done for every edit: an encoder would make two buffers and copy twice. */
export function encodeRecord(sender: Sender, update: Uint8Array): Uint8Array {
  const head = headOf(sender)
  const record = Buffer.allocUnsafe(head.byteLength + update.byteLength)
  record.set(head)
  record.set(update, head.byteLength)
  return record
}

/** More people than are on any machine's boards at once; beyond it all are encoded anew. */
const MOST_HEADS = 10_000
const heads = new Map<Sender, Uint8Array>()

/** The mark and the sender, encoded once for each. */
function headOf(sender: Sender): Uint8Array {
  let head = heads.get(sender)
  if (head === undefined) {
    head = encoding.encode((encoder) => {
      writeMark(encoder)
      encoding.writeVarString(encoder, sender)
    })
    if (heads.size >= MOST_HEADS) heads.clear()
    heads.set(sender, head)
  }
  return head
}

/** Views into `bytes`, nothing is copied. Throws when it does not read. */
export function decodeRecord(bytes: Uint8Array): BoardRecord {
  if (!isMarked(bytes)) return { sender: null, update: bytes }
  const decoder = decoderAfterMark(bytes)
  const sender = decoding.readVarString(decoder) as Sender
  return { sender, update: decoding.readTailAsUint8Array(decoder) }
}

export function encodeSnapshot({ update, clocks, owners }: BoardSnapshotRecord): Uint8Array {
  const list = [...owners]
  return encoding.encode((encoder) => {
    writeMark(encoder)
    encoding.writeVarUint(encoder, clocks.size)
    for (const [clientId, clock] of clocks) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
    }
    encoding.writeVarUint(encoder, list.length)
    for (const [clientId, owner] of list) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarString(encoder, owner)
    }
    encoding.writeUint8Array(encoder, update)
  })
}

/** `null` in place of clocks and owners: a snapshot older than this form. Throws when it does not read. */
export function decodeSnapshot(
  bytes: Uint8Array,
): BoardSnapshotRecord | { readonly update: Uint8Array; readonly clocks: null } {
  if (!isMarked(bytes)) return { update: bytes, clocks: null }
  const decoder = decoderAfterMark(bytes)
  const clocks = new Map<number, number>()
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    clocks.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder))
  }
  const owners: [number, Sender][] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    owners.push([decoding.readVarUint(decoder), decoding.readVarString(decoder) as Sender])
  }
  return { update: decoding.readTailAsUint8Array(decoder), clocks, owners }
}

function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === MARK[0] && bytes[1] === MARK[1]
}

function writeMark(encoder: encoding.Encoder): void {
  for (const byte of MARK) encoding.writeUint8(encoder, byte)
}

function decoderAfterMark(bytes: Uint8Array): decoding.Decoder {
  return decoding.createDecoder(bytes.subarray(MARK.length))
}
