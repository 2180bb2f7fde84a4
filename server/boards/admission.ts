import * as Y from 'yjs'
import { ROOT_NAMES } from '#shared/boards/board-doc.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { LIMITS } from '#shared/text.ts'
import type { ClientIds, Sender } from './client-ids.ts'

/** What an update would meet on its board. */
export interface Ground {
  /** the clock after the last struct the document holds of a client */
  readonly clockOf: (client: number) => number
  readonly ids: Pick<ClientIds, 'ownerOf' | 'size'>
  readonly sender: Sender
  /** bytes the board is built of */
  readonly size: number
  /** something of this board was lost: whoever still holds another's words may bring them back */
  readonly wounded: boolean
}

/** The client ids an update uses for the first time on its board; they are the sender's from then on. */
export type NewIds = readonly number[]

type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]
type Id = Pick<Y.ID, 'client' | 'clock'>

/** Bytes. A whole board's text and history; far beyond any real one (600 cards and their moves are some 300 KiB). */
export const LARGEST_BOARD = 8 * 1024 * 1024
/** Every reload brings a new id; a hundred people reload fifty times each. */
const MOST_IDS = 5_000
/** What somebody wrote and took back offline arrives as one hollow struct; longer ones mean harm (reliability.md 5.2). */
const LONGEST_HOLLOW = 20_000

/** `[0, 0]`: no structs, no deletes; what a newcomer with an empty document answers. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.byteLength === 2 && update[0] === 0 && update[1] === 0
}

/**
 * Judges an update by its bytes, before a document has seen it. Updates are taken whole or refused whole. This cannot
 * be the only guard: what passes may still throw or wait for something when it is applied, or put something where it does
 * not belong, which the board checks afterwards. Only V1 is ever decoded, and lazily: V2, and anything that allocates what
 * a header announces, can be made to hang.
 */
export function judgeUpdate(update: Uint8Array, ground: Ground): Result<NewIds, RefusalReason> {
  if (update.byteLength > LIMITS.boardFrame || ground.size > LARGEST_BOARD) return err('too_large')
  const decoded = decode(update)
  if (decoded === null) return err('malformed')
  const reach = reachOf(decoded.structs, ground)
  if (reach === null) return err('malformed')
  const known = ({ client, clock }: Id) => clock < (reach.get(client) ?? ground.clockOf(client))
  if (!decoded.structs.every((struct) => isSound(struct, known))) return err('malformed')
  if (!isWithin(decoded.ds, known)) return err('malformed')
  const newIds = [...reach].flatMap(([id, clock]) =>
    clock > ground.clockOf(id) && ground.ids.ownerOf(id) === undefined ? [id] : [],
  )
  return ground.ids.size + newIds.length > MOST_IDS ? err('too_large') : ok(newIds)
}

function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/** Clocks after the update by client; `null` when a struct waits for one that is not here, or is under another's id. */
function reachOf(structs: readonly Struct[], ground: Ground): Map<number, number> | null {
  const reach = new Map<number, number>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const sofar = reach.get(client) ?? ground.clockOf(client)
    const end = clock + struct.length
    if (struct instanceof Y.Skip || clock > sofar) return null
    if (end > sofar && !isOwn(client, ground)) return null
    if (struct instanceof Y.GC && end > sofar && struct.length > LONGEST_HOLLOW) return null
    reach.set(client, Math.max(sofar, end))
  }
  return reach
}

/** What the board has already may be repeated by anybody: people answer with all they hold. */
function isOwn(client: number, { ids, sender, wounded }: Ground): boolean {
  const owner = ids.ownerOf(client)
  return owner === undefined || owner === sender || wounded
}

function isSound(struct: Struct, known: (id: Id) => boolean): boolean {
  if (!(struct instanceof Y.Item)) return true
  const { origin, rightOrigin, parentSub } = struct
  const parent = struct.parent as Y.ID | string | null
  if ((origin && !known(origin)) || (rightOrigin && !known(rightOrigin))) return false
  if (parentSub !== null && RESERVED_KEYS.has(parentSub)) return false
  if (typeof parent === 'string') return (ROOT_NAMES as readonly string[]).includes(parent)
  return parent === null || known(parent)
}

/** They would reach an object's prototype wherever a map becomes an object. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function isWithin(ds: Decoded['ds'], known: (id: Id) => boolean): boolean {
  for (const [client, ranges] of ds.clients) {
    if (!ranges.every(({ clock, len }) => len > 0 && known({ client, clock: clock + len - 1 }))) return false
  }
  return true
}
